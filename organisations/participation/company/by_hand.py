"""A curator chooses a mentor: whom, and whether what the page has shown still holds when the button is pressed."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from organisations.participation.company.ending import STANDING
from organisations.participation.company.matching import Candidate, Stop, ranked, stops_of
from organisations.participation.company.sides import companion_of, companions, seeker_of, with_numbers
from organisations.participation.models import Accompaniment, Mentor


class NotPossible(Exception):
    """The request is over, or that mentor can't be asked now."""


class AdultNotCalled(NotPossible):
    """The adult who answers for somebody under 18 does not know of it yet."""


class Outdated(NotPossible):
    """Meanwhile another mentor was asked, or has answered."""


class Against(NotPossible):
    """Something speaks against this mentor, and the curator has not said that it does not matter."""


@dataclass(frozen=True)
class Shown:
    """What the curator has read before pressing. `standing`: how the request stood; `despite`: the codes of the stops
    that the curator overrules."""

    standing: str
    despite: frozenset[str] = frozenset()


def standing_of(request: Accompaniment) -> str:
    """Who is asked or has agreed, as a form carries it; empty if nobody."""
    now = (f"{one.pk}:{one.state}" for one in request.proposals.all() if one.state in STANDING)
    return next(now, "")


def candidates(request: Accompaniment, among: Collection[UUID], most: int) -> list[tuple[Candidate, list[Stop]]]:
    """The first of these mentors who may be asked at all: the best first, then those against whom something speaks,
    with all of that.

    A curator may choose for somebody under 18 too, so that is no reason against anybody here.
    """
    now = {one.mentor_id for one in request.proposals.all() if one.state in STANDING}
    seeker = replace(seeker_of(request), minor=False)
    found = [one for one in ranked(seeker, companions()) if one.companion.id in among and one.companion.id not in now]
    return [(one, stops_of(seeker, one.companion)) for one in found[:most]]


def check(shown: Shown, request: Accompaniment, mentor: Mentor) -> None:
    """Whether the page still holds. In the transaction of the caller, who has locked both. Raises Outdated, Against."""
    if standing_of(request) != shown.standing:
        raise Outdated
    companion = companion_of(with_numbers(Mentor.objects.filter(pk=mentor.pk)).get())
    if not shown.despite.issuperset(stops_of(replace(seeker_of(request), minor=False), companion)):
        raise Against
