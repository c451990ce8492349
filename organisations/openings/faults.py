"""What an opening and the facts of a committee must be like before they may be published."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from organisations.days import TOO_FAR, is_too_far
from organisations.faults import Fault, check_choice, check_code
from organisations.models.opening import OpeningKind
from organisations.models.vocabulary import German
from organisations.openings.phrases import ANSWER, CITIZENSHIP, HOW, PUBLIC, WHO
from organisations.openings.values import Committee, Opening
from organisations.text import clean

MOST_OPENINGS = 20
LONGEST = {"title": 120, "text": 1_000, "note": 300}
OLDEST = 120  # years
EARLIEST = date(2000, 1, 1)  # fixed: what may be published today may be for ever, however long it is over


def opening_faults(opening: Opening) -> Iterator[Fault]:
    """What is wrong with an opening. One that is over is no fault: it stays until somebody takes it away."""
    yield from check_choice("openings.kind", opening.kind, OpeningKind.values)
    if opening.until < EARLIEST or (opening.until > timezone.localdate() and is_too_far(opening.until)):
        yield Fault("openings.until", TOO_FAR)
    yield from check_choice("openings.german", opening.german, ["", *German.values])
    yield from check_choice("openings.answer", opening.answer, ["", *ANSWER.answers])
    yield from _words("openings", "title", opening.title)
    yield from _words("openings", "text", opening.text)
    ages = [age for age in (opening.age_from, opening.age_to) if age is not None]
    if any(not 0 <= age <= OLDEST for age in ages) or ages != sorted(ages):
        yield Fault("openings.age_from", _("Ages are from 0 to 120, and the first is not above the second."))


def committee_faults(committee: Committee) -> Iterator[Fault]:
    """What is wrong with the facts of a committee."""
    for name, question in (("citizenship", CITIZENSHIP), ("how", HOW), ("public", PUBLIC)):
        yield from check_choice(f"committee.{name}", getattr(committee, name), ["", *question.answers])
    for value in committee.who:
        yield from check_choice("committee.who", value, WHO.answers)
    if len(set(committee.who)) < len(committee.who):
        yield Fault("committee.who", _("Each stands once, at most %(most)s of them."), {"most": len(WHO.answers)})
    yield from _words("committee", "note", committee.note)


def _words(part: str, name: str, words: Mapping[str, str]) -> Iterator[Fault]:
    most = LONGEST[name]
    for language, text in words.items():
        yield from check_code(f"{part}.{name}", language)
        if len(text) > most:
            values = {"most": most, "count": len(text)}
            yield Fault(f"{part}.{name}", _("At most %(most)s characters, these are %(count)s."), values)
        elif text != clean(text, lines=name != "title"):
            yield Fault(f"{part}.{name}", _("The text has characters that cannot be shown."))
