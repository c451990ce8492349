"""The mail that asks an editor whether the entries are still right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations import formats
from organisations.outbox.outline import Block, Outline, site_name


@dataclass(frozen=True)
class Asked:
    """An entry that is asked about: the day of its last check, the first day without it in the lists (None: it has
    come already), and the editor's link without what is to be done there."""

    name: str
    checked_on: date | None
    hidden_on: date | None
    link: str


def still_right(entries: Sequence[Asked], language: str, unsubscribe: str) -> Outline:
    """One mail about all entries of one person. `unsubscribe`: our page on which they stop such mails."""
    with translation.override(language):
        subject = ngettext("Is your entry still right?", "Are your entries still right?", len(entries))
        return Outline(language, subject, tuple(_blocks(entries, unsubscribe)))


def _blocks(entries: Sequence[Asked], unsubscribe: str) -> Iterable[Block]:
    yield Block(_("Good day,"))
    asked = ngettext(
        "you look after this entry on “%(site)s”. Is it still right? Please tell us; that takes two taps.",
        "you look after these entries on “%(site)s”. Are they still right? Please tell us; that takes two taps each.",
        len(entries),
    )
    yield Block(asked % {"site": site_name()})
    for entry in entries:
        yield from _about(entry)
    yield Block(_("Opening a link changes nothing yet: the page has a button for that."))
    yield Block(_("The links work for 30 days. Please do not pass them on: who has one of them can change the entry."))
    yield Block(_("Please do not answer this mail itself: nobody would get your answer."))
    yield Block(unsubscribe, "link", label=_("I want no more reminders"))


def _about(entry: Asked) -> Iterable[Block]:
    yield Block(entry.name, "name")
    yield Block(f"{_checked(entry)} {_what_comes(entry)}")
    yield Block(f"{entry.link}?do=right", "link", label=_("Everything is still right"))
    yield Block(f"{entry.link}?do=change", "link", label=_("Something has changed"))
    yield Block(f"{entry.link}?do=gone", "link", label=_("It does not exist any more"))


def _checked(entry: Asked) -> str:
    if entry.checked_on is None:
        return _("Not yet checked by a person.")
    return _("Last checked by a person on %(date)s.") % {"date": formats.long_date(entry.checked_on)}


def _what_comes(entry: Asked) -> str:
    if entry.hidden_on is None:
        return _("It stands in no list and on no map any more until somebody confirms it.")
    day = {"date": formats.long_date(entry.hidden_on)}
    return _("If nobody confirms it, it stands in no list and on no map from %(date)s on.") % day
