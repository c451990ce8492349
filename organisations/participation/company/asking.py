"""Asking for company, and taking that back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from organisations.models import Area, Listing, Organisation
from organisations.models.organisation import State
from organisations.outbox.outline import curators_address, put_out
from organisations.participation.company import adult_mails, adults, calls, farewell, mails, reported, team_mails
from organisations.participation.company.draft import CompanyDraft
from organisations.participation.company.ending import RUNNING, end, is_over
from organisations.participation.company.keeping import WAS, erase_but_due
from organisations.participation.company.keys import key_of
from organisations.participation.company.links import newcomers_page
from organisations.participation.company.team_mails import Why
from organisations.participation.models import Accompaniment, AccompanimentState, Call, Message, Side
from organisations.participation.services import EntryGone, SentAlready
from organisations.secret_links import digest
from organisations.turns import take_turn_with

PURPOSE = "company"  # of mails
OVER = (AccompanimentState.MET, AccompanimentState.ENDED, AccompanimentState.STOPPED)


@transaction.atomic
def ask(
    draft: CompanyDraft, organisation_id: UUID, *, key: str, language: str, consent: str, site: str,
    message: Message | None = None,
) -> Accompaniment:  # fmt: skip
    """Stores a request; the queue looks for somebody. `key`: that of the form's ticket, also of the status page.

    Somebody under 18 is never matched by itself: the curators get a mail. Raises SentAlready if that ticket has sent a
    request before, EntryGone if the entry is not public any more.
    """
    take_turn_with(key)
    if asked_with(key):
        raise SentAlready
    entry = Organisation.objects.select_for_update(no_key=True).filter(pk=organisation_id, state=State.PUBLIC).first()
    if entry is None:
        raise EntryGone
    request = Accompaniment.objects.create(
        **draft.values(), **_place_of(organisation_id), organisation=entry, addressee=entry.name, message=message,
        language=language, consent=consent, status_hash=digest(key), touched_at=timezone.now(),
    )  # fmt: skip
    request.topics.set(entry.topics.all())
    if request.email:
        link = f"{site}/{language}/company/{key}/"
        request.mail = put_out(mails.asked(request, link), request.email, purpose=PURPOSE)
        request.save(update_fields=["mail"])
    if request.minor:
        adults.tell(request, adult_mails.asked, site)
        call = [Why.NAMED] if calls.note(request, calls.ADULT, Call.NAMED) else []
        put_out(team_mails.to_curators(request, [Why.MINOR, *call], site), curators_address(), purpose=PURPOSE)
    return request


def _place_of(id: UUID) -> dict[str, Any]:
    """Where the entry is, as the public map knows it: the area, and the public point in degrees."""
    found = Listing.objects.filter(organisation_id=id, primary=True).values_list("areas", "point").first()
    areas, point = found if found else ((), None)
    area = (
        Area.objects.filter(pk__in=areas).order_by("kind", "pk").values_list("pk", flat=True).first()
    )  # districts first
    return {"area_id": area, "latitude": point.y if point else None, "longitude": point.x if point else None}


def asked_with(key: str) -> Accompaniment | None:
    """The request that the form's ticket with this key has sent already."""
    return Accompaniment.objects.filter(status_hash=digest(key)).first()


def asked_after(message: Message) -> Accompaniment | None:
    """The request that was made with that first message and has not ended."""
    rows = Accompaniment.objects.filter(message=message, state__in=RUNNING, erased_at=None)
    return rows.order_by("created_at").last()


@transaction.atomic
def page_key(request: Accompaniment) -> str:
    """The secret of the link to the newcomer's page that stands in later mails; from now on it leads there."""
    newcomers_page(Accompaniment.objects.select_for_update().get(pk=request.pk))
    return key_of("page", request.pk)


def says_the_same(request: Accompaniment, draft: CompanyDraft) -> bool:
    """Whether a draft is what that request says. One that is erased says nothing any more."""
    same = all(getattr(request, name) == value for name, value in draft.values().items())
    return request.erased_at is None and same


@transaction.atomic
def withdraw(request: Accompaniment) -> bool:
    """The newcomer takes it back, also after the visit: who was asked or agreed to one to come is told, and what was
    filled in is erased at once, unless the newcomer reported something that curators have to look into. What the mentor
    reported is kept for them without anything of the newcomer, and so is whom they have to call: the adult with a
    telephone alone who knew of it. False if it was taken back before.
    """
    locked = Accompaniment.objects.select_for_update().get(pk=request.pk)
    if locked.erased_at or locked.state not in RUNNING + OVER:
        return False
    now = timezone.now()
    to_come = locked.state in RUNNING and not is_over(locked, now)
    letters = farewell.tell_everybody(locked, None, but=Side.NEWCOMER) if to_come else []
    locked.call_newcomer = ""
    if locked.call_adult != Call.OVER:
        locked.call_adult = ""
    locked.save(update_fields=["call_newcomer", "call_adult"])
    _end_for_good(locked, now)
    farewell.send(letters)
    return True


def _end_for_good(locked: Accompaniment, now: datetime) -> None:
    """Taken back: erased, or kept for what curators have to look into or to say."""
    was = locked.state
    if reported.waits(locked, Side.NEWCOMER):
        locked.reasons = {WAS: was} if was in OVER else {}
        locked.save(update_fields=["reasons"])
        end(locked, AccompanimentState.WITHDRAWN, now)
        return
    if was in RUNNING:
        end(locked, AccompanimentState.WITHDRAWN, now)
    erase_but_due(locked, now)
