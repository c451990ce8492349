"""One entry on the desk: how fresh it is, who may edit it, which contact persons have agreed to be shown."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.cards import freshness_of
from organisations.differences import LABELS
from organisations.forms.fields import DayField
from organisations.forms.rows import Fields
from organisations.forms.widgets import a_day, prose
from organisations.models import ContactPerson, Editor, Organisation, Suggestion

WAYS = {
    "spoken": _("In a conversation"),
    "telephone": _("By telephone"),
    "mail": _("By e-mail"),
    "paper": _("On paper, signed"),
}
TOLD = {**WAYS, "sample": LABELS["sample"]}
TRUST = {"": None, "yes": True, "no": False}


class ConsentForm(Fields):
    """The consent of a contact person, as a curator writes it down: to what text, in what way, on which day."""

    text = forms.CharField(max_length=2000, widget=prose(3), label=_("What the person has agreed to"))
    way = forms.ChoiceField(choices=[("", _("Please choose")), *WAYS.items()], label=_("How they said so"))
    on = DayField(widget=a_day(), label=_("On which day"))

    def clean_text(self) -> str:
        """Without NUL, which no database stores."""
        return str(self.cleaned_data["text"]).replace("\0", "")

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
class EntryDesk:
    """What a curator sees of an entry; `consent` is a form that came back, `asked_for` whose."""

    entry: Organisation
    consent: ConsentForm | None = None
    asked_for: str = ""

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

    @property
    def languages(self) -> list[tuple[str, str]]:
        """In which a person can be asked, that of the entry first."""
        return sorted(settings.LANGUAGES, key=lambda one: one[0] != self.entry.language)

    @property
    def waiting(self) -> list[Suggestion]:
        """What waits for a decision about this entry."""
        return list(Suggestion.objects.waiting().filter(organisation=self.entry))

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
