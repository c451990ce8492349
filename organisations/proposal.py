"""Proposals as documents: how a suggestion stores one, and what it changes in the entry as it is today."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from organisations.document import OrganisationDocument, to_json
from organisations.merging import Change, Conflict, Key, difference, merge, parts, with_parts
from organisations.models import Revision, Suggestion
from organisations.services.rows import documents_of, load_document

# Only publications and human checks move these; no proposal and no restored version does.
OURS = ("state", "checked_on", "sample", "ends_on")


def without_ours(document: OrganisationDocument, base: OrganisationDocument) -> OrganisationDocument:
    """The document with everything that no proposal may touch as it was: state, days of checks."""
    checked = {language.code: language.checked_on for language in base.languages}
    languages = tuple(replace(one, checked_on=checked.get(one.code)) for one in document.languages)
    return replace(document, languages=languages, **{name: getattr(base, name) for name in OURS})


def stored(document: OrganisationDocument, base: OrganisationDocument) -> dict[str, Any]:
    """The document as a suggestion holds it: as a revision does, and which places become private or public by it."""
    data = to_json(document)
    was = {place.id: place.private for place in base.places}
    data["private"] = {
        str(place.id): place.private for place in document.places if was.get(place.id, place.private) != place.private
    }
    return data


def all_said(document: OrganisationDocument) -> list[Change]:
    """Everything that a document says, as changes from nothing; without its id and what no proposal may touch."""
    untold = {*OURS, "id"}
    return [Change(key, None, value) for key, value in parts(document).items() if key[0] not in untold and value]


@dataclass(frozen=True)
class Proposal:
    """A suggestion as documents: the `base` it was made from, what is `proposed`, and the entry as it is now."""

    base: OrganisationDocument
    proposed: OrganisationDocument
    now: OrganisationDocument
    number: int

    @cached_property
    def changes(self) -> list[Change]:
        """What it changes, part by part."""
        return difference(self.base, self.proposed)

    @cached_property
    def conflicts(self) -> dict[Key, Conflict]:
        """Parts that were changed otherwise meanwhile."""
        return {conflict.key: conflict for conflict in merge(self.base, self.proposed, self.now)[1]}

    def taken(self, keys: Collection[Key] | None = None) -> OrganisationDocument:
        """The entry of today with these parts as proposed (all by default), also where somebody changed them since."""
        wanted = [change.key for change in self.changes if keys is None or change.key in keys]
        return with_parts(self.now, self.proposed, wanted)


def proposal_of(suggestion: Suggestion) -> Proposal:
    """The documents of a suggestion that has one. Raises Revision.DoesNotExist if its base is gone."""
    base_revision = Revision.objects.get(organisation_id=suggestion.organisation_id, number=suggestion.base)
    as_revision = Revision(organisation_id=suggestion.organisation_id, document=suggestion.document)
    base, proposed = documents_of([base_revision, as_revision])
    wanted = (suggestion.document or {}).get("private", {})
    places = tuple(replace(one, private=wanted.get(str(one.id), one.private)) for one in proposed.places)
    now = load_document(suggestion.organisation_id)
    return Proposal(base, replace(proposed, places=places), now, suggestion.organisation.number)
