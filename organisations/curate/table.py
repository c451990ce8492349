"""The list of entries as a table: its columns, rows and the addresses of its pages. A fixed number of queries."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, F
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organisations.cards import NO_TOPIC, freshness_of
from organisations.curate.filters import Filters
from organisations.curate.view import DeskQuery, Found
from organisations.curate.words import ago, names_of
from organisations.languages import language_name
from organisations.models import Editor, EntryLabel, ExternalId, Listing, Revision
from organisations.models.organisation import State
from organisations.problems import note_of
from organisations.sentences import say
from organisations.vocabulary import label, vocabulary

PAGE = 50
MOST_PICKS = 500
COLUMN = "col"  # the parameter that names one
COLUMNS: Mapping[str, Any] = {
    "state": _("State"),
    "topic": _("Topic"),
    "kind": _("Kind"),
    "place": _("Place"),
    "checked": _("Checked"),
    "changed": _("Changed"),
    "editors": _("Editors"),
    "labels": _("Labels"),
    "source": _("Source"),
    "languages": _("Languages"),
    "german": _("German needed"),
    "contact": _("Contact"),
}
USUAL = ("state", "topic", "place", "checked", "editors", "labels")
SORT_WORDS: Mapping[str, Any] = {
    "name": _("Name"),
    "changed": _("Last changed"),
    "checked": _("Last checked"),
    "relevance": _("Best match"),
    "distance": _("Distance"),
}
_UNREAD = ("search", "words", "marker")


@dataclass(frozen=True)
class Row:
    """An entry in the table: its listing, and what stands in the columns that the listing does not hold."""

    listing: Listing
    look: Mapping[str, str]
    topic: str
    languages: str
    german: str
    editors: int
    sources: list[str]
    labels: list[str]
    changed: tuple[str, str] | None

    @property
    def id(self) -> UUID:
        """The entry's id."""
        return self.listing.organisation_id

    @property
    def kind(self) -> str:
        """Club, committee or initiative, in words."""
        return say(self.listing.kind)

    @property
    def language(self) -> str:
        """The language the entry is written in."""
        return str(self.listing.card["language"])

    @property
    def state(self) -> str:
        """Draft, public ..., in words."""
        return str(State(self.listing.state).label)

    @property
    def place(self) -> str:
        """The district or town; the list says where nothing is known."""
        return str(self.listing.card["place"])

    @property
    def freshness(self) -> dict[str, str]:
        """How long ago somebody checked it."""
        return freshness_of(self.listing.checked_on, timezone.localdate())

    @property
    def checked_on(self) -> date | None:
        """The day itself."""
        return self.listing.checked_on


