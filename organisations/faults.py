"""What is wrong with a document, and the checks that its parts share."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from organisations.languages import LANGUAGE_CODE
from organisations.part_names import part_name
from organisations.text import clean

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a document: the part, a sentence in English, and the values for its placeholders.

    `row`: of a part with several rows (places, languages ...) the number of the one that is wrong, from 0. `entry`: the
    name of the entry, where several are published.
    """

    part: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    row: int | None = None
    entry: str = ""

    @property
    def sentence(self) -> str:
        """The sentence in English, for reports and logs."""
        return self.message % self.values

    @property
    def translated(self) -> str:
        """The sentence in the language of the page."""
        return gettext(self.message) % self.values


class InvalidDocument(ValueError):
    """A document that may not be published; `faults` say why."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{_of(fault)}{fault.part}: {fault.sentence}" for fault in faults))

    @property
    def kept(self) -> str:
        """All faults in one line, in English and without the name of the entry: to be kept beside it."""
        return "; ".join(f"{fault.part}: {fault.sentence}" for fault in self.faults)

    @property
    def translated(self) -> str:
        """All faults in one line, in the language of the page: each with the part it is about, as people call it."""
        return "; ".join(f"{_of(fault)}{part_name(fault.part)}: {fault.translated}" for fault in self.faults)


def _of(fault: Fault) -> str:
    return f"{fault.entry}: " if fault.entry else ""


def in_rows(rows: Iterable[Row], check: Callable[[Row], Iterable[Fault]]) -> Iterator[Fault]:
    """The faults of each row, with its number."""
    for number, row in enumerate(rows):
        yield from (replace(fault, row=number) for fault in check(row))


def check_lengths(thing: object, most: dict[str, int], prefix: str) -> Iterator[Fault]:
    """Attributes that are too long, or have characters that cannot be shown."""
    for name, longest in most.items():
        value = getattr(thing, name)
        if len(value) > longest:
            yield Fault(
                prefix + name,
                _("At most %(most)s characters, these are %(count)s."),
                {"most": longest, "count": len(value)},
            )
        elif value != clean(value):
            yield Fault(prefix + name, _("The text has characters that cannot be shown, or blanks at its ends."))


def check_choice(part: str, value: str, choices: Iterable[str]) -> Iterator[Fault]:
    """A value that is none of those."""
    if value not in choices:
        yield Fault(part, _("“%(value)s” is not one of the possible values."), {"value": value})


def check_code(part: str, value: str) -> Iterator[Fault]:
    """A language code that is none."""
    if not LANGUAGE_CODE.fullmatch(value):
        yield Fault(part, _("“%(code)s” is not a language code (BCP 47)."), {"code": value})
