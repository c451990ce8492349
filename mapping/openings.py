"""The list of everything that is open: parse, query, and what its page and its feeds show."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, ngettext

from mapping.chips import Chip, chip_text
from organisations.cards import Reader, topic_of
from organisations.facets import Facets, count_facets
from organisations.languages import language_name, offered
from organisations.models.opening import OpeningKind
from organisations.openings.listed import Offer, Offers
from organisations.openings.told import Told
from organisations.problems import note_of
from organisations.search import OrganisationQuery
from organisations.sentences import digits, say
from organisations.vocabulary import vocabulary

PAGE_SIZE = 50
FEED_SIZE = 200  # what feeds and calendars hold
OWN = ("opening", "language")  # parameters that the page has fields for


class OpenList:
    """What is open, for a request in the active language."""

    def __init__(self, request: HttpRequest) -> None:
        self.language = get_language() or "de"
        self.terms = vocabulary()
        self.query, self.problems = OrganisationQuery.from_querydict(request.GET, self.terms)
        self.offers = Offers(self.query, self.terms)

    @cached_property
    def total(self) -> int:
        """How many there are."""
        return self.offers.count()

    @cached_property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))

    @cached_property
    def reader(self) -> Reader:
        """For whom they are told."""
        return Reader(self.language, self.offers.today, self.terms)

    def told(self, number: int, size: int) -> list[tuple[Offer, Told]]:
        """Those of a page, each with its words."""
        return self._in_words(self.offers.page(number, size))

    def newest(self) -> list[tuple[Offer, Told]]:
        """Those that were offered last, as a feed tells them."""
        return self._in_words(self.offers.newest(FEED_SIZE))

    def _in_words(self, offers: Iterable[Offer]) -> list[tuple[Offer, Told]]:
        return [(offer, Told(offer.opening, self.reader, offer.listing.slug, offer.ways)) for offer in offers]

    @cached_property
    def _offered(self) -> Facets:
        """What can be chosen: kinds and languages of all that is open, whatever is chosen now."""
        return count_facets(Offers(OrganisationQuery(), self.terms).matching, self.terms)

    def _choices(self, name: str, values: Collection[str]) -> list[dict[str, Any]]:
        present = getattr(self.query, name)
        there = [value for value in values if self._offered.counts[name].get(value) or value in present]
        return [{"value": value, "label": self._label(name, value), "chosen": value in present} for value in there]

    def _label(self, name: str, value: str) -> str:
        return say(value) if name == "opening" else language_name(value, self.language).name

    @cached_property
    def _languages(self) -> list[dict[str, Any]]:
        spoken = self._offered.counts["language"]
        found = self._choices("language", offered(spoken, self.query.language))
        return sorted(found, key=lambda choice: str(choice["label"]))

    def _chips(self) -> list[Chip]:
        """What is asked beside the fields of the page, for instance by a link of the list."""
        fields = {("language", choice["value"]) for choice in self._languages}
        asked = [pair for pair in self.query.pairs() if pair[0] not in ("opening", "page", "sort", "radius")]
        others = [pair for pair in asked if pair not in fields]
        return [self._chip(name, value) for name, value in others]

    def _chip(self, name: str, value: str) -> Chip:
        text, lang = chip_text(name, value, self.query, self.terms, self.language)
        return Chip(name, value, text, self._url(self.query.without(name, value)), lang)

    def _url(self, query: OrganisationQuery, name: str = "openings", **more: str) -> str:
        pairs = urlencode([*query.pairs(), *more.items()])
        return reverse(name) + (f"?{pairs}" if pairs else "")

    def _step(self, step: int) -> str:
        page = min(self.query.page, self.pages) + step
        return self._url(replace(self.query, page=page)) if 1 <= page <= self.pages else ""

    @property
    def _whole(self) -> OrganisationQuery:
        """What is asked, whatever page is shown."""
        return replace(self.query, page=1, sort="")

    @property
    def page_url(self) -> str:
        """The page of what is asked."""
        return self._url(self._whole)

    def context(self) -> dict[str, Any]:
        """What the page shows."""
        number, whole = min(self.query.page, self.pages), self._whole
        rows = [(offer, told, topic_of(offer.listing.card["topics"], self.reader))
                for offer, told in self.told(number, PAGE_SIZE)]  # fmt: skip
        return {
            "offers": rows,
            "chosen": whole != OrganisationQuery(),
            "count": ngettext("%(n)s offer", "%(n)s offers", self.total) % {"n": digits(self.total)},
            "kinds": self._choices("opening", OpeningKind.values),
            "languages": self._languages,
            "chips": self._chips(),
            "kept": [pair for pair in whole.pairs() if pair[0] not in OWN],
            "notes": [note_of(problem) for problem in self.problems],
            "previous_url": self._step(-1),
            "next_url": self._step(1),
            "page_number": number,
            "pages": self.pages,
            "atom": self._url(whole, "openings-atom"),
            "calendar": self._url(whole, "openings-calendar"),
            "json": self._url(whole, "api-openings", lang=self.language),
        }
