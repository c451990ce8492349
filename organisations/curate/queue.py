"""The queue: what waits for a decision of this curator, the oldest first. A fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext

from organisations import formats
from organisations.cards import NO_TOPIC
from organisations.curate.choice import Choice
from organisations.curate.words import ago, names_of, person_name
from organisations.differences import LABELS
from organisations.document import OrganisationDocument
from organisations.forms.sections import SECTION_BY_KEY
from organisations.models import OrganisationTopic, Revision, Suggestion, SuggestionKind
from organisations.proposal import OURS
from organisations.scope import areas_of, in_areas, within
from organisations.vocabulary import AreaTerm, Vocabulary, vocabulary

PAGE = 30
OF_ENTRY = "organisation__"
_SECTIONS = {"languages": "languages", "places": "places", "first_visit": "visit", "committee": "openings"}
_UNTOLD = {*OURS, "id", "private"}


@dataclass(frozen=True)
class Row:
    """A line of the queue: the suggestion, what it is about in a few words, who sent it, who works on it now."""

    suggestion: Suggestion
    about: str
    lang: str
    sender: str
    ago: str
    topic: dict[str, str]
    locked_by: str
    mine: bool

    @property
    def kind(self) -> str:
        """Club, committee, initiative: the shape of the entry's sign."""
        return self.suggestion.organisation.kind


@dataclass(frozen=True)
class Queue:
    """What waits for `user`, by `choice`."""

    user: Any
    choice: Choice

    def waiting(self, choice: Choice | None = None) -> Any:
        """The suggestions that this curator decides on."""
        choice = choice or self.choice
        found = Suggestion.objects.waiting().filter(within(self.user, OF_ENTRY))
        if choice.area:
            found = found.filter(in_areas([self.terms.area_by_key[choice.area].id], OF_ENTRY))
        return found.filter(kind=choice.kind) if choice.kind else found

    @cached_property
    def terms(self) -> Vocabulary:
        """The vocabulary."""
        return vocabulary("default")

    @cached_property
    def counts(self) -> list[dict[str, Any]]:
        """How many there are of each kind, all of them first, in the chosen area."""
        by_kind = self.waiting(Choice(area=self.choice.area)).order_by().values_list("kind").annotate(n=Count("pk"))
        found = dict(by_kind)
        kinds = [("", gettext("All")), *SuggestionKind.choices]
        return [
            {
                "label": label,
                "n": found.get(kind, 0) if kind else sum(found.values()),
                "query": self.choice.with_kind(kind) or "?",
                "chosen": kind == self.choice.kind,
            }
            for kind, label in kinds
        ]

    @property
    def total(self) -> int:
        """How many wait in the chosen area, whatever their kind."""
        return int(self.counts[0]["n"])

    @property
    def number(self) -> int:
        """How many wait by the choice."""
        return next(int(one["n"]) for one in self.counts if one["chosen"])

    @cached_property
    def areas(self) -> list[AreaTerm]:
        """The areas to choose from."""
        return areas_of(self.user)

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.number // PAGE))

    @property
    def pager(self) -> dict[str, str]:
        """The query strings of the pages before and after."""
        page = min(self.choice.page, self.pages)
        return {
            "before": (self.choice.with_page(page - 1) or "?") if page > 1 else "",
            "after": self.choice.with_page(page + 1) if page < self.pages else "",
        }

    @cached_property
    def rows(self) -> list[Row]:
        """The lines of the page."""
        topics = Prefetch(f"{OF_ENTRY}topic_rows", OrganisationTopic.objects.filter(position=0), to_attr="first_topic")
        start = (min(self.choice.page, self.pages) - 1) * PAGE
        page = self.waiting().select_related("organisation", "locked_by").prefetch_related(topics)
        found = list(page[start : start + PAGE])
        bases, names = _bases(found), names_of(one.author for one in found)
        return [self._row(one, bases, names[one.author]) for one in found]

    def _row(self, one: Suggestion, bases: dict[tuple[UUID, int], Revision], sender: str) -> Row:
        locked = one.locked_by if one.locked_until and one.locked_until > timezone.now() else None
        about, lang = self._about(one, bases.get((one.organisation_id, one.base)))
        first = one.organisation.first_topic  # type: ignore[attr-defined]
        topic = self.terms.topic_by_id.get(first[0].topic_id) if first else None
        look = {"icon": topic.icon, "hue": self.terms.hue(topic)} if topic else NO_TOPIC
        mine = locked is not None and locked.pk == self.user.pk
        return Row(one, about, lang, sender, ago(one.created_at), look, person_name(locked) if locked else "", mine)

    def _about(self, one: Suggestion, base: Revision | None) -> tuple[str, str]:
        """What a line says, and in which language if that is the sender's."""
        if one.kind == SuggestionKind.CHANGE and one.document and base:
            return formats.joined(changed_parts(base.document, one.document)), ""
        words = " · ".join(str(text) for text in one.notes.values() if isinstance(text, str))
        return Truncator(words).chars(90), one.language if words else ""

    def beside(self, id: UUID) -> dict[str, UUID | None]:
        """The neighbours of a suggestion on the page of the queue, for "next" and "previous"."""
        ids = [row.suggestion.pk for row in self.rows]
        if id not in ids:
            return {"previous": None, "next": ids[0] if ids else None}
        place = ids.index(id)
        return {"previous": ids[place - 1] if place else None, "next": ids[place + 1] if place + 1 < len(ids) else None}


def changed_parts(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What people call the parts in which two stored documents differ."""
    told = [one.name for one in fields(OrganisationDocument) if one.name not in _UNTOLD]
    # what a document of before does not know yet is nothing
    names = [name for name in told if (before.get(name) or None) != (after.get(name) or None)]
    if after.get("private"):
        names.append("places")
    return list(dict.fromkeys(_part(name) for name in names))


def _part(name: str) -> str:
    if name == "texts":
        return gettext("Texts")
    return str(SECTION_BY_KEY[_SECTIONS[name]].title if name in _SECTIONS else LABELS.get(name, name))


def _bases(found: Iterable[Suggestion]) -> dict[tuple[UUID, int], Revision]:
    """The revisions that changes were made from. One query."""
    wanted = Q()
    for one in found:
        if one.kind == SuggestionKind.CHANGE:
            wanted |= Q(organisation_id=one.organisation_id, number=one.base)
    if not wanted:
        return {}
    rows = Revision.objects.filter(wanted).only("organisation_id", "number", "document")
    return {(row.organisation_id, row.number): row for row in rows}
