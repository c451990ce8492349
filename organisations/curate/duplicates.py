"""The list of entries that may be one, two by two: what is asked for, and the lines of the page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from organisations.cards import checked_text
from organisations.curate.choice import page_of
from organisations.curate.words import alike_text, described
from organisations.likeness import WEIGHTS
from organisations.models import DuplicatePair, Organisation, PairState
from organisations.scope import areas_of, in_areas
from organisations.services.duplicate_pairs import mine
from organisations.text import clean
from organisations.vocabulary import AreaTerm, Vocabulary, vocabulary

PAGE = 30
# How likely two entries are one: the least score of each level, the likeliest first.
LEVELS = {"very": (6, _("very likely")), "likely": (4, _("likely")), "possible": (-9, _("possible"))}
REASONS = [reason for reason, weight in WEIGHTS.items() if weight > 0]


def level_of(score: int) -> str:
    """Which of LEVELS a score is."""
    return next(name for name, (least, _label) in LEVELS.items() if score >= least)


@dataclass(frozen=True)
class Asked:
    """What of the pairs is asked for; what is not understood is left out. `level`: that likely or more."""

    state: str = PairState.OPEN.value
    level: str = ""
    reason: str = ""
    area: str = ""
    q: str = ""
    page: int = 1

    @classmethod
    def parse(cls, given: Mapping[str, str]) -> "Asked":
        """Of a query string."""
        state, level, reason, area = (given.get(name, "") for name in ("state", "level", "reason", "area"))
        return cls(
            state if state in PairState.values else PairState.OPEN.value,
            level if level in LEVELS else "",
            reason if reason in REASONS else "",
            area if area in vocabulary("default").area_by_key else "",
            clean(given.get("q", ""))[:100],
            page_of(given),
        )

    def query(self) -> str:
        """As a query string with its question mark."""
        asked = {name: getattr(self, name) for name in ("level", "reason", "area", "q")}
        asked |= {"state": self.state if self.state != PairState.OPEN else ""}
        asked |= {"page": str(self.page) if self.page > 1 else ""}
        return "?" + urlencode({name: value for name, value in asked.items() if value})

    def on_page(self, page: int) -> str:
        """The query string of another page."""
        return replace(self, page=page).query()


@dataclass(frozen=True)
class Line:
    """Two entries of the list: why they may be one, and how likely that is."""

    pair: DuplicatePair
    entries: list[dict[str, Any]]
    why: str
    level: str

    @property
    def likely(self) -> str:
        """The level in words."""
        return str(LEVELS[self.level][1])


@dataclass(frozen=True)
class Duplicates:
    """The pairs on which `user` decides. A fixed number of queries."""

    user: Any
    asked: Asked

    @cached_property
    def terms(self) -> Vocabulary:
        """The vocabulary."""
        return vocabulary("default")

    def _within(self) -> QuerySet[DuplicatePair]:
        """Those of the user, in the chosen area, with that name, for that reason."""
        rows = DuplicatePair.objects.filter(mine(self.user))
        asked = self.asked
        if asked.area:
            areas = [self.terms.area_by_key[asked.area].id]
            rows = rows.filter(in_areas(areas, "first__") | in_areas(areas, "second__"))
        if asked.q:
            rows = rows.filter(Q(first__name__icontains=asked.q) | Q(second__name__icontains=asked.q))
        if asked.reason:
            rows = rows.filter(reasons__contains=[asked.reason])
        return rows.filter(score__gte=LEVELS[asked.level][0]) if asked.level else rows

    @cached_property
    def counts(self) -> list[dict[str, Any]]:
        """How many there are in each state; counted without a look at the entries, so that pairs whose entry has just
        gone off the map count until the next search takes them away."""
        found = dict(self._within().order_by().values_list("state").annotate(n=Count("pk")))
        return [
            {
                "label": state.label,
                "n": found.get(state.value, 0),
                "query": replace(self.asked, state=state.value, page=1).query(),
                "chosen": state.value == self.asked.state,
            }
            for state in PairState
        ]

    @property
    def number(self) -> int:
        """How many there are by what is asked."""
        return next(int(one["n"]) for one in self.counts if one["chosen"])

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.number // PAGE))

    @property
    def pager(self) -> dict[str, str]:
        """The query strings of the pages before and after."""
        page = min(self.asked.page, self.pages)
        return {
            "before": self.asked.on_page(page - 1) if page > 1 else "",
            "after": self.asked.on_page(page + 1) if page < self.pages else "",
        }

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of the page, the likeliest first; of decided ones the latest first."""
        rows = self._within().select_related("first", "second", "decided_by")
        is_open = self.asked.state == PairState.OPEN
        rows = rows.open() if is_open else rows.filter(state=self.asked.state)  # type: ignore[attr-defined]
        rows = rows.order_by("-score", "id") if is_open else rows.order_by("-decided_at", "id")
        start = (min(self.asked.page, self.pages) - 1) * PAGE
        return [self._line(pair) for pair in rows[start : start + PAGE]]

    def _line(self, pair: DuplicatePair) -> Line:
        entries = [self._entry(entry) for entry in (pair.first, pair.second)]
        return Line(pair, entries, alike_text(pair.reasons), level_of(pair.score))

    def _entry(self, entry: Organisation) -> dict[str, Any]:
        day = entry.checked_on.isoformat() if entry.checked_on else ""
        return {"entry": entry, "told": described(entry, self.terms), "checked": checked_text(day)}

    def beside(self, id: int) -> int | None:
        """The pair behind this one on the page, or that before it if it is the last: where one goes on."""
        ids = [line.pair.pk for line in self.lines]
        if id not in ids or len(ids) < 2:
            return None
        place = ids.index(id)
        return int(ids[place + 1] if place + 1 < len(ids) else ids[place - 1])

    @property
    def areas(self) -> list[AreaTerm]:
        """The areas to choose from."""
        return areas_of(self.user)

    @property
    def levels(self) -> list[tuple[str, Any]]:
        """The levels to choose from."""
        return [(name, label) for name, (_least, label) in LEVELS.items()]

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """The reasons to choose from."""
        return [(reason, alike_text([reason])) for reason in REASONS]
