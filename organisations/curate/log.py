"""What was decided: the audit log as curators read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext

from organisations.curate.words import action_text, names_of
from organisations.differences import LABELS, label_of
from organisations.models import Decision, ImportRun, Organisation, SuggestionKind
from organisations.scope import within
from organisations.services.bulk.acts import ACTS, source_words, title_of

PAGE = 50


@dataclass(frozen=True)
class Line:
    """A row of the log in words; `about`: what it was about, if that is no entry, and how many `entries` it changed;
    parts and `reason` as they were decided."""

    decision: Decision
    who: str
    what: str
    about: str
    entries: int
    accepted: list[str]
    refused: list[str]
    reason: str


@dataclass(frozen=True)
class Log:
    """What was decided on the entries of `user` and by them, or on one entry, newest first."""

    user: Any
    page: int = 1
    entry: Organisation | None = None

    @cached_property
    def _found(self) -> list[Decision]:
        seen = within(self.user, "organisation__")
        seen = seen and seen | Q(organisation=None, actor=f"user:{self.user.pk}")
        rows = Decision.objects.filter(seen).select_related("organisation")
        if self.entry:
            rows = rows.filter(organisation=self.entry)
        start = (self.page - 1) * PAGE
        return list(rows[start : start + PAGE + 1])

    @property
    def lines(self) -> list[Line]:
        """The rows of the page."""
        found = self._found[:PAGE]
        names = names_of(author for one in found for author in _authors(one))
        files = _files(found)
        return [
            Line(
                one,
                names[one.actor],
                _what(one),
                _about(one, names, files),
                _entries(one),
                _parts(one, "accepted"),
                _parts(one, "refused"),
                one.detail.get("reason", ""),
            )
            for one in found
        ]

    @property
    def more(self) -> int:
        """The next page, 0 if there is none."""
        return self.page + 1 if len(self._found) > PAGE else 0


def _what(decision: Decision) -> str:
    """What was done, in words."""
    kind, _colon, name = decision.action.partition(":")
    if kind == "bulk" and name in ACTS:
        return title_of(ACTS[name], str(decision.detail.get("value", "")))
    return action_text(decision.action)


def _authors(decision: Decision) -> list[str]:
    """Everybody a row names: who did it, and whose account it was about or went over to."""
    people = (decision.detail.get(name) for name in ("user", "to") if decision.action.startswith("people:"))
    return [decision.actor, *(f"user:{id}" for id in people if id)]


def _files(decisions: Iterable[Decision]) -> dict[str, str]:
    """The names of the files that were imported, by the run."""
    runs = [one.detail["run"] for one in decisions if "run" in one.detail]
    return {str(pk): file for pk, file in ImportRun.objects.filter(pk__in=runs).values_list("pk", "file")}


def _about(decision: Decision, names: Mapping[str, str], files: Mapping[str, str]) -> str:
    """What it was about: people, the source of an import and its file, what was taken back."""
    detail, people = decision.detail, [names[author] for author in _authors(decision)[1:]]
    if len(people) == 2:
        return gettext("from %(giver)s to %(taker)s") % {"giver": people[0], "taker": people[1]}
    source = source_words(str(detail.get("source", "")))
    return " · ".join(filter(None, [*people, source, files.get(detail.get("run", ""), "")]))


def _entries(decision: Decision) -> int:
    """How many entries were changed by what was done to many."""
    if not decision.action.startswith(("bulk:", "batch:", "import:")):
        return 0
    numbers = (decision.detail.get(name) for name in ("entries", "new", "changed", "restored", "archived"))
    return sum(number for number in numbers if isinstance(number, int))


def _parts(decision: Decision, which: str) -> list[str]:
    """What the parts are called; a new entry is decided as a whole. A key from another version stands as it is."""
    keys = [] if decision.action.startswith(SuggestionKind.NEW) else decision.detail.get(which) or []
    told = [label_of(tuple(key)) if len(key) > 1 or key[0] in LABELS else ".".join(key) for key in keys]
    return list(dict.fromkeys(told))
