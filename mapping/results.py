"""A page of results: parse, query, and everything the templates show of the answer."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from mapping.chips import Chip, chips_of, link_of
from mapping.filters import Filters
from mapping.kept import kept
from mapping.page_words import WORDS
from mapping.places import LONGEST_PLACE, areas_nearly_named, clean_place, the_one
from mapping.position import has_position, query_values
from mapping.radii import radii
from organisations.cards import Card, Reader, card_of
from organisations.facets import Facets, count_facets
from organisations.matching import Matching
from organisations.models import Listing
from organisations.nearest import fewer_words, nearest_to, words_apart
from organisations.problems import note_of
from organisations.search import SORTS, OrganisationQuery
from organisations.sentences import digits, plural
from organisations.times import this_hour
from organisations.vocabulary import Vocabulary, vocabulary

WITHOUT = plural("Without “\u2068%(name)s\u2069”: %(n)s group", "Without “\u2068%(name)s\u2069”: %(n)s groups")
SURE_LINE: tuple[str, str] = WORDS["sure_line"]  # type: ignore[assignment]
PAGE_SIZE = 20
ALMOST = 3

# What the card template of the browser is drawn with: every part once, without words.
BLANK_CARD: Card = {
    "topic": {"icon": "users-group", "hue": "slate"},
    "kind": "club",
    "meta": [""],
    "time": {"when": "", "rule": "", "lang": ""},
    "promises": [{"css": "plain", "icon": "circle-check", "label": "", "how": " "}],
    "promise_notes": [{"label": "", "checked": "", "date": "", "note": ""}],
    "german": {"icon": "level-none", "label": ""},
    "flag": {"icon": "door-enter", "label": ""},
    "freshness": {"css": "fresh", "icon": "user-check", "label": "", "date": ""},
}


@dataclass(frozen=True)
class Drop:
    """A filter that could be given up, how many organisations there would be then, and the address for it."""

    chip: Chip
    query: OrganisationQuery
    count: int
    url: str

    @property
    def key(self) -> str:
        """Parameter and value as one word."""
        return self.chip.key

    @property
    def is_word(self) -> bool:
        """Whether it is a word of the text, whose other words stay."""
        return self.chip.parameter == "q" and self.query.q != ""

    @property
    def sentence(self) -> str:
        """ "Ohne „Harthausen“: 4 Angebote"."""
        sentence = ngettext(*WITHOUT, self.count)
        return sentence % {"name": self.chip.label.strip("“”„«»\u00a0"), "n": digits(self.count)}


class Results:
    """The answer to the query of a request, in the active language. Nothing is read before it is asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self._start(query_values(request))
        self.here = self.query.near if has_position(request) else None

    @classmethod
    def of_nothing(cls) -> "Results":
        """The answer to the query that asks for nothing."""
        found = cls.__new__(cls)
        found._start(QueryDict())
        found.here = None
        return found

    def _start(self, values: QueryDict) -> None:
        self.language = get_language() or "de"
        self.terms = vocabulary()
        self.query, self.problems = OrganisationQuery.from_querydict(values, self.terms, also=("place",))
        self.place = clean_place(values.get("place", ""))
        self.matching = Matching.of(self.query, self.terms)

    @cached_property
    def facets(self) -> Facets:
        """Counts beside the query."""
        return facets_of(self.matching, self.terms)

    @cached_property
    def filters(self) -> Filters:
        """Groups, tiles and the one-tap filter."""
        everything = facets_of(Matching(OrganisationQuery(), {}, self.matching.today), self.terms)
        return Filters(self.query, self.facets, everything, self.terms, self.language)

    @cached_property
    def chips(self) -> list[Chip]:
        """What is chosen."""
        return chips_of(self.query, self.terms, self.language, measured=self.here is not None)

    @cached_property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.facets.total // PAGE_SIZE))

    @cached_property
    def cards(self) -> list[Card]:
        """The cards of the page asked for; one beyond the last shows the last."""
        if not self.facets.total:
            return []
        page = min(self.query.page, self.pages)
        return self._cards(self.matching, (page - 1) * PAGE_SIZE, PAGE_SIZE, self.facets.total)

    def _cards(self, matching: Matching, start: int, count: int, total: int) -> list[Card]:
        query = self.query
        asked = (query.language, query.open, query.opening)
        reader = Reader(self.language, matching.today, self.terms, *asked, this_hour())
        near = matching.within_reach(start + count, total)
        return [card_of(listing, reader) for listing in near.ordered()[start : start + count]]

    @cached_property
    def _apart(self) -> bool:
        return words_apart(self.matching)

    @cached_property
    def drops(self) -> list[Drop]:
        """For an empty answer: the filters, or words of the text, whose removal helps; the best first."""
        if self.facets.total:
            return []
        found = [self._drop(chip, self._without(chip)) for chip in self.chips]
        words = [self._drop(*pair) for pair in self._fewer_words()]
        if any(drop.count for drop in words):
            found = [*words, *(drop for drop in found if drop.chip.parameter != "q")]
        best: dict[OrganisationQuery, Drop] = {}
        for drop in found:
            if drop.count:
                best.setdefault(drop.query, drop)
        return sorted(best.values(), key=lambda drop: -drop.count)

    def _without(self, chip: Chip) -> OrganisationQuery:
        """One of several values that are alternatives does not help: then the whole parameter is given up. Of a circle
        the radius is: what lies nearest still comes first."""
        if chip.parameter == "near" and self.query.radius is not None:
            return self.query.without("radius")
        return self.query.without(chip.parameter, chip.value if chip.parameter == "open" else None)

    def _fewer_words(self) -> Iterator[tuple[Chip, OrganisationQuery]]:
        chip = next((chip for chip in self.chips if chip.parameter == "q"), None)
        if chip and self._apart:
            for word, query in fewer_words(self.query):
                yield replace(chip, value=word, label=word), query

    def _drop(self, chip: Chip, query: OrganisationQuery) -> Drop:
        count = Matching.of(query, self.terms, self.matching.today).count()
        return Drop(chip, query, count, self._link(query))

    def _link(self, query: OrganisationQuery) -> str:
        """The address of a query; one that gives up the radius around a measured position says so by an empty one."""
        address = link_of(query, self.here)
        if not (self.here and query.near and self.query.radius is not None and query.radius is None):
            return address
        return f"{address}{'&' if '?' in address else '?'}radius="

    @cached_property
    def almost(self) -> list[Card]:
        """For an empty answer: a few cards of what meets the most of the query."""
        nearest = None if self.facets.total else nearest_to(self.matching, self.terms, self._apart)
        return self._cards(nearest, 0, ALMOST, nearest.count()) if nearest else []

    @property
    def sorts(self) -> list[dict[str, Any]]:
        """The ways to sort; by distance only with a position. Without a text there is no best match: then what was
        checked lately comes first."""
        names = {
            "relevance": _(str(WORDS["sort_best" if self.query.q else "sort_fresh"])),
            "distance": _("Distance"),
            "name": _("Name"),
            "checked": _("Last checked"),
        }
        return [
            {
                "value": name,
                "label": names[name],
                "chosen": name == self.query.order,
                "hidden": name == "distance" and not self.query.near,
            }
            for name in SORTS
        ]

    @property
    def correction(self) -> dict[str, str] | None:
        """What a misspelt text was taken for, in a sentence, and the way to what was typed; None if nothing was."""
        wording = self.matching.wording
        if wording is None or not wording.shown_for:
            return None
        return {
            "sentence": _("Shown for “\u2068%(text)s\u2069”.") % {"text": wording.shown_for},
            "link": _("Search for exactly “\u2068%(text)s\u2069”") % {"text": wording.text},
            "url": link_of(replace(self.query, q=wording.exact, page=1), self.here),
        }

    @property
    def correction_of_place(self) -> str:
        """What a misspelt place was taken for, as long as the list is around it; empty if nothing was."""
        meant = the_one(areas_nearly_named(self.place, self.terms)) if self.place and self.query.near else None
        if meant is None or not meant.corrected or meant.near != self.query.near:
            return ""
        return _("Shown for “\u2068%(text)s\u2069”.") % {"text": meant.name}

    def page_url(self, step: int) -> str:
        """The address of the page before (-1) or after (1), empty if there is none."""
        page = min(self.query.page, self.pages) + step
        if not 1 <= page <= self.pages:
            return ""
        return link_of(replace(self.query, page=page), self.here)

    @property
    def sure_line(self) -> str:
        """With languages asked for: how many of the results are sure; else empty."""
        sure = self.facets.sure
        if sure is None or not self.facets.total:
            return ""
        return ngettext(*SURE_LINE, sure) % {"n": digits(sure), "months": digits(settings.PROMISE_MONTHS)}

    def context(self) -> dict[str, Any]:
        """What mapping/_results.html and the chips need."""
        total = self.facets.total
        return {
            "query": self.query,
            "chips": self.chips,
            "cards": self.cards,
            "drops": self.drops,
            "almost": self.almost,
            "sorts": self.sorts,
            "pages": self.pages,
            "page_number": min(self.query.page, self.pages),
            "previous_url": self.page_url(-1),
            "next_url": self.page_url(1),
            "result_count": ngettext("%(n)s group", "%(n)s groups", total) % {"n": digits(total)},
            "sure_line": self.sure_line,
            "notes": [note_of(problem) for problem in self.problems],
            "correction": self.correction,
        }

    def page_context(self) -> dict[str, Any]:
        """What the whole page needs beside the results."""
        total = self.facets.total
        return self.context() | {
            "page_kind": "map",
            "searchable": True,
            "groups": self.filters.groups,
            "tiles": self.filters.tiles,
            "tiles_hidden": any(chip.parameter not in ("german", "understood") for chip in self.chips),
            "one_tap": self.filters.one_tap,
            "hidden_fields": self.filters.hidden_fields,
            "kept_fields": [pair for pair in self.query.pairs() if pair[0] != "page"],
            "radii": radii(self.query.radius),
            "correction_of_place": self.correction_of_place,
            "near_key": ",".join(f"{degree:.10g}" for degree in self.query.near or ()),  # as JavaScript joins the two
            "longest_place": LONGEST_PLACE,
            "show_count": ngettext("Show %(n)s group", "Show %(n)s groups", total) % {"n": digits(total)},
            "blank_card": BLANK_CARD,
            "blank_drops": [{"key": "", "url": "", "sentence": ""}] * 2,
        }


def facets_of(matching: Matching, terms: Vocabulary) -> Facets:
    """The facets of a query; those without any filter are kept."""
    if matching.conditions:
        return count_facets(matching, terms)
    return kept("facets", lambda: count_facets(matching, terms))


def public_listings() -> int:
    """How many listings visitors may see."""
    return kept("listings", Listing.objects.listed().count)
