"""News and modules in the menu and beside entries, kept in the process for each version of the vocabulary."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.further import Link
from organisations.participation.models import Module
from organisations.participation.news.read import is_news, public_modules, told


@dataclass(frozen=True)
class _Kept:
    version: int
    day: date
    news: bool
    modules: tuple[Module, ...]


class NewsAndModules:
    """The source that this app registers."""

    def __init__(self) -> None:
        self._kept: _Kept | None = None

    def links(self, spot: str, version: int) -> list[Link]:
        """The modules linked from a spot."""
        rows = (row for row in self._known(version).modules if spot in row.spots)
        found = ((row, told(row.texts, row.language)) for row in rows)
        return [Link(reverse("module", args=[row.slug]), text.title, text.lang) for row, text in found]

    def menu(self, version: int) -> list[Link]:
        """News and lessons, if there are any."""
        known = self._known(version)
        found = [Link(reverse("news"), _("News and events"), icon="speakerphone")] if known.news else []
        return found + ([Link(reverse("learn"), _("Learn more"), icon="book")] if known.modules else [])

    def waits(self, entry: UUID) -> list[Link]:
        """Nothing: news are no entry's."""
        return []

    def _known(self, version: int) -> _Kept:
        kept, today = self._kept, timezone.localdate()
        if kept and (kept.version, kept.day) == (version, today):
            return kept
        self._kept = _Kept(version, today, is_news(today), tuple(public_modules()))
        return self._kept
