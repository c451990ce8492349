"""One suggestion as a curator sees it: its parts beside what is public now, who sent it, who works on it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext

from organisations.curate.moves import Move, moves_of
from organisations.curate.words import alike_text, described, names_of, person_name
from organisations.differences import Difference, in_words
from organisations.document import OrganisationDocument
from organisations.formats import clock
from organisations.forms.sections import SECTION_BY_KEY
from organisations.languages import language_name
from organisations.merging import Change, Key, parts
from organisations.models import ContactPerson, Editor, Organisation, Suggestion, SuggestionKind, SuggestionState
from organisations.models.organisation import State
from organisations.outbox.reasons import fitting
from organisations.proposal import Proposal, all_said, proposal_of
from organisations.text import clean
from organisations.vocabulary import vocabulary

YES, NO = "yes", "no"
_SECTION_OF = {
    **dict.fromkeys(("topics", "languages", "places", "contacts", "openings"), ""),
    "flags": "open",
    "german": "languages",
    "area": "places",
    "meetings": "times",
    "first_visit": "visit",
    "committee": "openings",
}


@dataclass(frozen=True)
class Part:
    """One part of a proposal: in words now and then; what a curator said of it so far ("yes", "no", "" not yet).

    `meanwhile`: what it was when the suggestion was made, if somebody has changed it otherwise since; `silent`: a
    person whom nobody sees until they agree.
    """

    difference: Difference
    chosen: str = ""
    meanwhile: str = ""
    silent: bool = False

    @property
    def name(self) -> str:
        """The name of its form field."""
        return f"part-{self.difference.field}"

    @property
    def section(self) -> str:
        """The section of the form in which it is edited."""
        first = self.difference.key[0]
        return _SECTION_OF.get(first, "about") or first


@dataclass
class Said:
    """What a curator has chosen and written so far; shown again whatever happens to the form."""

    choices: Mapping[str, str] = field(default_factory=dict)
    reasons: Collection[str] = ()
    words: str = ""

    @classmethod
    def parse(cls, given: Any) -> "Said":
        """Of a form that was sent: unknown answers are no answer, NUL is no letter."""
        choices = {name: given[name] for name in given if name.startswith("part-") and given[name] in (YES, NO)}
        return cls(choices, given.getlist("reason"), clean(given.get("words", ""), lines=True)[:2000])


@dataclass(frozen=True)
class Item:
    """A suggestion with everything its page shows."""

    suggestion: Suggestion
    user: Any
    said: Said = field(default_factory=Said)

    @cached_property
    def proposal(self) -> Proposal | None:
        """Its documents, if it has any."""
        return proposal_of(self.suggestion) if self.suggestion.document else None

    @property
    def organisation(self) -> Organisation:
        """The entry."""
        return self.suggestion.organisation

    @property
    def is_open(self) -> bool:
        """Whether it still waits."""
        return self.suggestion.state == SuggestionState.OPEN

    @property
    def is_public(self) -> bool:
        """Whether the entry has a public page."""
        return self.organisation.state == State.PUBLIC

    # Who works on it -----------------------------------------------------------------------------------------------

    @property
    def locked(self) -> str:
        """ "mine", "other", or nobody has it."""
        until = self.suggestion.locked_until
        if not self.is_open or not until or until <= timezone.now() or not self.suggestion.locked_by_id:
            return ""
        return "mine" if self.suggestion.locked_by_id == self.user.pk else "other"

    @property
    def locked_until(self) -> str:
        """The hour at which the lock ends by itself."""
        until = self.suggestion.locked_until
        return clock(until) if until else ""

    @property
    def locked_by(self) -> str:
        """Who has it."""
        return person_name(self.suggestion.locked_by) if self.suggestion.locked_by else ""

    @property
    def decided_by(self) -> str:
        """Who decided."""
        return person_name(self.suggestion.decided_by) if self.suggestion.decided_by else ""

    # What it proposes ----------------------------------------------------------------------------------------------

    @cached_property
    def parts(self) -> list[Part]:
        """What it changes, beside what is public now; of a decided one, beside what was then."""
        if self.proposal is None:
            return []
        shown = in_words(self._changes(), self._beside(), self.proposal.proposed)
        was = {one.key: one.before for one in in_words(self.proposal.changes, self.proposal.base, self.proposal.base)}
        conflicts = self.proposal.conflicts if self.is_open else {}
        silent = self._silent()
        return [
            Part(
                difference=one,
                chosen=self._chosen(one),
                meanwhile=(was.get(one.key) or "–") if one.key in conflicts else "",
                silent=one.key[0] == "contacts" and one.key[1] in silent and bool(one.after),
            )
            for one in shown
        ]

    def _chosen(self, one: Difference) -> str:
        if self.is_open:
            return self.said.choices.get(f"part-{one.field}", "")
        if list(one.key) in self.suggestion.refused or self.suggestion.state == SuggestionState.REJECTED:
            return NO
        return YES if list(one.key) in self.suggestion.accepted else ""

    def _beside(self) -> OrganisationDocument:
        assert self.proposal is not None  # noqa: S101 - only asked for proposals
        return self.proposal.now if self.is_open else self.proposal.base

    def _changes(self) -> list[Change]:
        assert self.proposal is not None  # noqa: S101 - only asked for proposals
        if self.suggestion.kind == SuggestionKind.NEW:
            return all_said(self.proposal.proposed)
        now = parts(self._beside())
        return [Change(change.key, now.get(change.key), change.after) for change in self.proposal.changes]

    def _silent(self) -> set[str]:
        people = [change.key[1] for change in self._changes() if change.key[0] == "contacts"]
        if not people:
            return set()
        agreed = ContactPerson.objects.filter(pk__in=people, consented_on__isnull=False, withdrawn_on__isnull=True)
        return set(people) - {str(id) for id in agreed.values_list("pk", flat=True)}

    @property
    def by_parts(self) -> bool:
        """Whether a curator decides part by part."""
        return self.suggestion.kind == SuggestionKind.CHANGE

    def keys(self, *, open_is: str) -> list[Key]:
        """The parts that are taken over; those nobody said anything about count as `open_is`.

        What cannot be seen in words goes with the others: it is taken over unless something is refused.
        """
        assert self.proposal is not None  # noqa: S101 - only asked for proposals
        seen = {part.difference.key: part.chosen or open_is for part in self.parts}
        unseen = NO if NO in seen.values() else YES
        return [change.key for change in self.proposal.changes if seen.get(change.key, unseen) == YES]

    @property
    def undecided(self) -> list[str]:
        """What the parts are called that nobody said anything about yet."""
        return [part.difference.label for part in self.parts if not part.chosen]

    @property
    def tally(self) -> dict[str, int]:
        """How many parts are accepted, refused, open."""
        chosen = [part.chosen for part in self.parts]
        return {"yes": chosen.count(YES), "no": chosen.count(NO), "open": chosen.count("")}

    @cached_property
    def moves(self) -> list[Move]:
        """Places that come to stand elsewhere."""
        if self.proposal is None:
            return []
        new = self.suggestion.kind == SuggestionKind.NEW
        return moves_of(() if new else self._beside().places, self.proposal.proposed.places)

    # Who sent it ---------------------------------------------------------------------------------------------------

    @property
    def sender(self) -> str:
        """Who sent it, by the link they had."""
        return names_of([self.suggestion.author])[self.suggestion.author]

    @property
    def answer_language(self) -> str:
        """The language in which the sender is told."""
        return language_name(self.suggestion.language, get_language() or settings.LANGUAGE_CODE).name

    @property
    def notes(self) -> list[tuple[str, str]]:
        """The sender's own words with the title of their section."""
        told = self.suggestion.notes.items()
        return [(_title(section), words) for section, words in told if isinstance(words, str) and words]

    @property
    def reasons(self) -> list[tuple[str, str, bool]]:
        """Reasons that fit: code, words, chosen."""
        known = fitting(self.suggestion.kind).items()
        return [(code, words, code in self.said.reasons) for code, words in known]

    @cached_property
    def editors(self) -> list[Editor]:
        """Who looks after the entry today."""
        return list(Editor.objects.active().filter(organisation=self.organisation))

    @cached_property
    def candidates(self) -> list[tuple[Organisation, str, str]]:
        """Entries that a new one may be the same as, as they were stored with it: what tells them apart, and why."""
        why = {one["organisation"]: one["reasons"] for one in self.suggestion.candidates}
        rows = {str(row.pk): row for row in Organisation.objects.filter(pk__in=why)} if why else {}
        terms = vocabulary("default")
        return [(rows[id], described(rows[id], terms), alike_text(why[id])) for id in why if id in rows]


def _title(section: str) -> str:
    if section == "about":
        return gettext("About the group")  # the forms say "About you"
    known = SECTION_BY_KEY.get(section)
    return str(known.title) if known else ""
