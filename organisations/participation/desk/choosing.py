"""Mentors on the page of a request: who was asked, and who could be. Names of other areas are for their curators."""

from dataclasses import dataclass

from organisations.participation.company import facts
from organisations.participation.company.matching import Stop
from organisations.participation.desk.explaining import Told
from organisations.participation.mentors.summary import Line
from organisations.participation.models import Mentor, MentorState, Proposal, ProposalState


@dataclass(frozen=True)
class Tried:
    """A mentor who was asked, and why."""

    proposal: Proposal
    by: str
    told: Told
    mine: bool  # whether the curator decides on this mentor

    @property
    def name(self) -> str:
        """The name; of one of other areas only if that is whom the newcomer meets, or who has left with a report."""
        known = self.mine or self.has_left or self.proposal.state == ProposalState.ACCEPTED
        return self.proposal.mentor.name if known else ""

    @property
    def linked(self) -> bool:
        """Whether there is a page of this mentor for the curator."""
        return self.mine and not self.has_left

    @property
    def has_left(self) -> bool:
        """Whether there is no page of this mentor any more."""
        return self.proposal.mentor.state == MentorState.LEFT

    @property
    def kept(self) -> list[Line]:
        """How one who has left is reached, while something that was reported waits."""
        return facts.reach(self.proposal.mentor) if self.has_left else []


@dataclass(frozen=True)
class Possible:
    """A mentor who could be asked, and all that speaks against it."""

    mentor: Mentor
    told: Told
    stops: list[Stop]

    @property
    def free(self) -> bool:
        """Whether this mentor is not asked about somebody else just now."""
        return Stop.BUSY not in self.stops

    @property
    def despite(self) -> str:
        """What the box stands for with which a curator overrules that."""
        return ",".join(self.stops)
