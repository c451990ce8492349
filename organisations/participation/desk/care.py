"""Requests for company as curators see them: those of their areas, by state and age, with what was tried."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from organisations.curate.choice import page_of
from organisations.curate.reasons import Reason
from organisations.curate.words import ago, names_of
from organisations.formats import long_date
from organisations.languages import language_name
from organisations.participation.company import by_hand, calls, facts, read, safety
from organisations.participation.company.draft import share_address
from organisations.participation.company.ending import is_over
from organisations.participation.company.keeping import is_emptied
from organisations.participation.desk.calling import ToCall, to_call, told_of_the_end
from organisations.participation.desk.choosing import Possible, Tried
from organisations.participation.desk.explaining import against, explained
from organisations.participation.desk.late import is_late
from organisations.participation.mentors.care import mentors_of
from organisations.participation.mentors.summary import Line
from organisations.participation.models import (
    Accompaniment,
    AccompanimentState,
    Feedback,
    Mentor,
    Proposal,
)
from organisations.public_forms.pages import language_now
from organisations.scope import area_ids

PAGE, MOST = 50, 30  # requests a page; mentors to choose from
WAITING = (AccompanimentState.NOBODY, AccompanimentState.OPEN, AccompanimentState.PROPOSED)
RUNNING = (*WAITING, AccompanimentState.ACCEPTED)
SHOWN = (*RUNNING, AccompanimentState.MET, AccompanimentState.ENDED, AccompanimentState.STOPPED)
REPORTED = Q(reported_at__isnull=False)  # until a curator has seen to it


def requests_of(user: Any) -> QuerySet[Accompaniment]:
    """The requests a curator cares for: all, or those to entries in an area of the curator's role."""
    return read.requests(area_ids(user))


def needing_care(user: Any) -> int:
    """How many requests found nobody, wait for a curator (under 18), or, whatever became of them, were reported or are
    of somebody to be called."""
    minors = Q(state=AccompanimentState.OPEN, minor=True)
    return requests_of(user).filter(Q(state=AccompanimentState.NOBODY) | minors | REPORTED | calls.OPEN).count()


REASON = Reason(
    "company",
    _("Requests for company"),
    "friends",
    _("Nobody was found, somebody under 18 asks, somebody is to be called, or something was reported"),
    count=needing_care,
    page="curate-participation",
)


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    row: Accompaniment

    @property
    def age(self) -> str:
        """How long ago it was asked."""
        return ago(self.row.created_at)

    @property
    def languages(self) -> str:
        """The languages the newcomer speaks."""
        return ", ".join(language_name(code, language_now()).name for code in self.row.languages)

    @property
    def asked(self) -> int:
        """How many mentors were asked so far."""
        return len(self.row.proposals.all())

    @property
    def over(self) -> bool:
        """Whether the visit is over, and neither side has said how it was."""
        return self.row.state == AccompanimentState.ACCEPTED and is_over(self.row)

    @property
    def visit(self) -> str:
        """When a visit is to come."""
        at = self.row.meets_at if self.row.state == AccompanimentState.ACCEPTED else None
        return facts.moment(at) if at else ""

    @property
    def cares(self) -> bool:
        """Whether a curator has to do something."""
        row = self.row
        waits = row.state == AccompanimentState.NOBODY or (row.minor and row.state == AccompanimentState.OPEN)
        return waits or self.reported

    @property
    def reported(self) -> bool:
        """Whether somebody said that something is not right."""
        return self.row.reported_at is not None


@dataclass(frozen=True)
class Requests:
    """The list of a curator, narrowed by state."""

    user: Any
    state: str = ""
    page: int = 1

    @classmethod
    def parse(cls, user: Any, given: Any) -> "Requests":
        """From a query string; what is not known is left out."""
        state = given.get("state", "")
        return cls(user, state if state in SHOWN else "", page_of(given))

    @cached_property
    def _rows(self) -> list[Accompaniment]:
        rows = requests_of(self.user)
        shown = Q(state=self.state) if self.state else Q(state__in=RUNNING) | REPORTED | calls.OPEN
        rows = rows.filter(shown)
        start = (self.page - 1) * PAGE
        return list(read.in_turn(rows)[start : start + PAGE + 1])

    @property
    def rows(self) -> list[Row]:
        """The lines of the page: what was reported first, then who is to be called, then the longest waiting."""
        return [Row(one) for one in self._rows[:PAGE]]

    @property
    def more(self) -> int:
        """The next page, 0 if there is none."""
        return self.page + 1 if len(self._rows) > PAGE else 0

    @cached_property
    def counts(self) -> list[tuple[str, Any, int]]:
        """State, label and number of each."""
        rows = requests_of(self.user).order_by().prefetch_related(None).values_list("state")
        found = dict(rows.annotate(n=Count("pk", distinct=True)))
        return [(state.value, state.label, found.get(state, 0)) for state in SHOWN]


