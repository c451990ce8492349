"""A curator chooses a mentor: whom, and whether what the page has shown still holds when the button is pressed."""

from dataclasses import dataclass, replace

from organisations.participation.company.ending import STANDING
from organisations.participation.company.matching import Candidate, ranked
from organisations.participation.company.sides import companions, seeker_of
from organisations.participation.models import Accompaniment


class NotPossible(Exception):
    """The request is over, or that mentor can't be asked now."""


class AdultNotCalled(NotPossible):
    """The adult who answers for somebody under 18 does not know of it yet."""


class Outdated(NotPossible):
    """Meanwhile another mentor was asked, or has answered."""


@dataclass(frozen=True)
class Shown:
    """What the curator has read before pressing. `standing`: how the request stood."""

    standing: str


def standing_of(request: Accompaniment) -> str:
    """Who is asked or has agreed, as a form carries it; empty if nobody."""
    now = (f"{one.pk}:{one.state}" for one in request.proposals.all() if one.state in STANDING)
    return next(now, "")


def candidates(request: Accompaniment, most: int) -> list[Candidate]:
    """The first mentors who may be asked at all: the best first, then those against whom something speaks.

    A curator may choose for somebody under 18 too, so that is no reason against anybody here.
    """
    now = {one.mentor_id for one in request.proposals.all() if one.state in STANDING}
    found = ranked(replace(seeker_of(request), minor=False), companions())
    return [one for one in found if one.companion.id not in now][:most]


def check(shown: Shown, request: Accompaniment) -> None:
    """Whether the page still holds. In the transaction of the caller, who has locked the request. Raises Outdated."""
    if standing_of(request) != shown.standing:
        raise Outdated
