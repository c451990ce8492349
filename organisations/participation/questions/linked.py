"""Questionnaires in the menu and on the pages of an entry's editors, kept for each version of the vocabulary."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from organisations.further import Link
from organisations.participation.questions.content import Texts, said
from organisations.participation.questions.filling import ASSOCIATIONS, open_titles
from organisations.participation.questions.offers import offered
from organisations.sentences import digits


@dataclass(frozen=True)
class _Kept:
    version: int
    titles: dict[str, Texts]


class Questionnaires:
    """The source that this app registers; opening, closing and publishing raise the version."""

    def __init__(self) -> None:
        self._kept: _Kept | None = None

    def links(self, spot: str, version: int) -> list[Link]:
        """The association's own, for the editors of an entry."""
        titles = self._titles(version) if spot == "editors" else {}
        if ASSOCIATIONS not in titles:
            return []
        told = said(titles[ASSOCIATIONS], get_language() or "")
        return [Link(reverse("entry-questions", args=["SLUG"]), told.text, told.lang)]

    def menu(self, version: int) -> list[Link]:
        """The list, if one of them is open."""
        return [Link(reverse("questions"), _("Questionnaires"), icon="messages")] if self._titles(version) else []

    def waits(self, entry: UUID) -> list[Link]:
        """The suggestions from a questionnaire, its own or one on paper."""
        count = len(offered(entry))
        words = ngettext("%(n)s suggestion waits", "%(n)s suggestions wait", count) % {"n": digits(count)}
        return [Link(reverse("entry-offers", args=["SLUG"]), words)] if count else []

    def _titles(self, version: int) -> dict[str, Texts]:
        if self._kept is None or self._kept.version != version:
            self._kept = _Kept(version, open_titles())
        return self._kept.titles
