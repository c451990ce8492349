"""What of the statistics is asked for: an area the curator decides on, how far back, by what. Nonsense is left out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from organisations.scope import areas_of, decides_everywhere
from organisations.vocabulary import AreaTerm

MONTHS = (3, 12, 24, 36)
DIMENSIONS = ("topic", "area", "language", "flag", "kind", "german")
BOARDS = ("topic", "area", "topic-area")


@dataclass(frozen=True)
class Choice:
    """`area` (None: everywhere), `months` back, `by` a dimension, `board` of the gaps; `areas` are those to choose."""

    area: AreaTerm | None
    areas: tuple[AreaTerm, ...]
    everywhere: bool
    months: int = 12
    by: str = "topic"
    board: str = "topic"

    @classmethod
    def parse(cls, given: Mapping[str, str], user: Any) -> "Choice":
        """The choice of a query string. Who does not decide everywhere sees one area at a time: an entry of two of
        them would be counted twice in their sum."""
        areas, everywhere = tuple(areas_of(user)), decides_everywhere(user)
        asked = next((area for area in areas if area.slug == given.get("area")), None)
        months = given.get("months", "")
        return cls(
            asked or (None if everywhere else _largest(areas)),
            areas,
            everywhere,
            int(months) if months in map(str, MONTHS) else 12,
            given["by"] if given.get("by") in DIMENSIONS else "topic",
            given["board"] if given.get("board") in BOARDS else "topic",
        )

    @property
    def is_possible(self) -> bool:
        """Whether there is anything this curator may see."""
        return self.everywhere or self.area is not None

    @property
    def area_id(self) -> int | None:
        """The chosen area's id; None: everywhere."""
        return self.area.id if self.area else None

    @property
    def first_month(self) -> date:
        """The first day of the first month."""
        return timezone.localdate().replace(day=1) - relativedelta(months=self.months)

    @property
    def since(self) -> date:
        """The first day whose wishes count."""
        return timezone.localdate() - relativedelta(months=self.months)

    @property
    def inner(self) -> tuple[AreaTerm, ...]:
        """The areas to compare: the chosen one and its districts, or all."""
        if self.area is None:
            return self.areas
        return tuple(one for one in self.areas if one == self.area or one.parent == self.area.id)

    def query(self, **changes: Any) -> str:
        """The choice, changed, as a query string with its question mark; empty if it is the usual one."""
        chosen = replace(self, **changes)
        asked = {
            "area": chosen.area.slug if chosen.area else "",
            "months": chosen.months if chosen.months != 12 else "",
            "by": chosen.by if chosen.by != "topic" else "",
            "board": chosen.board if chosen.board != "topic" else "",
        }
        found = urlencode({name: value for name, value in asked.items() if value})
        return f"?{found}" if found else ""


def _largest(areas: tuple[AreaTerm, ...]) -> AreaTerm | None:
    """The first area that is in none of the others."""
    ids = {area.id for area in areas}
    return next((area for area in areas if area.parent not in ids), None)
