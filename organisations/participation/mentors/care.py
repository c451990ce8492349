"""Mentors as curators see them: those of their areas, who needs care first, and how much each has to do."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.curate.choice import page_of
from organisations.curate.reasons import Reason
from organisations.languages import language_name
from organisations.participation.mentors.expiry import SOON, ending
from organisations.participation.models import Accompaniment, Mentor, MentorState
from organisations.participation.release import waiting_about
from organisations.public_forms.pages import language_now
from organisations.scope import area_ids, areas_of, with_districts
from organisations.vocabulary import AreaTerm

PAGE = 50
SHOWN = (
    MentorState.VERIFIED, MentorState.APPROVED, MentorState.PAUSED, MentorState.APPLIED, MentorState.ENDED,
)  # fmt: skip


def mentors_of(user: Any) -> QuerySet[Mentor]:
    """The mentors a curator decides on: all, or those who would come along in an area of the curator's role."""
    rows = Mentor.objects.filter(erased_at=None).exclude(state=MentorState.LEFT)
    ids = area_ids(user)
    return rows if ids is None else _coming_along_in(ids, rows)


def left_before(mentor: Mentor) -> list[Accompaniment]:
    """Requests with a report that waits about somebody who has left and had this mail address or number."""
    same = Q(email__iexact=mentor.email) | (Q(phone=mentor.phone) & ~Q(phone=""))
    left = Mentor.objects.filter(same, state=MentorState.LEFT, erased_at=None)
    return [request for one in left for request in waiting_about(one)]


def _coming_along_in(ids: list[int], rows: QuerySet[Mentor]) -> QuerySet[Mentor]:
    return rows.filter(pk__in=Mentor.areas.through.objects.filter(area__in=ids).values("mentor"))


def needing_care(user: Any) -> int:
    """How many mentors wait for a talk, or have an approval that ends soon or has ended."""
    return mentors_of(user).filter(Q(state=MentorState.VERIFIED) | Q(pk__in=ending().values("pk"))).count()


REASON = Reason(
    "mentors",
    _("Mentors to talk with"),
    "users-group",
    _("New offers, and approvals that end within 30 days"),
    count=needing_care,
    page="curate-mentors",
)


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    mentor: Any
    languages: list[str]
    mark: str  # waits, over, soon, held, paused, fine, applied, ended

    @property
    def load(self) -> str:
        """How many newcomers of how many at a time."""
        return f"{self.mentor.load}/{self.mentor.capacity}"


@dataclass(frozen=True)
class Mentors:
    """The list of a curator, narrowed by state, area (slug) and spoken language."""

    user: Any
    state: str = ""
    area: str = ""
    language: str = ""
    page: int = 1

    @classmethod
    def parse(cls, user: Any, given: Any) -> "Mentors":
        """From a query string; what is not known is left out."""
        state = given.get("state", "")
        known = state if state in SHOWN else ""
        return cls(user, known, given.get("area", ""), given.get("language", "")[:20], page_of(given))

    @cached_property
    def _rows(self) -> list[Any]:
        rows = mentors_of(self.user)
        rows = rows.filter(state=self.state) if self.state else rows.exclude(state__in=_ASIDE)
        if chosen := [area.id for area in self.areas if area.slug == self.area]:
            rows = _coming_along_in(with_districts(chosen), rows)
        if self.language:
            rows = rows.filter(languages__contains=[self.language])
        start = (self.page - 1) * PAGE
        found = with_load(rows).prefetch_related("areas").alias(turn=_turn(timezone.localdate()))
        return list(found.order_by("turn", "expires_on", "created_at", "pk")[start : start + PAGE + 1])

    @property
    def rows(self) -> list[Row]:
        """The lines of the page; who needs care stands first."""
        today, interface = timezone.localdate(), language_now()
        return [
            Row(one, [language_name(code, interface).name for code in one.languages], mark_of(one, today))
            for one in self._rows[:PAGE]
        ]

    @property
    def more(self) -> int:
        """The next page, 0 if there is none."""
        return self.page + 1 if len(self._rows) > PAGE else 0

    @cached_property
    def counts(self) -> list[tuple[str, Any, int]]:
        """State, label and number of each."""
        found = dict(mentors_of(self.user).order_by().values_list("state").annotate(n=Count("pk")))
        return [(state.value, state.label, found.get(state, 0)) for state in SHOWN]

    @cached_property
    def areas(self) -> list[AreaTerm]:
        """The areas the curator may choose."""
        return areas_of(self.user)

    @cached_property
    def languages(self) -> list[tuple[str, str]]:
        """Languages that are spoken by a mentor of this curator, by name."""
        spoken = mentors_of(self.user).values_list("languages", flat=True)
        names = {code: language_name(code, language_now()).name for codes in spoken for code in codes}
        return sorted(names.items(), key=lambda one: one[1])


_ASIDE = (MentorState.APPLIED, MentorState.ENDED)  # not in the list unless asked for


def with_load(rows: QuerySet[Mentor]) -> QuerySet[Any]:
    """With `load`: how many newcomers a mentor has promised to accompany and has not met yet."""
    promised = Q(proposals__state="accepted", proposals__accompaniment__state="accepted")
    return rows.annotate(load=Count("proposals", filter=promised))


def mark_of(mentor: Mentor, today: date) -> str:
    """What the list says of a mentor."""
    if mentor.state == MentorState.VERIFIED:
        return "waits"
    if mentor.state not in (MentorState.APPROVED, MentorState.PAUSED):
        return "ended" if mentor.state == MentorState.ENDED else "applied"
    if mentor.expires_on is None or mentor.expires_on < today:
        return "over"
    if mentor.expires_on <= today + SOON:
        return "soon"
    if mentor.state == MentorState.PAUSED:
        return "held" if mentor.held else "paused"
    return "fine"


def _turn(today: date) -> Case:
    """Who waits for a talk first, then whose approval is over or ends soon, then all others."""
    return Case(
        When(state=MentorState.VERIFIED, then=Value(0)),
        When(state__in=[MentorState.APPROVED, MentorState.PAUSED], expires_on__lte=today + SOON, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
