"""How many requests for company there were, by month, outcome and area: those of today and those erased long ago.

Small numbers are hidden as in the evaluation of questionnaires: rows below five stand together, or nothing does.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, DateField, Q
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from organisations.curate.statistics.words import month_name
from organisations.models import Area
from organisations.participation.desk.care import requests_of
from organisations.participation.evaluation.control import LEAST, partition
from organisations.participation.models import AccompanimentState, CompanyCount
from organisations.scope import area_ids

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
        """How many requests by month, state and area; erased ones as they were counted."""
        ids = area_ids(self.user)
        mine = Q() if ids is None else Q(area__in=ids)
        kept = CompanyCount.objects.filter(mine).values_list("month", "state", "area", "requests")
        live = requests_of(self.user).order_by().prefetch_related(None)
        months = live.annotate(month=TruncMonth("created_at", output_field=DateField()))
        grouped = months.values_list("month", "state", "area")
        found: Counter[Key] = Counter()
        for month, state, area, count in [*kept, *grouped.annotate(n=Count("pk", distinct=True))]:
            found[month, state, area] += count
        return found

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
