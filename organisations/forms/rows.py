"""Several rows of one kind in a form: places, languages, times. They are added and removed without JavaScript too."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.forms.widgets import OneFromList
from organisations.text import written
from organisations.validation import MOST_ROWS

TOO_MANY = 20  # rows beyond the most that are still shown again, with a sentence; no browser sends more
_STEP = re.compile(r"(add|remove):([a-z]+)(?::([0-9]{1,4}))?")


class Fields(forms.Form):
    """A part of a section with fields, or one of its rows. `about` is what its choices are made of."""

    use_required_attribute = False
    number = 0

    def __init__(self, *args: Any, about: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        self.about = about
        for field in self.fields.values():
            field.template_name = "organisations/forms/_field.html"  # type: ignore[attr-defined]
            field.error_messages["required"] = _("Please fill this in.")
            if type(field.widget) is forms.Select:
                field.widget = OneFromList(field.widget.attrs, field.choices)  # type: ignore[attr-defined]
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices that depend on the entry."""

    def not_judged(self) -> None:
        """Show what was typed without saying what is wrong with it: nothing was sent yet, a row was added."""
        self._errors = ErrorDict()
        self.cleaned_data = {}


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows of one kind: the name of their part in faults, their form, what one is called, words of the buttons."""

    name: str
    form: type[Fields]
    one: Promise
    add: Promise
    first: str  # the field a fault of the whole row stands at


class Rows:
    """The rows of one kind in a section."""

    def __init__(self, kind: Kind, data: QueryDict | None, initial: Sequence[dict[str, Any]], about: Any) -> None:
        self.kind, self.data, self.initial, self.about = kind, data, list(initial), about
        self.most = max(MOST_ROWS[kind.name], len(self.initial))
        self.faults: list[str] = []

    @property
    def count_name(self) -> str:
        """The field that says how many rows there are."""
        return f"{self.kind.name}-count"

    @cached_property
    def said(self) -> int:
        """How many rows the form says it has."""
        if self.data is None:
            return len(self.initial)
        return int(str(self.data[self.count_name]))

    @property
    def count(self) -> int:
        """The number of the last row and one; of far too many only some are read."""
        return min(self.said, self.most + TOO_MANY)

    @cached_property
    def forms(self) -> list[Fields]:
        """A form for each row; a script that removes one leaves a gap in their numbers."""
        if self.data is None:
            return [self._form(number, None, values) for number, values in enumerate(self.initial)]
        sent = {
            int(match[1]) for match in map(re.compile(rf"{self.kind.name}-([0-9]{{1,4}})-").match, self.data) if match
        }
        return [self._form(number, self.data, {}) for number in range(self.count) if number in sent]

    def _form(self, number: int, data: QueryDict | None, initial: dict[str, Any]) -> Fields:
        prefix = f"{self.kind.name}-{number}"
        form = self.kind.form(data, prefix=prefix, initial=initial, about=self.about, empty_permitted=True)
        form.number = number
        return form

    @cached_property
    def filled(self) -> list[Fields]:
        """The rows in which something was typed, or that stood there before. Only of a form that was sent."""
        return [form for form in self.forms if form.has_changed() or self._stood(form)]

    def _stood(self, form: Fields) -> bool:
        return any(form.data.get(form.add_prefix(name)) for name in ("id", "was") if name in form.fields)

    def is_valid(self) -> bool:
        """Whether every row could be read, and they are not too many."""
        for form in self.filled:
            form.empty_permitted = False
        too_many = self.said > self.most
        if too_many:
            sentence = gettext("At most %(most)s, these are %(count)s.")
            self.faults.append(sentence % {"most": self.most, "count": self.said})
        read = [form.is_valid() for form in self.filled]
        return all(read) and not too_many

    @property
    def pattern(self) -> Fields:
        """An empty row, from which scripts make new ones."""
        return self.kind.form(None, prefix=f"{self.kind.name}-__number__", about=self.about, empty_permitted=True)

    def __iter__(self) -> Iterator[Fields]:
        return iter(self.forms)

    def __len__(self) -> int:
        return len(self.forms)


def is_count(text: str | None) -> bool:
    """Whether a form's own count of its rows can be one."""
    return re.fullmatch("[0-9]{1,6}", text or "") is not None


def harmless(data: QueryDict) -> QueryDict:
    """What was sent, without characters that nobody can type."""
    copy = data.copy()
    for name in copy:
        copy.setlist(name, [written(value) for value in copy.getlist(name)])
    return copy


def row_step(data: QueryDict, names: Sequence[str]) -> tuple[str, str, int] | None:
    """What a button for rows of these names asks: ("add" or "remove", name of the rows, number of the row)."""
    match = _STEP.fullmatch(data.get("row", ""))
    if not match or match[2] not in names or (match[1] == "remove") != (match[3] is not None):
        return None
    return match[1], match[2], int(match[3] or 0)


def after_step(data: QueryDict, step: tuple[str, str, int]) -> QueryDict:
    """What was typed, with a row more at the end or with that row removed and the later ones moved up."""
    what, name, number = step
    field = f"{name}-count"
    said = str(data.get(field, ""))
    count = int(said) if re.fullmatch("[0-9]{1,4}", said) else 0
    moved = data.copy()
    if what == "add":
        moved[field] = str(min(count + 1, MOST_ROWS[name] + TOO_MANY))
        moved[f"{name}-{count}-new"] = "1"  # something of the row is there, so it is one
        return moved
    for key in list(data):
        match = re.fullmatch(rf"{name}-([0-9]{{1,4}})-(.+)", key)
        if match and int(match[1]) >= number:
            del moved[key]
    for key in data:
        match = re.fullmatch(rf"{name}-([0-9]{{1,4}})-(.+)", key)
        if match and int(match[1]) > number:
            moved.setlist(f"{name}-{int(match[1]) - 1}-{match[2]}", data.getlist(key))
    moved[field] = str(max(0, count - 1) if number < count else count)
    return moved
