"""What a curator looks for: the public query's grammar and a few parameters more, over entries of any state.

One query for the list of entries, the map of the desk, bulk actions, exports and saved views. The public part is read
and answered by `OrganisationQuery` and `Matching`; here stand only the parameters that visitors do not have, each one
condition on the organisation. OR inside a parameter, AND between them. The text finds more than for visitors: whom a
telephone number, a mail address, a person or a note belongs to (reaching.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, reduce
from operator import and_, or_
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Window
from django.http import QueryDict
from django.utils import timezone

from organisations.curate.reaching import reached_by
from organisations.curate.reasons import REASONS, condition_of
from organisations.freshness import ageing_since, hidden_since, unconfirmed_since
from organisations.matching import Matching
from organisations.models import Editor, EntryLabel, ExternalId, Listing, Organisation, Revision
from organisations.models.organisation import State
from organisations.scope import within
from organisations.search import MOST_VALUES, OrganisationQuery, Problem, short
from organisations.services.ownership import ON_FILE
from organisations.text import clean
from organisations.vocabulary import Vocabulary, vocabulary

BY_HAND = "-"  # as a source: entries that no import made
EDITORS = ("has", "address", "none")
AGES = ("fresh", "ageing", "unconfirmed", "unchecked", "hidden")
ENDED = ("no", "yes")
NO_BATCH = "-"  # as a batch: what was changed one by one
SORTS = ("name", "changed", "checked", "relevance", "distance")
CHANGED_DAYS = (1, 7, 30, 365)
LONGEST_WORD = {"source": 100, "label": 40, "by": 80}
OWN = ("state", "reason", "label", "source", "editor", "age", "ended", "changed", "by", "batch")

Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeskQuery:
    """A question of a curator. `public`: its part in the grammar of the public query, page and most orders with it.

    `state`, `reason` (of reasons.REASONS), `label` (name), `source` (of an import; `-` for made by hand), `editor`
    (has one / only an address on file / none), `age` of the last check (or `hidden`: for too long in no list any more).
    `ended`: whether its last day is over. `changed`: a version was made within so many days, `by` that author (as
    revisions name them), in that `batch` (its id; `-` for none); `latest`: what was changed last comes first.
    """

    public: OrganisationQuery = field(default_factory=OrganisationQuery)
    state: Parts = ()
    reason: Parts = ()
    label: Parts = ()
    source: Parts = ()
    editor: Parts = ()
    age: Parts = ()
    ended: Parts = ()
    changed: int | None = None
    by: str = ""
    batch: str = ""
    latest: bool = False

    @classmethod
    def from_querydict(
        cls, values: QueryDict, terms: Vocabulary | None = None, also: tuple[str, ...] = ()
    ) -> tuple["DeskQuery", list[Problem]]:
        """The query of a request and what of it could not be used; `also`: names that the page itself reads."""
        rest = values.copy()
        latest = rest.get("sort") == "changed"
        if latest:
            del rest["sort"]
        public, problems = OrganisationQuery.from_querydict(rest, terms or vocabulary("default"), also=(*OWN, *also))
        found: dict[str, Any] = {}
        for name in OWN:
            good = [value for value in values.getlist(name)[:MOST_VALUES] if value]
            bad = [value for value in good if not READERS[name](value)]
            problems += [Problem(name, short(value), "value") for value in bad]
            good = [clean(value) for value in dict.fromkeys(good) if value not in bad]
            if good:
                found[name] = tuple(good) if name not in SINGLE else SINGLE[name](good[0])
        return cls(public, latest=latest, **found), problems

    @classmethod
    def from_querystring(cls, text: str) -> "DeskQuery":
        """The query of a stored query string; what it names that is no more is left out."""
        return cls.from_querydict(QueryDict(text))[0]

    def pairs(self) -> list[tuple[str, str]]:
        """The query as parameter names and values in one canonical order."""
        found = [pair for pair in self.public.pairs() if pair[0] != "page"]
        for name in OWN:
            value = getattr(self, name)
            found += [(name, str(item)) for item in (value if isinstance(value, tuple) else [value]) if item]
        if self.latest:
            found.append(("sort", "changed"))
        return found + ([("page", str(self.public.page))] if self.public.page > 1 else [])

    def to_querystring(self) -> str:
        """The query as the part of an address behind the question mark."""
        return urlencode(self.pairs())

    def on_page(self, page: int) -> "DeskQuery":
        """The same on another page."""
        return replace(self, public=replace(self.public, page=page))

    def without(self, name: str, value: str | None = None) -> "DeskQuery":
        """The query less one parameter, or less one value of a repeated one; back on page 1."""
        if name not in OWN:
            return replace(self, public=self.public.without(name, value))
        present = getattr(self, name)
        kept = tuple(item for item in present if item != value) if isinstance(present, tuple) and value else None
        changes: dict[str, Any] = {name: kept if kept is not None else getattr(DeskQuery(), name)}
        return replace(self.on_page(1), **changes)

    @property
    def sort(self) -> str:
        """How the list is sorted: as asked, else by name, or what fits a text or a position best."""
        if self.latest:
            return "changed"
        return self.public.sort or (self.public.order if self.public.q or self.public.near else "name")

    @property
    def is_empty(self) -> bool:
        """Whether it asks for everything."""
        return replace(self, public=OrganisationQuery(), latest=False) == DeskQuery() and self.public.is_empty

    def condition(self) -> Q:
        """What the curators' own parameters ask, as a Q on Organisation."""
        asked = [reduce(or_, map(CONDITIONS[name], getattr(self, name))) for name in CONDITIONS if getattr(self, name)]
        if self.changed or self.by or self.batch:
            asked.append(_changed(self.changed, self.by, self.batch))
        return reduce(and_, asked, Q())


