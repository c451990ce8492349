"""What an association's answers say about its entry: a suggestion, which its editor accepts or refuses in parts."""

import hmac
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from organisations.differences import LABELS, in_words
from organisations.document import Cost, Language, OrganisationDocument
from organisations.merging import Change, Key, difference, parts, with_parts
from organisations.models import Editor, Organisation, Suggestion, SuggestionState
from organisations.participation.models import Version
from organisations.participation.questions import filling
from organisations.participation.questions.content import Content, Kind
from organisations.participation.questions.telling import tell_editors
from organisations.proposal import Proposal, proposal_of, stored
from organisations.public_forms.pages import language_now
from organisations.secret_links import new_secret
from organisations.services.editing import edit
from organisations.services.ownership import publishes_at_once
from organisations.services.rows import load_document
from organisations.services.suggestions import NothingSaid, Sender, of_link, suggest_change, withdraw
from organisations.validation import InvalidDocument
from organisations.vocabulary import label, vocabulary

AUTHOR = "questionnaire"  # of the suggestion: no person is named
CHOICES = ("when", "ask_for", "watch")  # parts of the first visit that are one code


class Undecided(Exception):
    """A curator looks at what this editor changes, and so at these suggestions too."""


def claims(content: Content, values: Mapping[str, Any]) -> dict[Key, str]:
    """What these answers say about an entry: values by part, each flag by itself."""
    found: dict[Key, str] = {}
    for question in content.questions:
        value = values.get(question.code)
        for code in value if isinstance(value, list) else [value]:
            if option := question.option_by_code.get(str(code)):
                found |= {_part(what, said): said for what, said in option.offers.items()}
        if question.kind == Kind.LANGUAGES and question.languages:
            found = {("languages", code): question.languages for code in value or ()} | found
    return found


def _part(what: str, value: str) -> Key:
    if what == "flag":
        return ("flags", value)
    return (what,) if what == "german" else ("first_visit", what)


def proposed(document: OrganisationDocument, claimed: Mapping[Key, str]) -> OrganisationDocument:
    """The entry as these claims have it. Only what was chosen is proposed: nothing is taken away by an answer, and whom
    to ask for stays where a person is named: what that person is called would become another's.
    """
    visit, cost = document.first_visit, claimed.get(("first_visit", "cost"), "")
    if cost and visit.cost.kind != cost:
        visit = replace(visit, cost=Cost(cost))
    chosen: dict[str, Any] = {what: claimed[key] for what in CHOICES if (key := ("first_visit", what)) in claimed}
    if visit.person:
        chosen.pop("ask_for", None)
    flags = {*document.flags, *(key[1] for key in claimed if key[0] == "flags")}
    known = {*vocabulary("default").flag_by_slug, *document.flags}
    there = {one.code for one in document.languages}
    new = [(key[1], value) for key, value in claimed.items() if key[0] == "languages" and key[1] not in there]
    return replace(
        document,
        flags=tuple(sorted(flags & known)),
        german=claimed.get(("german",), document.german),
        first_visit=replace(visit, **chosen),
        languages=(*document.languages, *(Language(code, assurance) for code, assurance in new)),
    )


@transaction.atomic
def propose(
    entry: UUID,
    content: Content,
    values: Mapping[str, Any],
    *,
    language: str,
    key: str,
    before: Sequence[str] = (),
    site: str = "",
) -> Suggestion | None:
    """Makes a suggestion of the answers; None if they say nothing new. It takes the place of an earlier one, and keeps
    what of that is not decided and not said anew.

    `key`: that of the form's ticket; what it has proposed for this entry it never proposes again, whatever became of
    it. `before`: keys of the same form before it was corrected; what was refused of it is left out as long as the form
    says the same. `site`: our own address, if the entry's editors are to be told by mail; of a form that was corrected
    they are told once. Nothing in the suggestion leads to the answers: those are kept apart and name no entry, and of
    the keys nothing is stored that could be found without them.
    """
    held = Organisation.objects.select_for_update().get(pk=entry)
    if of_link(_secret(entry, key)):
        return None
    refused = {claim for one in before for claim in _refused(entry, content, one)}
    claimed = {part: value for part, value in claims(content, values).items() if (part, value) not in refused}
    anew = {*claimed, *(part for one in before for part in _claimed_with(content, one))}
    now, earlier = load_document(entry), waiting(entry)
    document = proposed(now, claimed)
    if document == now and not before:
        return None
    document = _with_undecided(document, earlier, anew)
    for one in earlier:
        withdraw(one)
    try:
        made = suggest_change(document, base=held.number, sender=Sender(language, _secret(entry, key), AUTHOR))
    except (NothingSaid, InvalidDocument):
        return None
    if site and not (before and earlier):
        tell_editors(entry, site)
    return made


def _secret(entry: UUID, key: str) -> str:
    """The key of what a form proposes for an entry: known to who has the form's own."""
    return hmac.new(key.encode(), f"{AUTHOR} {entry}".encode(), "sha256").hexdigest()


def _with_undecided(
    document: OrganisationDocument, earlier: Iterable[Suggestion], anew: Collection[Key]
) -> OrganisationDocument:
    """The document with what is not decided of earlier suggestions, but for the parts about which something is said
    anew."""
    for found in map(Waiting, earlier):
        for key in found.keys:
            if key not in anew:
                document = found.taken(document, key)
    return document


