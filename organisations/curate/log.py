"""What was decided: the audit log as curators read it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from organisations.curate.words import action_text, names_of
from organisations.differences import LABELS, label_of
from organisations.models import Decision, Organisation, SuggestionKind
from organisations.scope import decides_everywhere, within

PAGE = 50


@dataclass(frozen=True)
class Line:
    """A row of the log in words; `parts` and `reason` as they were decided."""

    decision: Decision
    who: str
    what: str
    accepted: list[str]
    refused: list[str]
    reason: str


@dataclass(frozen=True)
class Log:
    """What was decided on the entries of `user` or by `user`, or on one entry, newest first."""

    user: Any
    page: int = 1
    entry: Organisation | None = None

    @cached_property
    def _found(self) -> list[Decision]:
        rows = Decision.objects.select_related("organisation")
        if not decides_everywhere(self.user):  # what belongs to no entry is told to who did it
            rows = rows.filter(within(self.user, "organisation__") | Q(actor=f"user:{self.user.pk}"))
        if self.entry:
            rows = rows.filter(organisation=self.entry)
        start = (self.page - 1) * PAGE
        return list(rows[start : start + PAGE + 1])

    @property
    def lines(self) -> list[Line]:
        """The rows of the page."""
        found = self._found[:PAGE]
        names = names_of(one.actor for one in found)
        return [
            Line(
                one,
                names[one.actor],
                action_text(one.action),
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


def _parts(decision: Decision, which: str) -> list[str]:
    """What the parts are called; a new entry is decided as a whole. A key from another version stands as it is."""
    keys = [] if decision.action.startswith(SuggestionKind.NEW) else decision.detail.get(which) or []
    told = [label_of(tuple(key)) if len(key) > 1 or key[0] in LABELS else ".".join(key) for key in keys]
    return list(dict.fromkeys(told))
