"""Forms for what several curators may change at once: each saves what somebody has typed there, and nothing is lost."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django import forms
from django.http import QueryDict

from organisations.forms.rows import Fields

SEEN = "seen-"


class KeptFields(Fields):
    """A form that knows by a mark of each field what stood there when it was opened.

    Where others have changed something and its sender has not, theirs is taken. Where both have, nothing is saved:
    the form shows what was typed with what stands there now beside it, and saves it if it is sent once more. `gone` is
    what was typed, by label, in fields that are no longer there. A form without marks is taken as it is.
    """

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.gone: list[tuple[str, str]] = []
        self.has_moved = False
        for field in self.fields.values():
            field.template_name = "curate/questions/_field.html"  # type: ignore[attr-defined]
        if data is not None and any(name.startswith(self.mark("")) for name in data):
            self.data = data.copy()
            self._merge(data)

    def mark(self, name: str) -> str:
        """The name of the mark of a field."""
        return f"{SEEN}{self.add_prefix(name)}"

    def marks(self) -> Iterator[tuple[str, str]]:
        """Names and values of all marks."""
        return ((self.mark(name), _digest(self._now(name))) for name in self.fields)

    def is_valid(self) -> bool:
        """Whether it can be saved."""
        return super().is_valid() and not self.has_moved and not self.gone

    def show_now(self) -> None:
        """Shows what stands there now beside everything that was typed otherwise."""
        for name, field in self.fields.items():
            if self._typed(self.data, name) != self._now(name):
                field.now = self._in_words(name)  # type: ignore[attr-defined]

    def label_of_gone(self, name: str) -> str:
        """What a field was called that is no longer there."""
        return name

    def _merge(self, sent: QueryDict) -> None:
        for name, field in self.fields.items():
            seen, typed, now = sent.get(self.mark(name)), self._typed(sent, name), self._now(name)
            if typed == now:
                continue
            if seen in (None, _digest(typed)):  # others have changed it alone, or it is new
                several = isinstance(field, forms.MultipleChoiceField)
                self.data.setlist(self.add_prefix(name), now if several else now or [""])  # type: ignore[attr-defined]
            elif seen != _digest(now):
                self.has_moved = True
                field.now = self._in_words(name)  # type: ignore[attr-defined]
        self.gone = list(self._gone(sent))

    def _gone(self, sent: QueryDict) -> Iterator[tuple[str, str]]:
        begin = self.mark("")
        for key in sent:
            name = key.removeprefix(begin)
            if key.startswith(begin) and name not in self.fields:
                typed = _normal(sent.getlist(self.add_prefix(name)))
                if any(typed) and _digest(typed) != sent[key]:
                    yield self.label_of_gone(name), "\n".join(typed)

    def _typed(self, sent: Any, name: str) -> list[str]:
        return _normal(self.fields[name].widget.value_from_datadict(sent, {}, self.add_prefix(name)))

    def _now(self, name: str) -> list[str]:
        return _normal(self.initial.get(name))

    def _in_words(self, name: str) -> str:
        field, now = self.fields[name], self._now(name)
        if not isinstance(field, forms.ChoiceField):
            return "\n".join(now)
        return "\n".join(str(words) for code, words in _answers(field.choices) if code in now)


def _answers(choices: Any) -> Iterator[tuple[Any, Any]]:
    """Codes and words of all answers, whether they stand in groups or not."""
    for code, words in choices:
        yield from words if isinstance(words, list | tuple) else [(code, words)]


def _normal(value: Any) -> list[str]:
    """A value as a form sends it, however it was written: nothing is an empty list."""
    several = value if isinstance(value, list) else [value]
    texts = ("" if one is None else str(one).replace("\r\n", "\n").strip() for one in several)
    return sorted(text for text in texts if text)


def _digest(value: list[str]) -> str:
    return sha256("\0".join(value).encode()).hexdigest()[:16]
