"""Native inputs with what phones and screen readers need, and choices in the look of the contact form."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.forms.utils import flatatt
from django.forms.widgets import ChoiceWidget
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def line(**attrs: Any) -> forms.TextInput:
    """A line of text in any language. Never with `autocomplete="off"`: then browsers forget it on the way back."""
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


def _option(value: Any, words: Any, chosen: set[str]) -> SafeString:
    text = "" if value is None else str(value)
    return format_html('<option value="{}"{}>{}</option>', text, " selected" if text in chosen else "", words)


def _group(title: Any, choices: Any, chosen: set[str]) -> SafeString:
    options = format_html_join("", "{}", ((_option(value, words, chosen),) for value, words in choices))
    return format_html('<optgroup label="{}">{}</optgroup>', title, options)


class OneFromList(forms.Select):
    """One of many answers in a closed list. Written without a template for each of some hundred options."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The element."""
        chosen = set(self.format_value(value))
        parts = (
            _group(code, words, chosen) if isinstance(words, list | tuple) else _option(code, words, chosen)
            for code, words in self.choices
        )
        inside = format_html_join("", "{}", ((part,) for part in parts))
        given = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return format_html("<select{}>{}</select>", given, inside)


class _Boxes(ChoiceWidget):
    """Answers side by side or one under the other, each as large as a finger, without a template for each."""

    wide = False

    def boxes(self, name: str, value: Any, attrs: Any, choices: Any, first: int = 0) -> SafeString:
        """An element for each answer; ids are numbered from `first`."""
        chosen = set(self.format_value(value))
        identity = (attrs or {}).get("id", name)
        rows = (
            (
                self.input_type,
                name,
                "" if code is None else str(code),
                f"{identity}_{number}",
                " checked" if ("" if code is None else str(code)) in chosen else "",
                words,
            )
            for number, (code, words) in enumerate(choices, first)
        )
        box = '<input class="check" type="{}" name="{}" value="{}" id="{}"{}>'
        return format_html_join("", f'<label class="pick">{box}<span>{{}}</span></label>', rows)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """All of them."""
        boxes = self.boxes(name, value, attrs, self.choices)
        return format_html('<div class="{}">{}</div>', "pick-list" if self.wide else "picks", boxes)


class Picks(_Boxes, forms.CheckboxSelectMultiple):
    """Any of several answers."""


class WidePicks(Picks):
    """Any of several answers, one under the other."""

    wide = True


class OneOf(_Boxes, forms.RadioSelect):
    """One of several answers, one under the other."""

    wide = True


class FoldedPicks(Picks):
    """Any of many answers by group; the groups unfold."""

    template_name = "organisations/forms/widgets/folded_picks.html"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The groups; those in which something is chosen are open."""
        chosen, groups, first = set(self.format_value(value)), [], 0
        for title, choices in cast("Iterable[tuple[Any, Sequence[tuple[Any, Any]]]]", self.choices):
            boxes = self.boxes(name, value, attrs, choices, first)
            groups.append((title, boxes, any(str(code) in chosen for code, _words in choices)))
            first += len(choices)
        return render_to_string(self.template_name, {"groups": groups})


class Tick(forms.CheckboxInput):
    """Yes or no, with its words beside it."""

    template_name = "organisations/forms/widgets/tick.html"