@dataclass(frozen=True)
class Found:
    """The answer to a query for a user: entries of their areas alone. Nothing is read before it is asked for."""

    query: DeskQuery
    user: Any

    @cached_property
    def matching(self) -> Matching:
        """The public part of the query over what the user decides on and the curators' part leaves."""
        own = within(self.user) & replace(self.query, state=()).condition()
        rows = Listing.objects.using("default")
        if self.query.state:  # listings hold it too
            rows = rows.filter(state__in=self.query.state)
        if own:
            rows = rows.filter(organisation__in=Organisation.objects.filter(own).values("pk"))
        public = replace(self.query.public, sort=self._order)
        return Matching.among(rows, public, vocabulary("default"), reached_by(public.q))

    @property
    def _order(self) -> str:
        return "name" if self.query.latest else self.query.sort

    @cached_property
    def count(self) -> int:
        """How many entries there are."""
        return self.matching.count()

    def listings(self) -> QuerySet[Listing]:
        """One listing for each entry, in the order of the query."""
        return self._ordered(self.matching)

    def page(self, start: int, count: int) -> tuple[list[UUID], int]:
        """The ids of so many of them from there on, and how many there are. Rows are read afterwards, by their ids: to
        sort all with what they hold would take longer than all else."""
        if self.query.latest or self.query.sort == "distance":
            near = self._ordered(self.matching.within_reach(start + count, self.count))
            return list(near.values_list("pk", flat=True)[start : start + count]), self.count
        rows = self._ordered(self.matching).annotate(total=Window(Count("*")))
        found = list(rows.values_list("pk", "total")[start : start + count])
        return [id for id, _total in found], found[0][1] if found else self.count

    def _ordered(self, matching: Matching) -> QuerySet[Listing]:
        if not self.query.latest:
            return matching.ordered()
        newest = matching.ordered().filter(organisation__revisions__number=F("organisation__number"))
        return newest.order_by(F("organisation__revisions__id").desc(), "id")

    def organisations(self) -> QuerySet[Organisation]:
        """The entries without an order, for what is to be done with all of them."""
        return Organisation.objects.filter(pk__in=self.matching.listings().order_by().values("organisation"))


def found(query: DeskQuery, user: Any) -> Found:
    """The answer to a query for a user."""
    return Found(query, user)


def _source(value: str) -> Q:
    ids = ExternalId.objects.values("organisation")
    return ~Q(pk__in=ids) if value == BY_HAND else Q(pk__in=ids.filter(source=value))


def _editor(value: str) -> Q:
    asked = Q(added_by=ON_FILE, confirmed_at=None)  # an address on file that was written to: nobody has answered
    has = Q(pk__in=Editor.objects.active().exclude(asked).order_by().values("organisation"))
    if value == "has":
        return has
    return ~has & (~Q(email="") if value == "address" else Q(email=""))


def checked(today: date) -> dict[str, Q]:
    """The ages of the last check, each as a condition on an entry or a listing."""
    ageing, unconfirmed = ageing_since(today), unconfirmed_since(today)
    return {
        "fresh": Q(checked_on__gte=ageing),
        "ageing": Q(checked_on__lt=ageing, checked_on__gte=unconfirmed),
        "unconfirmed": Q(checked_on__lt=unconfirmed),
        "unchecked": Q(checked_on__isnull=True),
    }


def _age(value: str) -> Q:
    today = timezone.localdate()
    if value != "hidden":
        return checked(today)[value]
    old = Listing.objects.filter(primary=True, vouched_on__lt=hidden_since(today))
    return Q(state=State.PUBLIC, pk__in=old.values("organisation"))


def _ended(value: str) -> Q:
    over = Q(ends_on__lt=timezone.localdate())
    return over if value == "yes" else ~over | Q(ends_on__isnull=True)


def _changed(days: int | None, by: str, batch: str) -> Q:
    made = Revision.objects.order_by()
    if batch:
        made = made.filter(batch=None if batch == NO_BATCH else UUID(batch))
    if days:
        made = made.filter(created_at__gte=timezone.now() - timedelta(days=days))
    if by:
        made = made.filter(author=by)
    return Q(pk__in=made.values("organisation"))


CONDITIONS: Mapping[str, Callable[[str], Q]] = {
    "state": lambda value: Q(state=value),
    "reason": condition_of,
    "label": lambda value: Q(pk__in=EntryLabel.objects.filter(label__name__iexact=value).values("organisation")),
    "source": _source,
    "editor": _editor,
    "age": _age,
    "ended": _ended,
}
SINGLE: Mapping[str, Callable[[str], Any]] = {"changed": int, "by": str, "batch": str}


def _one_of(known: Any) -> Callable[[str], bool]:
    return lambda value: value in known


def _is_id(value: str) -> bool:
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False


def _a_word(name: str) -> Callable[[str], bool]:
    """Any text without control letters and halves of letters, of that length at most."""
    most = LONGEST_WORD[name]
    return lambda value: len(value) <= most and value.isprintable() and bool(clean(value))


READERS: Mapping[str, Callable[[str], bool]] = {
    "state": _one_of(State.values),
    "reason": lambda value: value in REASONS and REASONS[value].condition is not None,
    "label": _a_word("label"),
    "source": _a_word("source"),
    "editor": _one_of(EDITORS),
    "age": _one_of(AGES),
    "ended": _one_of(ENDED),
    "changed": _one_of([str(days) for days in CHANGED_DAYS]),
    "by": _a_word("by"),
    "batch": lambda value: value == NO_BATCH or _is_id(value),
}
