"""One gap: what was wished for, what there is, and who could be asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext

from organisations.curate.statistics.choice import Choice
from organisations.curate.statistics.plots import Line
from organisations.curate.statistics.tables import Row, Table
from organisations.curate.statistics.wanted import Wishes
from organisations.curate.statistics.words import Words, entries_url, entries_view, month_name
from organisations.curate.view import DeskQuery, Found
from organisations.languages import LANGUAGE_CODE
from organisations.models import Organisation, SpokenLanguage, Wish
from organisations.vocabulary import Vocabulary, vocabulary

SHOWN = 20


@dataclass(frozen=True)
class Gap:
    """A language, a topic and an area (each may be empty) that somebody looked for in vain."""

    user: Any
    choice: Choice
    language: str
    topic: str

    @classmethod
    def parse(cls, given: Mapping[str, str], user: Any) -> "Gap":
        """The gap of a query string."""
        language, topic = given.get("language", ""), given.get("topic", "")
        return cls(
            user,
            Choice.parse(given, user),
            language if LANGUAGE_CODE.fullmatch(language) else "",
            topic if topic in vocabulary("default").topic_by_slug else "",
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is named."""
        return not (self.language or self.topic)

    @property
    def title(self) -> str:
        """What it is about."""
        words, area = Words(self._terms), self.choice.area
        named = [("language", self.language), ("topic", self.topic), ("area", area.slug if area else "")]
        return " · ".join(words.of(dimension, value) for dimension, value in named if value)

    @cached_property
    def _asked(self) -> list[str]:
        pieces = (f"topic={self.topic}" if self.topic else "", f"={self.language}" if self.language else "")
        found = Wishes(self.choice, tuple(filter(None, pieces))).filters
        return [
            wish.asked
            for wish in found
            if (not self.language or self.language in wish.languages) and (not self.topic or self.topic in wish.topics)
        ]

    @cached_property
    def wished(self) -> Table:
        """How often it was looked for in vain, month by month."""
        rows = Wish.objects.filter(asked__in=self._asked, day__gte=self.choice.since).order_by()
        months = rows.annotate(month=TruncMonth("day")).values_list("month").annotate(n=Sum("count"))
        found, title = dict(months), gettext("Looked for in vain")
        heads = [self.choice.first_month + relativedelta(months=n) for n in range(self.choice.months + 1)]
        row = Row(title, tuple(found.get(month, 0) for month in heads))
        return Table("gap", title, (gettext("Month"), *map(month_name, heads)), (row,))

    @property
    def wished_plot(self) -> Line:
        """The same as a line."""
        return Line(self.wished.heads[1:], self.wished.rows[0].numbers)

    @property
    def wished_in_all(self) -> int:
        """The sum."""
        return sum(self.wished.rows[0].numbers)

    @cached_property
    def _terms(self) -> Vocabulary:
        return vocabulary("default")

    @cached_property
    def _around(self) -> QuerySet[Organisation]:
        """Public entries of the topic and the area."""
        return self._listed(self._pairs).organisations()

    def _listed(self, pairs: list[tuple[str, str]]) -> Found:
        """What the list of these parameters shows."""
        return Found(DeskQuery.from_querystring(entries_view(pairs)), self.user)

    @cached_property
    def offered(self) -> int:
        """How many entries offer it."""
        return self._listed(self._offered).count

    @property
    def _speaks(self) -> Q:
        return Q(pk__in=SpokenLanguage.objects.filter(code=self.language).order_by().values("organisation"))

    @cached_property
    def speakers(self) -> list[Organisation]:
        """Who has the topic and not yet the language."""
        return _first(self._around.exclude(self._speaks)) if self.language else []

    @cached_property
    def relatives(self) -> list[Organisation]:
        """If there are none of those: who has a related topic, and not yet this one."""
        if self.speakers or not self.topic:
            return []
        wider = self._terms.topic_path(self._terms.topic_by_slug[self.topic])[-1].slug
        related = self._listed([("topic", wider), *self._pairs[1:]]).organisations()
        return _first(related.exclude(pk__in=self._around.values("pk"))) if wider != self.topic else []

    @property
    def entries_url(self) -> str:
        """The list of those who offer it."""
        return entries_url(self._offered)

    @property
    def view(self) -> str:
        """The query of that list."""
        return entries_view(self._offered)

    @property
    def around_url(self) -> str:
        """The list of all of the topic and the area."""
        return entries_url(self._pairs)

    @property
    def _offered(self) -> list[tuple[str, str]]:
        return [*self._pairs, ("language", self.language)]

    @property
    def _pairs(self) -> list[tuple[str, str]]:
        return [("topic", self.topic), ("area", self.choice.area.slug if self.choice.area else "")]


def _first(entries: QuerySet[Organisation]) -> list[Organisation]:
    """Some of them, those checked last first: they can be asked."""
    return list(entries.order_by(F("checked_on").desc(nulls_last=True), "name")[:SHOWN])
