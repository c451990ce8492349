"""What a curator does to many entries at once: which ones, what would happen to them, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.translation import get_language

from organisations.curate.filters import labels_in_use
from organisations.curate.table import MOST_PICKS, Table
from organisations.curate.view import DeskQuery, Found
from organisations.forms.choices import topics
from organisations.ids import new_id
from organisations.models import AddressDue, Attention, Organisation, Work, WorkEntry
from organisations.scope import within
from organisations.services.bulk.acts import ACTS, Act, judged, title_of, words_of
from organisations.services.reminders import left_today
from organisations.text import clean
from organisations.vocabulary import vocabulary

NAMED = 8  # entries that a preview names of each group
TOLD = 100  # entries that a result names
LONGEST_LABEL = 40


@dataclass(frozen=True)
class Selection:
    """The entries that are meant: `picks`, or `all` that the query finds. `back`: the list they were chosen on."""

    query: DeskQuery
    picks: tuple[UUID, ...] = ()
    all: bool = False
    back: str = ""

    @classmethod
    def parse(cls, given: QueryDict, user: Any) -> "Selection":
        """The selection of a form. A whole page becomes the entries that stand on it now."""
        values = QueryDict(given.get("query", ""))
        picks = [_uuid(text) for text in given.getlist("pick")[:MOST_PICKS]]
        if given.get("which") == "page":
            picks = [row.id for row in Table.of(values, user).rows]
        found = tuple(dict.fromkeys(pick for pick in picks if pick))
        query = DeskQuery.from_querydict(values)[0]
        return cls(query, found, given.get("which") == "all", given.get("back", ""))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is meant."""
        return not self.all and not self.picks

    def entries(self, user: Any) -> QuerySet[Organisation]:
        """Those of them that the user decides on."""
        if self.all:
            return Found(self.query, user).organisations()
        return Organisation.objects.filter(within(user), pk__in=self.picks)


@dataclass(frozen=True)
class Lot:
    """Entries with the same verdict: how many, and the names of the first."""

    words: str
    count: int
    entries: list[Organisation]

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.entries)


@dataclass(frozen=True)
class Preview:
    """What an act would do to a selection. Nothing is changed by looking. `id`: that of the work its button begins, so
    that a second click begins nothing; None: nobody has seen this preview yet."""

    act: Act
    value: str
    selection: Selection
    user: Any
    faulty: bool = False
    id: UUID | None = None

    @classmethod
    def parse(cls, given: QueryDict, user: Any) -> "Preview | None":
        """The preview of a form; None for an act that there is not. `faulty`: the value cannot be used."""
        act = ACTS.get(given.get("act", ""))
        if act is None:
            return None
        text = given.get("value", "")
        value = _value(act, text)
        return cls(
            act, value, Selection.parse(given, user), user, bool(text) and not value, _uuid(given.get("work", ""))
        )

    @property
    def title(self) -> str:
        """What is done: "Thema hinzufügen: Fußball"."""
        return title_of(self.act, self.value)

    @property
    def next_id(self) -> UUID:
        """For the work that the button of this preview is to begin."""
        return self.id or new_id()

    @property
    def is_ready(self) -> bool:
        """Whether all is said that must be."""
        return not self.act.value or bool(self.value)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many entries have which verdict. One query."""
        rows = judged(self.act, self.value, self.selection.entries(self.user))
        return dict(rows.values_list("verdict").annotate(n=Count("pk")))

    @property
    def total(self) -> int:
        """How many entries are meant."""
        return sum(self.counts.values())

    @property
    def number(self) -> int:
        """How many of them would be changed."""
        return self.counts.get(WorkEntry.CHANGED, 0)

    @cached_property
    def changed(self) -> Lot:
        """Those that would be changed."""
        return self._lot(WorkEntry.CHANGED, "")

    @cached_property
    def refused(self) -> list[Lot]:
        """Those that stay as they are, by reason."""
        codes = [refusal.code for refusal in self.act.refusals(self.value) if refusal.code in self.counts]
        return [self._lot(code, words_of(self.act, self.value, code)) for code in codes]

    def _lot(self, code: str, words: str) -> Lot:
        rows = judged(self.act, self.value, self.selection.entries(self.user)).filter(verdict=code)
        return Lot(words, self.counts.get(code, 0), list(rows.only("name", "slug", "language").order_by("pk")[:NAMED]))

    @property
    def topics(self) -> list[tuple[str, str]]:
        """The topics to choose from."""
        groups = topics(vocabulary("default"), get_language() or "de")
        return [(slug, str(words)) for _title, rows in groups for slug, words in rows]

    @property
    def labels(self) -> list[str]:
        """The labels there are."""
        return labels_in_use()

    @property
    def mails_left(self) -> int | None:
        """How many mails may be written today, for the act that writes some."""
        return max(0, left_today()) if self.act.name == "ask" else None


@dataclass(frozen=True)
class Result:
    """What came of an act so far."""

    work: Work
    act: Act | None = field(default=None)

    @classmethod
    def of(cls, work: Work) -> "Result":
        """The result of such work."""
        return cls(work, ACTS.get(work.params.get("act", "")))

    @property
    def changed(self) -> int:
        """How many entries were changed."""
        return int(self._outcomes.get(WorkEntry.CHANGED, 0))

    @property
    def left(self) -> int:
        """How many nobody has come to: the work was ended before."""
        return max(0, self.work.total - self.work.done) if self.work.is_over else 0

    @property
    def refused(self) -> list[tuple[str, int]]:
        """Why entries were left as they are, and how many."""
        counts = {code: n for code, n in self._outcomes.items() if code != WorkEntry.CHANGED}
        if self.act is None:
            return list(counts.items())
        return [(words_of(self.act, self.work.params["value"], code), n) for code, n in counts.items()]

    @property
    def told(self) -> list[WorkEntry]:
        """Entries whose refusal says more than its code."""
        return list(self.work.entries.exclude(why="").select_related("organisation")[:TOLD])

    @cached_property
    def looked_up(self) -> dict[str, int] | None:
        """Of looking up addresses: how many still wait, how many were found, how many want somebody's eyes."""
        if self.act is None or self.act.name != "geocode" or self.work.batch is None:
            return None
        ids = self.work.entries.filter(outcome=WorkEntry.CHANGED).values("organisation")
        waiting = AddressDue.objects.filter(batch=self.work.batch).count()
        found = self.work.batch.revisions.order_by().values("organisation").distinct().count()
        notes = Attention.objects.filter(organisation__in=ids, location__active=True).order_by()
        return {"waiting": waiting, "found": found, "doubtful": notes.values("organisation").distinct().count()}

    @property
    def _outcomes(self) -> Mapping[str, int]:
        found: Mapping[str, int] = self.work.result.get("outcomes", {})
        return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _value(act: Act, text: str) -> str:
    """The value of an act, empty if it cannot be used or none is needed."""
    if act.value == "topic":
        return text if text in vocabulary("default").topic_by_slug else ""
    name = clean(text.replace("\0", "")) if act.value == "label" and text.isprintable() else ""
    return name if len(name) <= LONGEST_LABEL else ""
