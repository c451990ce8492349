"""What the matching knows of requests and mentors: a constant number of queries, however many there are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from organisations.models import Listing
from organisations.participation.company.matching import Companion, Point, Seeker
from organisations.participation.models import Accompaniment, AccompanimentState, Mentor, Proposal, ProposalState
from organisations.participation.phrases import DAYS
from organisations.participation.week import WHOLE_DAY, Time

_PROMISED = Q(proposals__state=ProposalState.ACCEPTED, proposals__accompaniment__state=AccompanimentState.ACCEPTED)
_MADE = Q(proposals__state=ProposalState.ACCEPTED, proposals__accompaniment__state=AccompanimentState.MET)
_WAITING = Q(proposals__state=ProposalState.WAITING)


def companions(today: date | None = None) -> list[Companion]:
    """Every mentor who may be asked on that day (today)."""
    return [companion_of(row) for row in with_numbers(Mentor.objects.available(today))]


def with_numbers(rows: QuerySet[Mentor]) -> QuerySet[Any]:
    """With what they have promised, made and not answered yet."""
    counted = rows.annotate(
        promised=Count("proposals", filter=_PROMISED, distinct=True),
        made=Count("proposals", filter=_MADE, distinct=True),
        unanswered=Count("proposals", filter=_WAITING, distinct=True),
    )
    return counted.prefetch_related("areas", "topics", "organisations")


def companion_of(row: Any) -> Companion:
    """A row of `with_numbers` as the matching takes it."""
    areas = row.areas.all()
    return Companion(
        id=row.pk,
        languages=frozenset(row.languages),
        times=tuple(row.times),
        gender=row.gender,
        topics=frozenset(topic.pk for topic in row.topics.all()),
        areas=frozenset(area.pk for area in areas),
        centres=tuple(_degrees(area.centre) for area in areas),
        organisations=frozenset(entry.pk for entry in row.organisations.all()),
        capacity=row.capacity,
        load=row.promised,
        waiting=bool(row.unanswered),
        visits=row.made,
    )


def _degrees(point: Any) -> Point:
    return point.y, point.x


def seekers(rows: QuerySet[Accompaniment]) -> list[Seeker]:
    """Requests as the matching takes them."""
    found = list(rows.select_related("area").prefetch_related("topics", "proposals"))
    days = group_days({row.organisation_id for row in found if row.organisation_id})
    return [_seeker(row, days) for row in found]


def seeker_of(row: Accompaniment) -> Seeker:
    """One request."""
    return _seeker(row, group_days({row.organisation_id} if row.organisation_id else ()))


def group_days(ids: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """On which weekdays each of these entries meets, at any of its places; none of those whose times nobody knows."""
    found: dict[UUID, frozenset[str]] = {}
    for id, days in Listing.objects.filter(organisation__in=ids).values_list("organisation", "days") if ids else ():
        found[id] = found.get(id, frozenset()) | {DAYS[day] for day in days}
    return found


def suiting(times: Sequence[Time], days: Collection[str]) -> tuple[Time, ...]:
    """When the newcomer can come while the group meets. Who has named no times can on each of its days; who can on none
    of them, or where they are not known, whenever the newcomer can.
    """
    if not times:
        begins, ends = WHOLE_DAY
        return tuple({"day": day, "from": begins, "to": ends} for day in DAYS if day in days)
    return tuple(time for time in times if time["day"] in days) or tuple(times)


def _seeker(row: Accompaniment, days: Mapping[UUID, Collection[str]]) -> Seeker:
    group = days.get(row.organisation_id, ()) if row.organisation_id else ()
    point = None if row.latitude is None or row.longitude is None else (row.latitude, row.longitude)
    return Seeker(
        id=row.pk,
        since=row.created_at,
        languages=frozenset(row.languages),
        times=suiting(row.times, group),
        wish=row.wish,
        topics=frozenset(topic.pk for topic in row.topics.all()),
        areas=frozenset(_known([row.area_id, row.area.parent_id if row.area else None])),
        point=point,
        organisation=row.organisation_id,
        minor=row.minor,
        asked=frozenset(proposal.mentor_id for proposal in row.proposals.all() if not was_taken_back(proposal)),
    )


def was_taken_back(proposal: Proposal) -> bool:
    """Whether the question was taken back before the mentor had answered: that mentor may be asked again."""
    return proposal.state == ProposalState.CANCELLED and proposal.answered_at is None


def _known(ids: Iterable[int | None]) -> Iterable[int]:
    return (id for id in ids if id is not None)