@dataclass(frozen=True)
class OnePage:
    """What the page of one request shows to a curator."""

    row: Accompaniment
    user: Any

    @property
    def lines(self) -> list[Line]:
        """What was filled in, and who it is; nothing of what is there for a call or a report alone."""
        if is_emptied(self.row):
            return []
        return facts.wanted(self.row) + facts.person(self.row, always=True)

    @property
    def plan(self) -> list[Line]:
        """When and where the two meet."""
        return facts.plan(self.row, others=True)

    @property
    def slug(self) -> str:
        """That of the entry if it is public."""
        return facts.public_slug(self.row.organisation_id)

    @property
    def age(self) -> str:
        """How long ago it was asked."""
        return ago(self.row.created_at)

    @property
    def running(self) -> bool:
        """Whether it can be stopped, and somebody else asked: not after the visit."""
        return self.row.state in RUNNING and not is_over(self.row)

    @property
    def visited(self) -> Proposal | None:
        """With whom the visit was that is over, and that no curator has ended yet."""
        over = self.row.state == AccompanimentState.ACCEPTED and is_over(self.row)
        return facts.accepted_of(self.row) if over else None

    @property
    def off(self) -> bool:
        """Whether the plan does not hold any more."""
        return self.row.state in (AccompanimentState.STOPPED, AccompanimentState.WITHDRAWN)

    @property
    def first_call(self) -> bool:
        """Whether nobody can be asked before the adult is called."""
        return calls.is_first(self.row)

    @property
    def calls(self) -> list[ToCall]:
        """Whom a curator has to call."""
        return to_call(self.row)

    @property
    def reached(self) -> list[str]:
        """Who learns by mail what becomes of it, and who has to be called: beside the button that stops it."""
        return told_of_the_end(self.row)

    @property
    def tried(self) -> list[Tried]:
        """Everybody who was asked, in this order."""
        proposals = list(self.row.proposals.all())
        names = names_of({one.by for one in proposals if one.by})
        return [
            Tried(one, names.get(one.by, ""), explained(one.reasons), one.mentor_id in self.mine) for one in proposals
        ]

    @cached_property
    def mine(self) -> set[UUID]:
        """The mentors the curator decides on."""
        return set(mentors_of(self.user).values_list("pk", flat=True))

    @property
    def late(self) -> str:
        """The last day of the mentor's approval, if the visit is after it."""
        agreed = facts.accepted_of(self.row) if self.row.state == AccompanimentState.ACCEPTED else None
        last = agreed.mentor.expires_on if agreed else None
        return long_date(last) if agreed and last and is_late(self.row, agreed.mentor) else ""

    @property
    def one_address(self) -> bool:
        """Whether the adult who answers is reached where the newcomer is."""
        return self.row.minor and share_address(self.row)

    @property
    def why_nobody(self) -> list[str]:
        """Why nobody was proposed, in words."""
        return against(self.row.reasons)

    @cached_property
    def possible(self) -> list[Possible]:
        """Every mentor of the curator, who fits best first, each with the points for it or what stands against it."""
        if not self.running:
            return []
        found = by_hand.candidates(self.row, self.mine, MOST)
        mentors = Mentor.objects.in_bulk([one.companion.id for one, _stops in found])
        return [
            Possible(mentors[one.companion.id], explained(one.points, stops), stops)
            for one, stops in found
            if one.companion.id in mentors
        ]

    @property
    def standing(self) -> str:
        """How the request stands on this page, for the buttons that ask somebody else."""
        return by_hand.standing_of(self.row)

    @property
    def reports(self) -> list[tuple[str, str]]:
        """What was reported, and by which side."""
        return safety.reports(self.row)

    @property
    def feedback(self) -> list[Feedback]:
        """What both said after the visit."""
        return [one for proposal in self.row.proposals.all() for one in proposal.feedback.all()]
