"""The filters beside the list of entries: what can be chosen of each parameter, and what is chosen.

No counts stand beside the values: over entries of all states they would cost more than the list itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import get_language, gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from organisations import formats
from organisations.curate.reasons import REASONS
from organisations.curate.view import AGES, BY_HAND, CHANGED_DAYS, ENDED, DeskQuery
from organisations.forms.choices import common_languages, flags, topics
from organisations.models import EntryLabel, ExternalId, Label
from organisations.models.organisation import State
from organisations.models.vocabulary import German
from organisations.recurrence import WEEKDAYS
from organisations.scope import areas_of
from organisations.search import ACCESSES
from organisations.sentences import digits, say
from organisations.vocabulary import Vocabulary, label, vocabulary

EDITOR_WORDS = {
    "has": _("Somebody looks after it"),
    "address": _("Only an address on file"),
    "none": _("Nobody, and no address"),
}
AGE_WORDS = {
    "fresh": pgettext_lazy("age of the last check", "Fresh"),
    "ageing": pgettext_lazy("age of the last check", "Ageing"),
    "unconfirmed": pgettext_lazy("age of the last check", "Too long ago"),
    "unchecked": pgettext_lazy("age of the last check", "Never"),
    "hidden": pgettext_lazy("age of the last check", "So long ago that it is in no list"),
}
ENDED_WORDS = {"no": _("Goes on"), "yes": _("Has ended")}
# Only one value of these can be asked for.
RADIO = frozenset({"german", "understood", "access", "fresh", "changed"})

Option = tuple[str, str]


@dataclass(frozen=True)
class Choice:
    """A value that can be chosen: its words, and whether it is."""

    value: str
    label: str
    chosen: bool
    below: bool = False


@dataclass(frozen=True)
class Group:
    """A parameter with its values."""

    name: str
    title: str
    choices: list[Choice]

    @property
    def kind(self) -> str:
        """The kind of the input."""
        return "radio" if self.name in RADIO else "checkbox"

    @property
    def chosen(self) -> list[Choice]:
        """What is chosen."""
        return [choice for choice in self.choices if choice.chosen and choice.value]


@dataclass(frozen=True)
class Chip:
    """A filter that is on: its words, and the query without it."""

    label: str
    query: DeskQuery


@dataclass(frozen=True)
class Filters:
    """Everything that can be chosen, for one query of a user in the active language."""

    query: DeskQuery
    user: Any

    @cached_property
    def terms(self) -> Vocabulary:
        """The vocabulary."""
        return vocabulary("default")

    @cached_property
    def groups(self) -> list[Group]:
        """The curators' own parameters first, then those of visitors."""
        groups = [self._group(name, title, options) for name, title, options in self._offered()]
        return [group for group in groups if any(choice.value for choice in group.choices)]

    @property
    def on(self) -> int:
        """How many filters are on."""
        return len(self.chips)

    @cached_property
    def chips(self) -> list[Chip]:
        """What is chosen, each with the query without it."""
        public = self.query.public
        found = [
            Chip(f"{group.title}: {choice.label}", self.query.without(group.name, choice.value))
            for group in self.groups
            for choice in group.chosen
        ]
        if public.q:
            found.insert(0, Chip(gettext("“%(text)s”") % {"text": public.q}, self.query.without("q")))
        if public.near:
            found.append(Chip(gettext("Near this place"), self.query.without("near")))
        if public.bbox:
            found.append(Chip(pgettext("filter", "This part of the map"), self.query.without("bbox")))
        if self.query.by:
            found.append(Chip(gettext("Changed by one person or source"), self.query.without("by")))
        if self.query.batch:
            found.append(Chip(gettext("Changed in one go"), self.query.without("batch")))
        return found

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Parameters that no field of the form shows, so that sending it keeps them."""
        shown = {group.name for group in self.groups} | {"q", "page", "sort"}
        return [(name, value) for name, value in self.query.pairs() if name not in shown]

    def _group(self, name: str, title: str, options: list[Option]) -> Group:
        chosen = {value for parameter, value in self.query.pairs() if parameter == name}
        known = {value for value, _words in options}
        missing = [(value, value) for value in chosen - known]
        choices = [
            Choice(value, words.strip("\t"), value in chosen, words.startswith("\t"))
            for value, words in [*options, *missing]
        ]
        if name in RADIO:
            choices.insert(0, Choice("", gettext("No matter"), not chosen))
        return Group(name, title, choices)

    def _offered(self) -> Iterator[tuple[str, str, list[Option]]]:
        yield "reason", gettext("Needs care"), [(r.name, str(r.label)) for r in REASONS.values() if r.condition]
        yield "state", gettext("State"), [(state.value, str(state.label)) for state in State]
        yield "age", gettext("Last check"), [(age, str(AGE_WORDS[age])) for age in AGES]
        yield "ended", gettext("Last day"), [(value, str(ENDED_WORDS[value])) for value in ENDED]
        yield "editor", gettext("Editors"), [(value, str(words)) for value, words in EDITOR_WORDS.items()]
        yield "label", gettext("Label"), [(name, name) for name in labels_in_use()]
        yield "source", gettext("Source"), _sources()
        yield "changed", gettext("Changed"), [(str(days), _within(days)) for days in CHANGED_DAYS]
        yield from self._public()

    def _public(self) -> Iterator[tuple[str, str, list[Option]]]:
        language = get_language() or "de"
        kinds = [(kind, say(kind)) for kind in ("club", "committee", "initiative")]
        public = self.query.public
        spoken = common_languages(language, *public.language, *([public.understood] if public.understood else []))
        yield "area", gettext("Place"), self._areas()
        yield "topic", gettext("Topic"), _topics(self.terms, language)
        yield "kind", gettext("Kind"), kinds
        yield "language", gettext("Languages spoken"), spoken
        yield "understood", gettext("Understood with this language or little German"), spoken
        yield "german", gettext("How much German?"), _levels(self.terms, language)
        yield "open", gettext("Open to"), [(slug, str(words)) for slug, words in flags(self.terms, language)]
        yield "day", gettext("Day"), list(zip(WEEKDAYS, formats.days_listed(), strict=True))
        yield "access", gettext("Access"), [(value, gettext("Wheelchair accessible")) for value in ACCESSES]
        yield "fresh", gettext("Also"), [("1", gettext("Checked within 12 months"))]

    def _areas(self) -> list[Option]:
        return [(area.slug, f"\t{area.name}" if area.parent else area.name) for area in _in_order(areas_of(self.user))]


def labels_in_use() -> list[str]:
    """The labels that stand on any entry."""
    return [label.name for label in Label.objects.filter(pk__in=EntryLabel.objects.values("label"))]


def _sources() -> list[Option]:
    names = list(ExternalId.objects.order_by("source").values_list("source", flat=True).distinct())
    return [(name, name) for name in names] + ([(BY_HAND, gettext("No source: made by hand"))] if names else [])


def _within(days: int) -> str:
    return ngettext("Within %(n)s day", "Within %(n)s days", days) % {"n": digits(days)}


def _topics(terms: Vocabulary, language: str) -> list[Option]:
    return [
        (slug, f"\t{words}" if place else str(words))
        for _title, rows in topics(terms, language)
        for place, (slug, words) in enumerate(rows)
    ]


def _levels(terms: Vocabulary, language: str) -> list[Option]:
    known: Mapping[str, Any] = {level.slug: level for level in terms.levels}
    return [(slug, label(known[slug].names, language)) for slug in German.values if slug in known]


def _in_order(areas: list[Any]) -> list[Any]:
    """Each municipality followed by its districts."""
    ids = {area.id for area in areas}
    tops = [area for area in areas if area.parent not in ids]
    return [one for top in tops for one in (top, *(area for area in areas if area.parent == top.id))]