def _claimed_with(content: Content, key: str) -> dict[Key, str]:
    """What the form with this key has said about the entry, as long as it can be corrected."""
    answers = filling.kept_with(key)
    return claims(content, answers.values) if answers else {}


def _refused(entry: UUID, content: Content, key: str) -> Iterable[tuple[Key, str]]:
    """What of that was refused."""
    if suggestion := of_link(_secret(entry, key)):
        for part, value in _claimed_with(content, key).items():
            if {part, part[:1]} & set(map(tuple, suggestion.refused)) or suggestion.state == SuggestionState.REJECTED:
                yield part, value


@transaction.atomic
def keep(
    entry: UUID,
    version: Version,
    form: filling.Form,
    key: str,
    *,
    day: date | None = None,
    before: Sequence[str] = (),
    site: str = "",
) -> None:
    """Keeps the answers of an association, and proposes what they say about its entry: both or neither.

    `day`: on which they were given, if not today; `before`, `site`: as for `propose`. Raises SentAlready.
    """
    filling.keep(version, form, key, day=day)
    content = Content.of(version.content)
    propose(entry, content, form.values, language=form.language, key=key, before=before, site=site)


def waiting(entry: UUID) -> list[Suggestion]:
    """The suggestions of an entry that came from a questionnaire and are not decided; one at most."""
    rows = Suggestion.objects.waiting().filter(organisation_id=entry, author=AUTHOR)
    return list(rows.select_related("organisation"))


def offered(entry: UUID) -> "list[Offer]":
    """What of it is not decided, in words."""
    return [offer for one in waiting(entry) for offer in Waiting(one).offers]


@dataclass(frozen=True)
class Offer:
    """One part of what is proposed, in words: what it is about, as it is (may be empty), as it would be."""

    key: Key
    label: str
    before: str
    after: str

    @property
    def field(self) -> str:
        """The key as one word, for the form."""
        return ".".join(self.key)


@dataclass(frozen=True)
class Waiting:
    """What of a suggestion is not decided yet."""

    suggestion: Suggestion

    @cached_property
    def proposal(self) -> Proposal:
        """Its documents."""
        return proposal_of(self.suggestion)

    @cached_property
    def keys(self) -> list[Key]:
        """The parts, each flag by itself; what is so already is left out."""
        found: list[Key] = []
        now = parts(self.proposal.now)
        for change in self.proposal.changes:
            if change.key == ("flags",):
                known = vocabulary("default").flag_by_slug
                found += [("flags", one) for one in change.after if one in known and one not in self.proposal.now.flags]
            elif now.get(change.key) != change.after:
                found.append(change.key)
        return found

    @property
    def offers(self) -> list[Offer]:
        """The same in words."""
        return [self._offer(key) for key in self.keys]

    def _offer(self, key: Key) -> Offer:
        now, then = self.proposal.now, self.proposal.proposed
        if key[0] == "flags":
            names = vocabulary("default").flag_by_slug[key[1]].names
            return Offer(key, str(LABELS["flags"]), "", label(names, language_now()))
        words = in_words([Change(key, parts(now).get(key), parts(then).get(key))], now, then)
        return Offer(key, words[0].label, words[0].before, words[0].after) if words else Offer(key, key[-1], "", "")

    def taken(self, now: OrganisationDocument, key: Key) -> OrganisationDocument:
        """That document with this part as proposed."""
        if key[0] == "flags":
            return replace(now, flags=tuple(sorted({*now.flags, key[1]})))
        return with_parts(now, self.proposal.proposed, [key])


@transaction.atomic
def accept(editor: Editor, field: str) -> bool:
    """The editor takes one part over: it is public at once. False if there is no such part (any more).

    Raises Undecided if this editor's changes need a curator.
    """
    if not publishes_at_once(editor):
        raise Undecided
    return _decided(editor, field, accepted=True)


@transaction.atomic
def refuse(editor: Editor, field: str) -> bool:
    """The editor does not want one part: nobody is asked about it any more. False if there is no such part."""
    return _decided(editor, field, accepted=False)


def _decided(editor: Editor, field: str, *, accepted: bool) -> bool:
    entry = Organisation.objects.select_for_update().get(pk=editor.organisation_id)
    for row in Suggestion.objects.waiting().select_for_update().filter(organisation=entry, author=AUTHOR):
        found = Waiting(row)
        key = next((key for key in found.keys if ".".join(key) == field), None)
        if key:
            if accepted:
                document = found.taken(found.proposal.now, key)
                edit(document, base=entry.number, editor=editor, key=new_secret(), reason=f"suggestion:{row.pk}")
            _settle(row, found, key, accepted)
            return True
    return False


def _settle(row: Suggestion, found: Waiting, key: Key, accepted: bool) -> None:
    """Notes the decision on one part. What is left is proposed on top of the entry as it is now."""
    (row.accepted if accepted else row.refused).append(list(key))
    now, entry = load_document(row.organisation_id), Organisation.objects.get(pk=row.organisation_id)
    document = now
    for other in found.keys:
        document = document if other == key else found.taken(document, other)
    if difference(now, document):
        row.base, row.document = entry.number, stored(document, now)
    else:
        row.decided_at, row.revision = timezone.now(), entry.number if row.accepted else None
        row.state = SuggestionState.ACCEPTED if not row.refused else SuggestionState.PARTLY
        if not row.accepted:
            row.state = SuggestionState.REJECTED
    row.save()
