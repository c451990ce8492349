"""A place somebody typed without JavaScript: where it leads, or what is said about it."""

from dataclasses import replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from mapping.chips import url_of
from mapping.page_words import WORDS
from mapping.places import LONGEST_PLACE, FoundPlace, NotNowError, clean_place, find_places, the_one, visitor_of
from organisations.search import OrganisationQuery
from organisations.vocabulary import vocabulary


class Sought:
    """The place of a request beside its query, which is kept."""

    def __init__(self, request: HttpRequest) -> None:
        terms = vocabulary()
        self.text = clean_place(request.GET.get("place", ""))
        self.query, _problems = OrganisationQuery.from_querydict(request.GET, terms, also=("place",))
        self.places: list[FoundPlace] = []
        self.trouble = ""
        try:
            self.places = find_places(self.text, terms, visitor_of(request)) if self.text else []
        except NotNowError as error:
            self.trouble = error.reason

    @property
    def target(self) -> str:
        """The address of the list around the place, empty if it is not clear which one is meant."""
        place = the_one(self.places)
        return self.around(place) if place else ""

    def around(self, place: FoundPlace) -> str:
        """The address of the list, nearest first around that place; with the words for a misspelt one, to say so."""
        address = url_of(replace(self.query, near=place.near, sort="", page=1))
        return f"{address}&{urlencode({'place': self.text})}" if place.corrected else address

    @cached_property
    def sentence(self) -> str:
        """What is wrong, empty if nothing is."""
        if self.places:
            return ""
        if self.trouble:
            key = f"places_{self.trouble}"
        elif not self.text:
            key = "place_empty"
        else:
            key = "place_not_found" if settings.GEOCODER_URL else "place_towns_only"
        return _(str(WORDS[key])) % {"text": self.text}

    def context(self) -> dict[str, Any]:
        """What mapping/near.html needs."""
        return {
            "text": self.text,
            "sentence": self.sentence,
            "choices": [{"place": place, "url": self.around(place)} for place in self.places],
            "kept_fields": [pair for pair in self.query.pairs() if pair[0] not in ("page", "sort")],
            "back": url_of(self.query),
            "longest_place": LONGEST_PLACE,
        }
