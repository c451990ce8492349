"""The desk's first page: what needs care, how fresh the entries are and where, and what changed within a week."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, Count, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from organisations.curate.filters import AGE_WORDS
from organisations.curate.reasons import Number, numbers
from organisations.curate.saved import Kept, kept_views
from organisations.curate.view import NO_BATCH, DeskQuery, Found, checked
from organisations.curate.words import ago, names_of
from organisations.models import Batch, Listing, Organisation, Revision, Work
from organisations.models.organisation import State
from organisations.scope import within
from organisations.services.bulk.acts import source_words
from organisations.vocabulary import AreaTerm, vocabulary

DAYS = 7
MOST_GROUPS = 12
NAMED = 3  # entries of each group
LOOKED_AT = 12  # changes of a group, to find those
MOST_AREAS = 12
AGES = ("fresh", "ageing", "unconfirmed", "unchecked")
LOOKS = {
    "fresh": ("user-check", "leaf"),
    "ageing": ("hourglass", "ochre"),
    "unconfirmed": ("alert-triangle", "brick"),
    "unchecked": ("circle-dashed", "slate"),
}


@dataclass(frozen=True)
class Share:
    """So many entries whose last check is of that age, and the list of them."""

    age: str
    count: int
    url: str

    @property
    def label(self) -> str:
        """The age in a word."""
        return str(AGE_WORDS[self.age])

    @property
    def icon(self) -> str:
        """The sign of the age, as on the map."""
        return LOOKS[self.age][0]

    @property
    def hue(self) -> str:
        """The colour of the age, as on the map."""
        return LOOKS[self.age][1]


@dataclass(frozen=True)
class AreaLine:
    """An area, its districts with it, and its entries by age."""

    area: AreaTerm
    shares: list[Share]
    url: str

    @property
    def total(self) -> int:
        """How many entries it has."""
        return sum(share.count for share in self.shares)


@dataclass(frozen=True)
class Changes:
    """What one person or source changed within the week, as one batch or one by one. `forth`: a batch that brought back
    what had been taken back."""

    who: str
    batch: Batch | None
    forth: bool
    entries: int
    new: int
    latest: datetime
    url: str
    named: list[Organisation]

    @property
    def when(self) -> str:
        """How long ago the last of it was."""
        return ago(self.latest)

    @property
    def what(self) -> str:
        """What the batch was: the source of an import, or an act on many entries; or that this was taken back."""
        if self.batch is None:
            return ""
        source = source_words(self.batch.source)
        if self.batch.undoes_id is None:
            return source
        return (gettext("Brought back again") if self.forth else gettext("Taken back")) + f": {source}"

    @property
    def more(self) -> int:
        """How many entries are not named."""
        return max(0, self.entries - len(self.named))


@dataclass(frozen=True)
class Today:
    """The desk of a user, with the areas that need most or all of them. A fixed number of queries."""

    user: Any
    every_area: bool = False

    @cached_property
    def numbers(self) -> list[Number]:
        """What needs care."""
        return numbers(self.user)

    @property
    def views(self) -> list[Kept]:
        """The lists that the user keeps, and those that are shared."""
        return kept_views(self.user)

    @property
    def shares(self) -> list[Share]:
        """The public entries by the age of their last check."""
        return [Share(age, sum(row[age] for row in self._main), _list(age=age)) for age in AGES]

    @property
    def areas(self) -> list[AreaLine]:
        """The areas with the most entries that nobody has confirmed for long, by age; or all that have any."""
        return self._areas if self.every_area else self._areas[:MOST_AREAS]

    @property
    def more_areas(self) -> int:
        """How many areas are not shown."""
        return len(self._areas) - len(self.areas)

    @cached_property
    def _areas(self) -> list[AreaLine]:
        terms, counts = vocabulary("default"), self._by_area()
        known = [(terms.area_by_id[id], by_age) for id, by_age in counts.items() if id in terms.area_by_id]
        known.sort(key=lambda one: (-one[1]["unconfirmed"] - one[1]["unchecked"], -sum(one[1].values()), one[0].name))
        return [
            AreaLine(
                area,
                [Share(age, by_age[age], _list(age=age, area=area.slug)) for age in AGES],
                _list(area=area.slug),
            )
            for area, by_age in known
        ]

    @cached_property
    def _listings(self) -> Any:
        return Found(DeskQuery(state=("public",)), self.user).matching.listings().order_by()

    @cached_property
    def _main(self) -> list[dict[str, Any]]:
        """Public entries by the areas of their main place and the age of their last check. One query."""
        ages = checked(timezone.localdate())
        rows = self._listings.filter(primary=True)
        return list(rows.values("areas").annotate(**{age: Count("organisation", filter=ages[age]) for age in AGES}))

    @property
    def _further(self) -> set[tuple[UUID, int, str]]:
        """Entry, area and age of the other places of public entries, without the areas of the main one. Two queries."""
        ages = checked(timezone.localdate())
        rows = self._listings.filter(primary=False)
        main = Listing.objects.filter(primary=True, organisation__in=rows.values("organisation"))
        known = dict(main.values_list("organisation", "areas"))
        rows = rows.annotate(age=Case(*(When(ages[age], then=Value(age)) for age in AGES)))
        found = rows.values_list("organisation", "areas", "age")
        return {(entry, id, age) for entry, areas, age in found for id in set(areas).difference(known.get(entry, ()))}

    def _by_area(self) -> dict[int, Counter[str]]:
        """How many of which age, by area: each entry once in every area of any of its places, as the list has it."""
        found: dict[int, Counter[str]] = defaultdict(Counter)
        for row in self._main:
            for id in row["areas"]:
                found[id].update({age: row[age] for age in AGES})
        for _entry, id, age in self._further:
            found[id][age] += 1
        return found

    @cached_property
    def changes(self) -> list[Changes]:
        """What changed within the week, by whom, the latest first."""
        groups = _groups(self.user)
        names = names_of(group["author"] for group in groups)
        batches = Batch.objects.in_bulk([group["batch"] for group in groups if group["batch"]])
        forth = _brought_back(batches)
        named = _named(groups)
        return [
            Changes(
                who=names[group["author"]],
                batch=batches.get(group["batch"]) if group["batch"] else None,
                forth=group["batch"] in forth,
                entries=group["entries"],
                new=group["new"],
                latest=group["latest"],
                url=_list(changed=str(DAYS), by=group["author"], batch=str(group["batch"] or NO_BATCH), sort="changed"),
                named=[named[id] for id in dict.fromkeys(group["sample"]) if id in named][:NAMED],
            )
            for group in groups
        ]


def _list(**asked: str) -> str:
    state = {} if "changed" in asked else {"state": State.PUBLIC.value}
    return f"{reverse('curate-entries')}?{urlencode(state | asked)}"


# The entries of each group are counted once, however often they were changed; the latest of them are named.
_GROUPED = """
    WITH made AS MATERIALIZED ({inner})
    SELECT *, ARRAY(
        SELECT organisation_id FROM made
        WHERE made.author = groups.author AND made.batch_id IS NOT DISTINCT FROM groups.batch_id
        ORDER BY created_at DESC LIMIT %s
    ) FROM (
        SELECT author, batch_id, count(*), count(*) FILTER (WHERE first = 1), max(latest) AS latest
        FROM (
            SELECT author, batch_id, organisation_id, min(number) AS first, max(created_at) AS latest
            FROM made GROUP BY author, batch_id, organisation_id
        ) entries GROUP BY author, batch_id ORDER BY latest DESC LIMIT %s
    ) groups ORDER BY latest DESC
"""


def _groups(user: Any) -> list[dict[str, Any]]:
    since = timezone.now() - timedelta(days=DAYS)
    made = Revision.objects.filter(within(user, "organisation__"), created_at__gte=since).order_by()
    columns = ("author", "batch_id", "organisation_id", "number", "created_at")
    try:
        inner, params = made.values(*columns).query.sql_with_params()
    except EmptyResultSet:  # the user decides on nothing
        return []
    with connection.cursor() as cursor:
        cursor.execute(_GROUPED.format(inner=inner), [*params, LOOKED_AT, MOST_GROUPS])
        names = ("author", "batch", "entries", "new", "latest", "sample")
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _brought_back(batches: Mapping[UUID, Batch]) -> set[UUID]:
    """Those that brought back what had been taken back."""
    undoing = [id for id, batch in batches.items() if batch.undoes_id]
    return set(Work.objects.filter(batch__in=undoing, params__forth=True).values_list("batch_id", flat=True))


def _named(groups: Collection[Mapping[str, Any]]) -> dict[UUID, Organisation]:
    ids = {id for group in groups for id in group["sample"]}
    return Organisation.objects.only("name", "slug", "language").in_bulk(ids)
