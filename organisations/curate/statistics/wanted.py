"""What visitors looked for and did not find, as far as it concerns an area. Nothing of it says who they were."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl

from django.db.models import Sum

from organisations.curate.statistics.choice import Choice
from organisations.curate.statistics.words import Words
from organisations.models import Wish
from organisations.scope import with_districts
from organisations.vocabulary import Vocabulary, vocabulary

MOST = 5_000  # different wishes that are looked at, the most frequent of them
LEAST = 3  # a word that was looked for less often is not shown: it could be a name
SHOWN = 15


@dataclass(frozen=True)
class Wanted:
    """A wish with how often nothing was found for it."""

    asked: str
    count: int

    @cached_property
    def values(self) -> dict[str, list[str]]:
        """Its parameters."""
        found: dict[str, list[str]] = {}
        for name, value in parse_qsl(self.asked):
            found.setdefault(name, []).append(value)
        return found

    @property
    def is_text(self) -> bool:
        """Whether it is a word and no choice of filters."""
        return "q" in self.values

    @property
    def languages(self) -> list[str]:
        """The languages asked for, also as "speaks it, or needs little German"."""
        return list(dict.fromkeys(self.values.get("language", []) + self.values.get("understood", [])))

    @property
    def topics(self) -> list[str]:
        """The topics asked for."""
        return self.values.get("topic", [])


@dataclass(frozen=True)
class Wishes:
    """The wishes of the time and the area of a choice: those that name the area or one of its districts, or none.

    `holding`: pieces of query strings that they hold, so that not all are read.
    """

    choice: Choice
    holding: tuple[str, ...] = ()

    @cached_property
    def _most(self) -> list[tuple[str, int]]:
        """The most frequent wishes of all areas, with how often."""
        rows = Wish.objects.filter(day__gte=self.choice.since).order_by()
        for piece in self.holding:
            rows = rows.filter(asked__contains=piece)
        return list(rows.values_list("asked").annotate(n=Sum("count")).order_by("-n", "asked")[:MOST])

    @cached_property
    def all(self) -> list[Wanted]:
        """Every wish that concerns the area, the most frequent first."""
        return [one for asked, n in self._most if self._concerns(one := Wanted(asked, n))]

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are looked at."""
        return len(self._most) >= MOST

    @property
    def texts(self) -> list[Wanted]:
        """Words, those alone that many enough looked for."""
        return [one for one in self.all if one.is_text and one.count >= LEAST]

    @property
    def rare(self) -> int:
        """How many words are not shown."""
        return sum(one.is_text and one.count < LEAST for one in self.all)

    @cached_property
    def filters(self) -> list[Wanted]:
        """Choices of filters."""
        return [one for one in self.all if not one.is_text]

    @cached_property
    def told(self) -> dict[str, list[tuple[str, int]]]:
        """The most frequent filters and words, said in words, with how often."""
        words = Words(self._terms)
        parts = {"filters": self.filters, "texts": self.texts}
        return {name: [(words.asked(one.asked), one.count) for one in rows[:SHOWN]] for name, rows in parts.items()}

    @cached_property
    def _terms(self) -> Vocabulary:
        return vocabulary("default")

    @cached_property
    def _ids(self) -> frozenset[int]:
        return frozenset(with_districts([self.choice.area.id])) if self.choice.area else frozenset()

    def _concerns(self, wish: Wanted) -> bool:
        if not self._ids or "area" not in wish.values:
            return True
        return any(id in self._ids for id in self.areas_of(wish))

    def areas_of(self, wish: Wanted) -> Iterator[int]:
        """The areas that a wish names, by id."""
        known = self._terms.area_by_key
        return (known[key].id for key in wish.values.get("area", ()) if key in known)
