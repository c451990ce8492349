"""Reminding editors: after a year without a check a mail, again after one and two months, then people are called.

Nobody gets more than one mail a month: all entries of one address stand in it. Each mail is one transaction, with its
links and the notes of which editor was reminded of what; a process that dies leaves a mail written down, or nothing.
"""

import time as clock
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import inf
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

from organisations.freshness import ageing_since, is_hidden
from organisations.models import Editor, Listing, Mail, Reminder, Suggestion, SuggestionKind, SuggestionState
from organisations.outbox.outline import put_out
from organisations.outbox.reminder import Asked, still_right
from organisations.services.ownership import ON_FILE, add_editor, new_link
from organisations.services.unsubscribing import unsubscribe_link

PURPOSE = "reminder"
STEPS = 3
_LOCK = 5_020_417  # of PostgreSQL's advisory locks: of all processes one writes a reminder at a time


@dataclass(frozen=True)
class Reminded:
    """A mail that was written: to whom, and the entries in it with the step of each."""

    address: str
    entries: tuple[tuple[str, int], ...]


def remind(*, site: str, seconds: float = inf) -> list[Reminded]:
    """Writes the mails of today, those about the entries that wait longest first, for at most so many seconds.

    May run as often and in as many processes as it likes: no more than REMINDERS_A_DAY mails are written a day, and
    nobody is reminded twice. `site`: our own address for the links, without a slash at the end.
    """
    end = clock.monotonic() + seconds
    know_those_on_file(due_entries(), left_today())
    done = []
    for address in list(_addresses()):
        if clock.monotonic() > end or left_today() <= 0:
            break
        if one := _remind(address, site):
            done.append(one)
    return done


def rehearse(*, site: str) -> tuple[list[Reminded], int]:
    """What `remind` would write now, and how many people would still wait after that; nothing stays of it."""
    with transaction.atomic():
        done = remind(site=site)
        waiting = len(list(_addresses()))
        transaction.set_rollback(True)
    return done, waiting


@transaction.atomic
def _remind(address: str, site: str) -> Reminded | None:
    """One mail, unless somebody else has just written it or the day is full."""
    take_turn()
    return _write(list(due_editors(address)), site)


@transaction.atomic
def ask_about(address: str, entries: QuerySet[Listing], *, site: str) -> Reminded | None:
    """One mail now to that folded address about those of the entries that it looks after, old or not: a curator asks.

    It counts as a reminder. None if it got one within a month, or as many as anybody gets, or the day is full.
    """
    take_turn()
    return _write(list(due_editors(address, entries)), site)


def _write(editors: Sequence[Any], site: str) -> Reminded | None:
    if not editors or left_today() <= 0:
        return None
    first = editors[0]
    outline = still_right(_asked(editors, site), first.language, link := unsubscribe_link(first, site))
    mail = put_out(outline, first.email, purpose=PURPOSE, unsubscribe=link)
    steps = [editor.reminded + 1 for editor in editors]
    Reminder.objects.bulk_create(
        Reminder(editor=editor, cycle=editor.cycle, step=step, mail=mail)
        for editor, step in zip(editors, steps, strict=True)
    )
    names = [editor.organisation.name for editor in editors]
    return Reminded(first.email, tuple(zip(names, steps, strict=True)))


