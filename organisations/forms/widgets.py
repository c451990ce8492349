"""Native inputs with what phones and screen readers need, and choices in the look of the contact form."""

from typing import Any

from django import forms


def line(**attrs: Any) -> forms.TextInput:
    """A line of text in any language."""
    return forms.TextInput({"dir": "auto", **attrs})


def prose(rows: int = 4, **attrs: Any) -> forms.Textarea:
    """Several lines in any language."""
    return forms.Textarea({"dir": "auto", "rows": rows, **attrs})


def latin(kind: str, mode: str, **attrs: Any) -> forms.TextInput:
    """An address or number, written from left to right in every language. `kind`: type of the input."""
    words = {"dir": "ltr", "inputmode": mode, "autocapitalize": "off", "spellcheck": "false"}
    widget = forms.TextInput({**words, **attrs})
    widget.input_type = kind
    return widget


def a_day() -> forms.TextInput:
    """A day with the browser's own calendar."""
    widget = forms.TextInput({"dir": "ltr"})
    widget.input_type = "date"
    return widget


def an_hour() -> forms.TextInput:
    """A time of day with the browser's own clock."""
    widget = forms.TextInput({"dir": "ltr"})
    widget.input_type = "time"
    return widget


class Picks(forms.CheckboxSelectMultiple):
    """Any of several answers, each as large as a finger. `wide`: one under the other."""

    template_name = "organisations/forms/widgets/picks.html"

    def __init__(self, wide: bool = False, **values: Any) -> None:
        super().__init__(**values)
        self.wide = wide

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With the way they stand."""
        return super().get_context(name, value, attrs) | {"wide": self.wide}


class FoldedPicks(Picks):
    """Any of many answers by group; the groups unfold."""

    template_name = "organisations/forms/widgets/folded_picks.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With the number of those chosen in each group."""
        context = super().get_context(name, value, attrs)
        groups = [
            (title, options, sum(bool(option["selected"]) for option in options))
            for title, options, _index in context["widget"]["optgroups"]
        ]
        return context | {"groups": groups}


class OneOf(forms.RadioSelect):
    """One of several answers, each as large as a finger."""

    template_name = "organisations/forms/widgets/picks.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """One under the other."""
        return super().get_context(name, value, attrs) | {"wide": True}


class Tick(forms.CheckboxInput):
    """Yes or no, with its words beside it."""

    template_name = "organisations/forms/widgets/tick.html"
