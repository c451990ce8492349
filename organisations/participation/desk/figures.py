"""How many requests for company there were, by month, outcome and area: those that are erased by now.

Small numbers are hidden as in the evaluation of questionnaires: rows below five stand together, or nothing does. What
is not erased is not among them: curators see it, and could take it away from the sums.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from organisations.curate.statistics.words import month_name
from organisations.models import Area
from organisations.participation.evaluation.control import LEAST, partition
from organisations.participation.models import AccompanimentState, CompanyCount
from organisations.scope import area_ids

COLUMNS = ("month", "state", "area", "requests")
Key = tuple[date, str, int | None]  # month, state, area


@dataclass(frozen=True)
class Table:
    """A title, labels with their numbers, and what those have together that are too small by themselves (0: none)."""

    title: str
    rows: list[tuple[str, int]]
    rest: int


@dataclass(frozen=True)
class Figures:
    """The numbers of a curator's areas."""

    user: Any

    @cached_property
    def _counts(self) -> Counter[Key]:
        """How many requests by month, state and area."""
        ids = area_ids(self.user)
        rows = CompanyCount.objects.filter(Q() if ids is None else Q(area__in=ids))
        return Counter({(month, state, area): n for month, state, area, n in rows.values_list(*COLUMNS)})

    @property
    def total(self) -> int | None:
        """All of them; None if they are too few to be told."""
        total = self._counts.total()
        return total if total >= LEAST else None

    @property
    def tables(self) -> list[Table]:
        """One a way of counting; one that may not be shown is left out."""
        ids = {area for _month, _state, area in self._counts if area}
        areas = dict(Area.objects.filter(pk__in=ids).values_list("pk", "name"))
        states = {state.value: str(state.label) for state in AccompanimentState}
        counts = self._counts.items()
        found = (
            _table(_("Month"), ((f"{key[0]:%Y-%m}", month_name(key[0]), n) for key, n in counts), newest=True),
            _table(_("State"), ((key[1], states[key[1]], n) for key, n in counts)),
            _table(_("Area"), ((str(key[2]), areas.get(key[2] or 0, "–"), n) for key, n in counts)),
        )
        return [table for table in found if table]


def _table(title: str, numbers: Iterable[tuple[str, str, int]], *, newest: bool = False) -> Table | None:
    """From key, label and number; the largest number first, or the newest month."""
    sums: Counter[str] = Counter()
    labels = {}
    for key, label, number in numbers:
        sums[key] += number
        labels[key] = label
    parts = partition({key: (number,) for key, number in sums.items()})
    if parts is None:
        return None
    shown = sorted(parts.shown, reverse=True) if newest else sorted(parts.shown, key=lambda key: (-sums[key], key))
    return Table(title, [(labels[key], sums[key]) for key in shown], sum(sums[key] for key in parts.together))
