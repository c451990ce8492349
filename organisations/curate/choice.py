"""What of the queue is asked for: kind, area, page. What is not understood is left out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from organisations.models import SuggestionKind
from organisations.vocabulary import vocabulary

MOST_PAGES = 10_000


@dataclass(frozen=True)
class Choice:
    """`kind` of suggestion, `area` by slug (both empty: all), page from 1."""

    kind: str = ""
    area: str = ""
    page: int = 1

    @classmethod
    def parse(cls, given: Mapping[str, str]) -> "Choice":
        """The choice of a query string."""
        kind, area = given.get("kind", ""), given.get("area", "")
        return cls(
            kind if kind in SuggestionKind.values else "",
            area if area in vocabulary("default").area_by_key else "",
            page_of(given),
        )

    def query(self) -> str:
        """The choice as a query string with its question mark; empty if it asks for everything."""
        page = str(self.page) if self.page > 1 else ""
        asked = {"kind": self.kind, "area": self.area, "page": page}
        found = urlencode({name: value for name, value in asked.items() if value})
        return f"?{found}" if found else ""

    def with_kind(self, kind: str) -> str:
        """The query string for another kind."""
        return replace(self, kind=kind, page=1).query()

    def with_page(self, page: int) -> str:
        """The query string for another page."""
        return replace(self, page=page).query()


def page_of(given: Mapping[str, str]) -> int:
    """The number of the page, 1 for anything else than a number."""
    return min(max(number_of(given.get("page", "")) or 1, 1), MOST_PAGES)


def number_of(text: str) -> int | None:
    """A whole number of at most eight digits; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
