"""Visits that a mentor has agreed to and that come after the end of the curators' approval."""

from typing import Any

from django.utils import timezone

from organisations.participation.company import facts, read
from organisations.participation.company.ending import is_over
from organisations.participation.models import Accompaniment, AccompanimentState, Mentor, ProposalState
from organisations.scope import area_ids


def is_late(request: Accompaniment, mentor: Mentor) -> bool:
    """Whether the visit is still to come, and comes after the end of the mentor's approval."""
    at, last = request.meets_at, mentor.expires_on
    return at is not None and last is not None and not is_over(request) and timezone.localdate(at) > last


def late_visits(user: Any, mentor: Mentor) -> list[tuple[str, Accompaniment | None]]:
    """When each of them is, with the request if this curator cares for it."""
    promised = Accompaniment.objects.filter(
        state=AccompanimentState.ACCEPTED, proposals__mentor=mentor, proposals__state=ProposalState.ACCEPTED
    )
    late = [one for one in promised.order_by("meets_at") if is_late(one, mentor)]
    mine = {one.pk for one in read.requests(area_ids(user)).filter(pk__in=[one.pk for one in late])}
    return [(facts.moment(one.meets_at), one if one.pk in mine else None) for one in late if one.meets_at]