def take_turn() -> None:
    """Waits until no other process writes a reminder; ours ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _asked(editors: Sequence[Any], site: str) -> list[Asked]:
    today = timezone.localdate()
    return [
        Asked(
            name=editor.organisation.name,
            checked_on=editor.organisation.checked_on,
            hidden_on=None if is_hidden(editor.cycle, today) else _hidden_on(editor.cycle),
            link=new_link(editor, site),
        )
        for editor in editors
    ]


def _hidden_on(vouched: date) -> date:
    return vouched + relativedelta(months=settings.HIDDEN_MONTHS) + timedelta(days=1)


def public_entries() -> QuerySet[Listing]:
    """Entries that may be asked about: public, no example, and nobody says that it is gone."""
    gone = Suggestion.objects.filter(kind=SuggestionKind.REMOVAL, state=SuggestionState.OPEN)
    public = Listing.objects.public(timezone.localdate()).using("default").primary().filter(organisation__sample=False)
    return public.exclude(Exists(gone.filter(organisation=OuterRef("organisation"))))


def due_entries() -> QuerySet[Listing]:
    """Those that nobody has vouched for during a year."""
    return public_entries().filter(vouched_on__lt=ageing_since(timezone.localdate()))


def due_editors(address: str = "", entries: QuerySet[Listing] | None = None) -> QuerySet[Any]:
    """Editors (at that folded address) who may be reminded today of their entry (one that is due, or of `entries`), the
    one that waits longest first.

    Each has its `cycle` (the day its entry was vouched for), how often it was `reminded` in it, and a folded `address`.
    """
    asked = due_entries() if entries is None else entries
    cycle = asked.filter(organisation=OuterRef("organisation")).values("vouched_on")
    mine = Reminder.objects.filter(editor=OuterRef("pk"), cycle=OuterRef("cycle"))
    reminded = mine.order_by().values("editor").annotate(last=Max("step")).values("last")
    lately = Reminder.objects.filter(created_at__gte=a_month_ago()).annotate(address=Lower("editor__email"))
    editors: QuerySet[Any] = Editor.objects.reachable().select_related("organisation")
    if address:  # said twice, as the database does not see that the one follows from the other
        lately, editors = lately.filter(address=address), Editor.objects.reachable().at(address)
    editors = editors.annotate(address=Lower("email"), cycle=Subquery(cycle))
    editors = editors.annotate(reminded=Coalesce(Subquery(reminded), 0)).filter(cycle__isnull=False, reminded__lt=STEPS)
    return editors.exclude(Exists(lately.filter(address=OuterRef("address")))).order_by("cycle", "created_at", "pk")


def a_month_ago() -> datetime:
    """What happened before this moment happened a month ago: the day counts, not the hour."""
    day = timezone.localdate() - relativedelta(months=1) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time.min))


def asked_since(moment: datetime, ids: Collection[UUID]) -> set[UUID]:
    """Those of the entries about which somebody was mailed since that moment."""
    rows = Reminder.objects.filter(created_at__gte=moment, editor__organisation__in=ids)
    return set(rows.values_list("editor__organisation", flat=True))


def left_today() -> int:
    """How many mails may still be written today."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    return settings.REMINDERS_A_DAY - Mail.objects.filter(purpose=PURPOSE, created_at__gte=midnight).count()


def unreachable() -> QuerySet[Any]:
    """Editors who want no reminders, or whom no mail reaches, with their address folded."""
    return Editor.objects.exclude(unsubscribed_at=None, bounced_at=None).annotate(folded=Lower("email")).order_by()


def without_reach(address: str = "address") -> QuerySet[Editor]:
    """Those of the address in that column of the outer query."""
    return unreachable().filter(folded=OuterRef(address))


def _addresses() -> Iterator[str]:
    """The addresses that are to be written to, each once."""
    return iter(dict.fromkeys(due_editors().values_list("address", flat=True)))


def know_those_on_file(entries: QuerySet[Listing], most: int) -> None:
    """Makes the address on file an editor where one of the entries has nobody else whom a mail reaches."""
    reachable = Editor.objects.reachable().filter(organisation=OuterRef("organisation"))
    entries = entries.exclude(organisation__email="").annotate(address=Lower("organisation__email"))
    entries = entries.exclude(Exists(reachable)).exclude(Exists(without_reach())).select_related("organisation")
    for entry in entries.defer("search", "words", "marker", "card").order_by("vouched_on", "pk")[: max(0, most)]:
        add_editor(entry.organisation_id, entry.organisation.email, added_by=ON_FILE)
