"""The whole entry in the form, as it is or as proposed, from a revision that may be outdated when it is sent."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from organisations.curate.choice import number_of
from organisations.curate.item import YES, Item
from organisations.differences import Difference, in_words
from organisations.document import OrganisationDocument
from organisations.forms.choices import languages
from organisations.forms.entry import EntryForm
from organisations.forms.widgets import OneFromList
from organisations.languages import is_known
from organisations.merging import Change, Key, merge, with_parts
from organisations.models import Organisation, Revision
from organisations.services.rows import documents_of, load_document


class NoSuchBase(Exception):
    """The form names a revision that the entry never had."""


@dataclass(frozen=True)
class Whole:
    """An entry that a curator changes without anybody having asked for it."""

    organisation: Organisation
    proposal: None = None


@dataclass
class Editing:
    """A form with the entry as it would become. `base`: the revision it is made from; `keys`: what of the proposal is
    in it; `texts`: the language of the texts in it; `conflicts`: parts that somebody else changed while the form was
    open, public now and as typed here."""

    item: Item | Whole
    base: int
    keys: list[Key]
    form: EntryForm
    texts: str
    conflicts: list[Difference] = field(default_factory=list)
    moved: bool = False

    @property
    def names(self) -> list[str]:
        """The keys for hidden fields."""
        return [".".join(key) for key in self.keys]

    @property
    def choice(self) -> SafeString:
        """The field that asks for another language of the texts."""
        choices = languages(get_language() or "de", self.texts)
        return OneFromList(choices=choices).render("texts", self.texts, {"id": "to"})

    @property
    def is_elsewhere(self) -> bool:
        """Whether the form is in another language than the entry."""
        return self.texts != self.item.organisation.language

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What is wrong with what was typed."""
        return self.form.errors if self.form.is_bound and not self.form.is_row_step else []


def opened(item: Item | Whole) -> Editing:
    """The form with everything proposed that the curator has not refused yet, on top of the entry as it is."""
    keys = _accepted(item) if isinstance(item, Item) else []
    number, texts = item.organisation.number, item.organisation.language
    return Editing(item, number, keys, EntryForm(_start(item, number, keys), language=texts), texts)


def _accepted(item: Item) -> list[Key]:
    if item.proposal and not item.by_parts:
        return [change.key for change in item.proposal.changes]
    return item.keys(open_is=YES) if item.proposal else []


def sent(item: Item | Whole, data: Any) -> Editing:
    """The form as it came back, or fresh in another language of the texts. Raises NoSuchBase."""
    number = number_of(data.get("base", ""))
    if number is None:
        raise NoSuchBase
    wanted = set(data.getlist("key"))
    known = [change.key for change in item.proposal.changes] if item.proposal else []
    keys = [key for key in known if ".".join(key) in wanted]
    start, asked = _start(item, number, keys), data.get("texts", "")
    texts = asked if asked in start.texts or is_known(asked) else item.organisation.language
    form = EntryForm(start, None if data.get("step") == "language" else data, language=texts)
    return Editing(item, number, keys, form, texts)


def merged(editing: Editing) -> Editing:
    """The form once more, on top of what somebody else published meanwhile: all that was typed stays, all that only
    they changed is in it, and what both changed is shown as a conflict."""
    item = editing.item
    now, number = _now(item)
    made_from, typed = _revision(item, editing.base), editing.form.document
    document, conflicts = merge(made_from, typed, now)
    mine = with_parts(document, typed, [conflict.key for conflict in conflicts])
    shown = in_words([Change(one.key, one.theirs, one.ours) for one in conflicts], now, typed)
    form = EntryForm(mine, language=editing.texts)
    return Editing(item, number, editing.keys, form, editing.texts, shown, moved=True)


def _start(item: Item | Whole, number: int, keys: Collection[Key]) -> OrganisationDocument:
    """What the form began with."""
    now, current = _now(item)
    base = now if number == current else _revision(item, number)
    return with_parts(base, item.proposal.proposed, keys) if item.proposal else base


def _now(item: Item | Whole) -> tuple[OrganisationDocument, int]:
    if item.proposal:
        return item.proposal.now, item.proposal.number
    number = Organisation.objects.values_list("number", flat=True).get(pk=item.organisation.pk)
    return load_document(item.organisation.pk), number


def _revision(item: Item | Whole, number: int) -> OrganisationDocument:
    row = Revision.objects.filter(organisation=item.organisation, number=number).first()
    if row is None:
        raise NoSuchBase
    return documents_of([row])[0]
