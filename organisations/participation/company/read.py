"""What pages need: a request by its link, a proposal by its link, and what curators see."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from organisations.participation.company import calls
from organisations.participation.company.keeping import LINK_DAYS, is_emptied
from organisations.participation.models import Accompaniment, AccompanimentState, Call, Proposal, ProposalState, Side
from organisations.secret_links import digest


def by_status(token: str) -> Accompaniment | None:
    """The request with that status link. One that is kept for a report alone ends as if it had been erased wholly."""
    known = digest(token)
    found = Accompaniment.objects.filter(Q(status_hash=known) | Q(page_hash=known)).first()
    return None if found and _has_ended(found) else found


def _has_ended(request: Accompaniment) -> bool:
    """Whether the links of what is kept for curators alone have ended."""
    return is_emptied(request) and request.ended_at is not None and request.ended_at < _links_end()


def by_adult(token: str) -> Accompaniment | None:
    """The request of somebody under 18 with that link of the adult who answers for it."""
    return Accompaniment.objects.filter(adult_hash=digest(token), erased_at=None).first()


def _links_end() -> datetime:
    return timezone.now() - timedelta(days=LINK_DAYS)


def by_answer(token: str) -> Proposal | None:
    """The proposal with that link, with its request and mentor; also if the request is erased since.

    That of a request that was taken back ends after some days, whether or not somebody has reported something.
    """
    rows = Proposal.objects.select_related("accompaniment__organisation", "mentor")
    over = {"accompaniment__state": AccompanimentState.WITHDRAWN, "accompaniment__ended_at__lt": _links_end()}
    return rows.exclude(**over).filter(key_hash=digest(token)).first()


def by_feedback(token: str) -> tuple[Proposal, Side] | None:
    """Whose page after the visit that is: of a pair that was agreed on."""
    agreed = Proposal.objects.select_related("accompaniment__organisation", "mentor")
    agreed = agreed.filter(state=ProposalState.ACCEPTED, accompaniment__erased_at=None)
    agreed = agreed.exclude(accompaniment__state=AccompanimentState.WITHDRAWN)
    found = agreed.filter(key_hash=digest(token)).first()
    if found:
        return found, Side.MENTOR
    found = agreed.filter(accompaniment__feedback_hash=digest(token)).first()
    return (found, Side.NEWCOMER) if found else None


def by_former_plan(token: str) -> Accompaniment | None:
    """The request of a newcomer's link to a plan; that of one which holds leads to more (`by_feedback`)."""
    found = Accompaniment.objects.filter(feedback_hash=digest(token)).first()
    return None if found and _has_ended(found) else found


def requests(areas: Collection[int] | None = None) -> QuerySet[Accompaniment]:
    """Requests that are not erased, for a curator of these areas (None: of all), with everybody who was asked.

    A request whose place lies in no area is for the curators of all areas.
    """
    rows = Accompaniment.objects.filter(erased_at=None).select_related("organisation", "area")
    rows = rows.prefetch_related("proposals__mentor", "proposals__feedback")
    if areas is None:
        return rows
    return rows.filter(area__in=areas) | rows.filter(area__parent__in=areas)


def in_turn(rows: QuerySet[Accompaniment]) -> QuerySet[Accompaniment]:
    """What was reported first, then who is to be called, then the oldest. Of calls first those which say that nobody
    comes, whenever that was to be, then those whose visit is soonest."""
    called, now = Case(When(calls.OPEN, then=0), default=1), timezone.now()
    off = Q(call_newcomer=Call.OFF) | Q(call_adult=Call.OFF)
    soon = Case(When(off, then=Value(now)), When(calls.OPEN & Q(meets_at__gt=now), then=F("meets_at")))
    return rows.order_by(F("reported_at").desc(nulls_last=True), called, soon.asc(nulls_last=True), "created_at", "pk")
