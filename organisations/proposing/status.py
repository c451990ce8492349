"""What became of a proposal, for its sender: where it is, what was taken over, in words; nothing they may not know."""

from dataclasses import dataclass
from typing import Any

from organisations.differences import Difference, in_words
from organisations.document import OrganisationDocument
from organisations.forms.sight import public_part
from organisations.merging import difference
from organisations.models import Listing, Revision, Suggestion, SuggestionKind, SuggestionState
from organisations.proposal import proposal_of
from organisations.proposing.suggesting import Note
from organisations.proposing.titles import title_of
from organisations.vocabulary import vocabulary


@dataclass(frozen=True)
class Part:
    """A part of the proposal. `taken`: True or False once it is decided by itself, else None."""

    difference: Difference
    taken: bool | None


@dataclass(frozen=True)
class Status:
    """The page of one proposal."""

    suggestion: Suggestion

    @property
    def is_open(self) -> bool:
        """Whether nobody decided yet."""
        return bool(self.suggestion.state == SuggestionState.OPEN)

    @property
    def slug(self) -> str:
        """The address of the entry, if visitors may see it."""
        listings = Listing.objects.public().primary().filter(organisation_id=self.suggestion.organisation_id)
        return listings.values_list("slug", flat=True).first() or ""

    @property
    def name(self) -> str:
        """What the entry is called; empty if it is not public and not the sender's own."""
        own = self.suggestion.kind == SuggestionKind.NEW
        return self.suggestion.organisation.name if own or self.slug else ""

    @property
    def notes(self) -> list[Note]:
        """The sender's own words."""
        return [Note(key, title_of(key), words) for key, words in self.suggestion.notes.items()]

    @property
    def parts(self) -> list[Part]:
        """What a proposed change changes, as visitors may see it."""
        if self.suggestion.kind != SuggestionKind.CHANGE or self.suggestion.state == SuggestionState.WITHDRAWN:
            return []
        try:
            proposal = proposal_of(self.suggestion)
        except Revision.DoesNotExist:
            return []
        before, after = _public(proposal.base), _public(proposal.proposed)
        taken = {tuple(key) for key in self.suggestion.accepted}
        refused = {tuple(key) for key in self.suggestion.refused}
        found = in_words(difference(before, after), before, after)
        return [Part(one, True if one.key in taken else False if one.key in refused else None) for one in found]

    def context(self) -> dict[str, Any]:
        """For the template."""
        names = ("suggestion", "is_open", "slug", "name", "notes", "parts")
        return {name: getattr(self, name) for name in names}


def _public(document: OrganisationDocument) -> OrganisationDocument:
    return public_part(document, vocabulary()).shown
