"""One entry on the desk: how fresh it is, who may edit it, which contact persons have agreed to be shown."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.cards import freshness_of
from organisations.curate.filters import labels_in_use
from organisations.curate.reasons import REASONS, condition_of
from organisations.curate.words import ago, described, names_of
from organisations.differences import LABELS, Difference, in_words
from organisations.forms.fields import DayField, ProseField
from organisations.forms.rows import Fields
from organisations.forms.widgets import a_day, prose
from organisations.models import (
    ContactPerson,
    DuplicatePair,
    Editor,
    EntryNote,
    Label,
    Merge,
    Organisation,
    Suggestion,
)
from organisations.models.organisation import State
from organisations.proposal import all_said
from organisations.services.bulk.acts import ACTS, Act
from organisations.services.rows import load_document
from organisations.vocabulary import vocabulary

WAYS = {
    "spoken": _("In a conversation"),
    "telephone": _("By telephone"),
    "mail": _("By e-mail"),
    "paper": _("On paper, signed"),
}
MOST_NOTES = 100
TOLD = {**WAYS, "sample": LABELS["sample"]}
TRUST = {"": None, "yes": True, "no": False}


class ConsentForm(Fields):
    """The consent of a contact person, as a curator writes it down: to what text, in what way, on which day."""

    text = ProseField(max_length=2000, widget=prose(3), label=_("What the person has agreed to"))
    way = forms.ChoiceField(choices=[("", _("Please choose")), *WAYS.items()], label=_("How they said so"))
    on = DayField(widget=a_day(), label=_("On which day"))

    def clean_on(self) -> Any:
        """No day to come."""
        day = self.cleaned_data["on"]
        if day is None:
            raise forms.ValidationError(_("Please fill this in."))
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day


@dataclass(frozen=True)
class Person:
    """A contact person with the form in which their consent is written down."""

    row: ContactPerson
    form: ConsentForm

    @property
    def name(self) -> str:
        """How the person is called."""
        return self.row.details.name if self.row.details else ""

    @property
    def state(self) -> str:
        """ "shown", "withdrawn", or "silent": never asked."""
        if self.row.withdrawn_on:
            return "withdrawn"
        return "shown" if self.row.consented_on else "silent"

    @property
    def way(self) -> str:
        """How they agreed, in words."""
        return str(TOLD.get(self.row.consent_way, self.row.consent_way))


@dataclass(frozen=True)
class Note:
    """What a curator wrote down: who, and how long ago."""

    row: EntryNote
    who: str
    when: str


@dataclass(frozen=True)
class EntryDesk:
    """What a curator sees of an entry; `consent` is a form that came back, `asked_for` whose."""

    entry: Organisation
    consent: ConsentForm | None = None
    asked_for: str = ""

    @property
    def facts(self) -> list[Difference]:
        """Everything that is written in it, in words: what is hidden from visitors too."""
        document = load_document(self.entry.pk)
        return in_words(all_said(document), document, document)

    @property
    def acts(self) -> list[Act]:
        """What can be done to it as to many: not what it is already."""
        already = "publish" if self.entry.state == State.PUBLIC else "archive"
        return [ACTS[name] for name in ("publish", "archive", "geocode") if name != already]

    @cached_property
    def editors(self) -> list[Editor]:
        """Who may edit it."""
        return list(Editor.objects.active().filter(organisation=self.entry))

    @cached_property
    def people(self) -> list[Person]:
        """The contact persons of today."""
        rows = ContactPerson.objects.filter(organisation=self.entry, active=True).select_related("details")
        return [Person(row, self._form(row)) for row in rows]

    def _form(self, row: ContactPerson) -> ConsentForm:
        if self.consent is not None and self.asked_for == str(row.pk):
            return self.consent
        return ConsentForm(prefix=str(row.pk), initial={"on": timezone.localdate()})

    @cached_property
    def labels(self) -> list[str]:
        """The labels on it."""
        return list(Label.objects.filter(rows__organisation=self.entry).values_list("name", flat=True))

    @property
    def other_labels(self) -> list[str]:
        """Those that stand on other entries."""
        return [name for name in labels_in_use() if name not in self.labels]

    @cached_property
    def notes(self) -> list[Note]:
        """What curators wrote down, the newest first."""
        rows = list(EntryNote.objects.filter(organisation=self.entry)[:MOST_NOTES])
        names = names_of(row.author for row in rows)
        return [Note(row, names[row.author], ago(row.created_at)) for row in rows]

    @property
    def needs(self) -> list[str]:
        """Why it needs somebody's care. One query."""
        rows = Organisation.objects.filter(pk=self.entry.pk).order_by()
        asked = [
            rows.filter(condition_of(name)).annotate(why=Value(name)).values_list("why", flat=True)
            for name, reason in REASONS.items()
            if reason.condition
        ]
        found = set(asked[0].union(*asked[1:], all=True))
        return [str(reason.label) for name, reason in REASONS.items() if name in found]

    @property
    def languages(self) -> list[tuple[str, str]]:
        """In which a person can be asked, that of the entry first."""
        return sorted(settings.LANGUAGES, key=lambda one: one[0] != self.entry.language)

    @property
    def waiting(self) -> list[Suggestion]:
        """What waits for a decision about this entry."""
        return list(Suggestion.objects.waiting().filter(organisation=self.entry))

    @property
    def merged(self) -> Merge | None:
        """The merge by which the entry went into another one."""
        return Merge.objects.standing().filter(gone=self.entry).select_related("kept").first()

    @property
    def pairs(self) -> list[tuple[int, Organisation, str]]:
        """Pairs to decide on, with the other entry and what tells it from others of its name."""
        rows = DuplicatePair.objects.open().filter(Q(first=self.entry) | Q(second=self.entry))
        rows = rows.select_related("first", "second")
        others = [(row.pk, row.second if row.first_id == self.entry.pk else row.first) for row in rows]
        terms = vocabulary("default") if others else None
        return [(id, other, described(other, terms)) for id, other in others if terms]

    @property
    def freshness(self) -> dict[str, Any]:
        """How long ago a human checked it."""
        return freshness_of(self.entry.checked_on, timezone.localdate())

    @property
    def is_checked_today(self) -> bool:
        """Whether somebody has done so today."""
        return self.entry.checked_on == timezone.localdate()

    @property
    def trust(self) -> str:
        """The setting of the entry as its form has it."""
        return next(name for name, value in TRUST.items() if value is self.entry.editors_publish)

    @property
    def site_trusts(self) -> bool:
        """What holds for entries without a setting of their own."""
        return settings.EDITORS_PUBLISH
