"""When something is not right: either side reports it, and curators stop a pair at once."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from organisations.models import Decision
from organisations.outbox.outline import curators_address, put_out
from organisations.participation.company import calls, farewell, mails, reported, team_mails
from organisations.participation.company.calls import ADULT
from organisations.participation.company.ending import RUNNING, end, is_over
from organisations.participation.company.keeping import WAS, erase_but_due, was_taken_back
from organisations.participation.company.links import newcomers_page
from organisations.participation.company.team_mails import Why
from organisations.participation.mentors.services import forget_kept
from organisations.participation.models import Accompaniment, AccompanimentState, Mentor, Side

PURPOSE = "company"
AGAIN = timedelta(minutes=10)


class Gone(Exception):
    """There is no row of the request any more, and so no place for what is said about it."""


@transaction.atomic
def report(request: Accompaniment, side: str, words: str, *, site: str = "") -> bool:
    """Somebody says that something is wrong: the curators are told at once, whatever has become of the two. What was
    said stands on the desk alone; an erased request stays empty, and is there until curators have seen to it.

    The same, said again within minutes, is one form sent twice: False. Raises Gone.
    """
    locked = Accompaniment.objects.select_for_update().filter(pk=request.pk).first()
    if locked is None:
        raise Gone
    now = timezone.now()
    lately = locked.reported_at is not None and locked.reported_at > now - AGAIN
    twice = lately and reported.ends_with(locked.report, side, words)
    if twice:
        return False
    locked.report = reported.with_more(locked.report, side, words, seen=locked.reported_at is None)
    locked.reported_at = now
    if locked.erased_at:
        locked.reasons = {} if was_taken_back(locked) else {WAS: locked.state}
        locked.state, locked.erased_at = AccompanimentState.WITHDRAWN, None
    locked.save(update_fields=["reported_at", "report", "reasons", "state", "erased_at"])
    put_out(team_mails.something_wrong(locked, side, site), curators_address(), purpose=PURPOSE)
    return True


def reports(request: Accompaniment) -> list[tuple[str, str]]:
    """Who said what, in the order in which it was reported."""
    return [(str(Side(side).label) if side else "", words) for side, words in reported.apart(request.report)]


def seen_to(request: Accompaniment) -> None:
    """A curator has seen to what was reported: it stays to be read and calls for nobody any more. What was taken back
    and kept for this alone is erased, and so is the mentor who has left since."""
    mentors = Mentor.objects.filter(pk__in=list(request.proposals.values_list("mentor", flat=True)))
    _seen_to(request)
    forget_kept(mentors, timezone.now())  # by itself: whoever locks both locks the mentor first


@transaction.atomic
def _seen_to(request: Accompaniment) -> None:
    locked = Accompaniment.objects.select_for_update().get(pk=request.pk)
    locked.reported_at = None
    locked.save(update_fields=["reported_at"])
    _forget(locked)


@transaction.atomic
def called(request: Accompaniment, who: str, what: str) -> bool:
    """A curator has called; what was taken back and kept for this alone is erased. False as `calls.done` says."""
    locked = Accompaniment.objects.select_for_update().get(pk=request.pk)
    if not calls.done(locked, who, what):
        return False
    locked.refresh_from_db(fields=["call_newcomer", "call_adult"])
    _forget(locked)
    return True


def _forget(locked: Accompaniment) -> None:
    """Of a request that was taken back stays what curators still have to do; nothing else, once there is none."""
    waits = reported.waits(locked, Side.NEWCOMER)
    if locked.state == AccompanimentState.WITHDRAWN and locked.erased_at is None and not waits:
        erase_but_due(locked, timezone.now())


@transaction.atomic
def stop(request: Accompaniment, *, by: str, site: str = "") -> bool:
    """A curator stops it, or the adult who answers for a newcomer under 18 (`by` is ADULT): nobody comes along, and
    everybody else is told. False if it was over before: stopped, taken back, or after the visit.
    """
    locked = Accompaniment.objects.select_for_update().get(pk=request.pk)
    if locked.erased_at or locked.state not in RUNNING or is_over(locked):
        return False
    planned, by_adult = locked.state == AccompanimentState.ACCEPTED, by == ADULT
    told = mails.stopped(locked, newcomers_page(locked, site), site, planned=planned, by_adult=by_adult)
    letters = farewell.tell_everybody(
        locked, told, but=ADULT if by_adult else "", why=[Why.ADULT] if by_adult else (), site=site, linked=True
    )
    locked.stopped_by = by
    locked.save(update_fields=["stopped_by"])
    end(locked, AccompanimentState.STOPPED)
    farewell.send(letters)
    if not by_adult:
        Decision.objects.create(actor=by, action="company:stopped", organisation_id=locked.organisation_id)
    return True


@transaction.atomic
def end_after(request: Accompaniment, *, by: str) -> bool:
    """A curator ends it after the visit: the mentor is free for others, and nobody is told, since nothing is called
    off. Both can still say how it was and what was wrong. False if the visit is to come, or it has ended already.
    """
    locked = Accompaniment.objects.select_for_update().get(pk=request.pk)
    if locked.state != AccompanimentState.ACCEPTED or not is_over(locked):
        return False
    locked.stopped_by = by
    locked.save(update_fields=["stopped_by"])
    end(locked, AccompanimentState.ENDED)
    Decision.objects.create(actor=by, action="company:ended", organisation_id=locked.organisation_id)
    return True