@dataclass(frozen=True)
class Table:
    """The list of a query for a user. `columns`: those that were chosen, the usual ones if none was."""

    query: DeskQuery
    user: Any
    columns: tuple[str, ...] = USUAL
    notes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, values: QueryDict, user: Any) -> "Table":
        """The list that a request asks for; what could not be used of it stands in `notes`."""
        query, problems = DeskQuery.from_querydict(values, also=(COLUMN, "lang"))
        chosen = tuple(name for name in COLUMNS if name in values.getlist(COLUMN))
        return cls(query, user, chosen or USUAL, [note_of(problem) for problem in problems])

    @cached_property
    def found(self) -> Found:
        """The answer."""
        return Found(self.query, self.user)

    @cached_property
    def filters(self) -> Filters:
        """What can be chosen."""
        return Filters(self.query, self.user)

    @cached_property
    def _read(self) -> tuple[list[UUID], int]:
        """The ids of the listings of the page, and how many entries there are. Behind the last page stands that one."""
        asked = self.query.public.page
        ids, count = self.found.page((asked - 1) * PAGE, PAGE)
        if not ids and count and asked > 1:
            return self.found.page((-(-count // PAGE) - 1) * PAGE, PAGE)
        return ids, count

    @property
    def count(self) -> int:
        """How many entries there are."""
        return self._read[1]

    @property
    def pages(self) -> int:
        """How many pages, one at least."""
        return max(1, -(-self.count // PAGE))

    @property
    def page(self) -> int:
        """The page shown: the last one where a later one is asked for."""
        return min(self.query.public.page, self.pages)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of the page."""
        found = Listing.objects.defer(*_UNREAD).select_related("organisation").in_bulk(self._read[0])
        listings = [found[id] for id in self._read[0] if id in found]
        more = _Further([listing.organisation_id for listing in listings], self.columns)
        return [more.row(listing) for listing in listings]

    @property
    def titles(self) -> list[tuple[str, Any]]:
        """The columns with what stands above them."""
        return [(name, COLUMNS[name]) for name in self.columns]

    @property
    def all_columns(self) -> list[tuple[str, Any, bool]]:
        """Every column, and whether it is shown."""
        return [(name, title, name in self.columns) for name, title in COLUMNS.items()]

    @property
    def sorts(self) -> list[tuple[str, Any, bool]]:
        """The orders that are possible, and which one it is."""
        possible = {"name": True, "changed": True, "checked": True}
        possible |= {"relevance": bool(self.query.public.q), "distance": bool(self.query.public.near)}
        return [(name, words, name == self.query.sort) for name, words in SORT_WORDS.items() if possible[name]]

    def address(self, query: DeskQuery) -> str:
        """Where another query is shown with the same columns."""
        asked = urlencode([*query.pairs(), *self.column_pairs])
        return f"{reverse('curate-entries')}?{asked}" if asked else reverse("curate-entries")

    @property
    def column_pairs(self) -> list[tuple[str, str]]:
        """The columns as parameters; none if they are the usual ones."""
        return [] if self.columns == USUAL else [(COLUMN, name) for name in self.columns]

    @property
    def own_address(self) -> str:
        """Where this list is."""
        return self.address(self.query)

    @property
    def place(self) -> str:
        """The list as a query string, for the pages of its entries: by it they lead back and on (neighbours.py)."""
        return self.address(self.query.on_page(self.page)).partition("?")[2]

    @property
    def start(self) -> int:
        """The number of the page's first entry in the list, from 0."""
        return (self.page - 1) * PAGE

    @property
    def list_key(self) -> str:
        """What the list asks for, whatever its page and order: what was chosen in it holds for all of them."""
        asked = replace(self.query, latest=False, public=replace(self.query.public, sort="", page=1))
        return asked.to_querystring()

    @property
    def most_picks(self) -> int:
        """How many entries can be chosen one by one."""
        return MOST_PICKS

    @property
    def chips(self) -> list[tuple[str, str]]:
        """The filters that are on, each with the address without it."""
        return [(chip.label, self.address(chip.query)) for chip in self.filters.chips]

    @property
    def before(self) -> str:
        """The address of the page before, empty on the first."""
        return self.address(self.query.on_page(self.page - 1)) if self.page > 1 else ""

    @property
    def after(self) -> str:
        """The address of the page after, empty on the last."""
        return self.address(self.query.on_page(self.page + 1)) if self.page < self.pages else ""


class _Further:
    """What rows show beside their listing, read for all rows of a page at once, for the columns that are shown."""

    def __init__(self, ids: Collection[UUID], columns: Collection[str]) -> None:
        self.terms, self.language = vocabulary("default"), get_language() or "de"
        read: Mapping[str, Callable[[Collection[UUID]], Any]] = {
            "editors": _editors, "source": _sources, "labels": _labels, "changed": _changes,
        }  # fmt: skip
        self.read = {name: reader(ids) if name in columns else {} for name, reader in read.items()}

    def row(self, listing: Listing) -> Row:
        """The row of a listing."""
        facts, id = listing.card, listing.organisation_id
        topic = self.terms.topic_by_slug.get(facts["topics"][0]) if facts["topics"] else None
        level = next((level for level in self.terms.levels if level.slug == facts["german"]), None)
        return Row(
            listing=listing,
            look={"icon": topic.icon, "hue": self.terms.hue(topic)} if topic else NO_TOPIC,
            topic=label(topic.names, self.language) if topic else "",
            languages=", ".join(language_name(row[0], self.language).name for row in facts["languages"]),
            german=label(level.short_names or level.names, self.language) if level else "",
            editors=self.read["editors"].get(id, 0),
            sources=self.read["source"].get(id, []),
            labels=self.read["labels"].get(id, []),
            changed=self.read["changed"].get(id),
        )


def _editors(ids: Collection[UUID]) -> dict[UUID, int]:
    rows = Editor.objects.active().filter(organisation__in=ids).order_by().values_list("organisation")
    return dict(rows.annotate(n=Count("pk")))


def _sources(ids: Collection[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = ExternalId.objects.filter(organisation__in=ids).order_by("source").distinct()
    for id, source in rows.values_list("organisation", "source"):
        found[id].append(source)
    return found


def _labels(ids: Collection[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = EntryLabel.objects.filter(organisation__in=ids).order_by("label__name")
    for id, name in rows.values_list("organisation", "label__name"):
        found[id].append(name)
    return found


def _changes(ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    newest = Revision.objects.filter(organisation__in=ids, number=F("organisation__number"))
    rows: list[tuple[UUID, datetime, str]] = list(newest.values_list("organisation", "created_at", "author"))
    names = names_of(author for _id, _at, author in rows)
    return {id: (ago(at), names[author]) for id, at, author in rows}
