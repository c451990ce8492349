"""What other apps have to read beside an entry, and in the menu. They register a source when they start."""

from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import quote
from uuid import UUID


@dataclass(frozen=True)
class Link:
    """A page to read on: address, title, language of the title (empty: the reader's), icon of the menu."""

    url: str
    title: str
    lang: str = ""
    icon: str = ""

    def about(self, slug: str) -> "Link":
        """The same for an entry: its slug takes the place of SLUG in the address."""
        return replace(self, url=self.url.replace("SLUG", quote(slug)))


class Source(Protocol):
    """`version` is that of the vocabulary: as long as it stays, nothing has to be asked again."""

    def links(self, spot: str, version: int) -> list[Link]:
        """What is linked from a spot: committee, visit, editors, mentors."""

    def menu(self, version: int) -> list[Link]:
        """What stands in the menu of every page."""

    def waits(self, entry: UUID) -> list[Link]:
        """What waits for the editors of an entry to decide on it."""


_sources: list[Source] = []


def register(source: Source) -> None:
    """Adds a source."""
    _sources.append(source)


def links(spot: str, version: int) -> list[Link]:
    """What all sources link from a spot."""
    return [link for source in _sources for link in source.links(spot, version)]


def menu(version: int) -> list[Link]:
    """What all sources have for the menu."""
    return [link for source in _sources for link in source.menu(version)]


def waits(entry: UUID) -> list[Link]:
    """What waits for the editors of an entry, of all sources."""
    return [link for source in _sources for link in source.waits(entry)]
