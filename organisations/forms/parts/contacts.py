"""The people one can ask. Nobody is shown who has not agreed to it."""

from dataclasses import replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from organisations.document import Contact, OrganisationDocument
from organisations.forms import choices
from organisations.forms.fields import IdField, PhoneField, WordsField
from organisations.forms.rows import Fields, Kind
from organisations.forms.section import SectionForm
from organisations.forms.sight import with_hidden
from organisations.forms.values import contact_of, fields_of
from organisations.forms.widgets import Picks, latin, line
from organisations.validation import Fault


class ContactRow(Fields):
    """A person."""

    id = IdField()
    name = WordsField(required=True, widget=line(autocomplete="section-person name"), label=_("Name"))
    role = WordsField(required=False, widget=line(), label=_("Role"), help_text=_("For example: trainer, chairperson."))
    phone = PhoneField(
        required=False, widget=latin("tel", "tel", autocomplete="section-person tel"), label=_("Telephone")
    )
    email = WordsField(
        required=False, widget=latin("email", "email", autocomplete="section-person email"), label=_("Mail address")
    )
    languages = forms.MultipleChoiceField(required=False, widget=Picks, label=_("Languages this person speaks"))
    language = forms.ChoiceField(required=False, label=_("One more language"))

    def prepare(self) -> None:
        """The languages: those of many people, and the ones of the people who stand there."""
        unnamed = {str(contact.id) for contact in self.about.shown.contacts if not contact.name}
        self.fields["name"].required = self.data.get(self.add_prefix("id")) not in unnamed
        interface = self.about.interface
        there = [code for contact in self.about.shown.contacts for code in contact.languages]
        self.fields["languages"].choices = choices.common_languages(interface, *there)  # type: ignore[attr-defined]
        offered = choices.languages(interface)
        self.fields["language"].choices = [("", "–"), *offered]  # type: ignore[attr-defined]


class ContactsForm(SectionForm):
    """The section "contacts"."""

    key = "contacts"
    kind = Kind("contacts", ContactRow, _("Contact person"), _("Add a person"), "name")

    def row_values(self) -> list[dict[str, Any]]:
        """The people the form may show."""
        return [fields_of(contact) for contact in self.about.sight.rows(self.about.shown.contacts)]

    def replaced(self, document: OrganisationDocument) -> OrganisationDocument:
        """The people who were typed, each once, and the hidden ones as they are."""
        assert self.rows is not None  # noqa: S101
        known = {contact.id: contact for contact in self.about.sight.rows(document.contacts)}
        typed: list[Contact] = []
        for form in self.rows.filled:
            values = {**form.cleaned_data}
            before = known.get(values["id"])
            values["languages"] = _languages(before.languages if before else (), values)
            typed.append(contact_of(known, values))
            known.pop(values["id"], None)
        contacts = tuple(with_hidden(document.contacts, typed, self.about.sight.hidden, lambda contact: contact))
        visit = document.first_visit.knowing([contact.id for contact in contacts])
        return replace(document, contacts=contacts, first_visit=visit)

    def field_of(self, fault: Fault) -> BoundField | str | None:
        """The field in its row."""
        assert self.rows is not None  # noqa: S101
        if fault.part.split(".")[0] != "contacts":
            return None
        return self.row_field(fault, self.beside_hidden(self.before.contacts))


def _languages(before: tuple[str, ...], typed: dict[str, Any]) -> tuple[str, ...]:
    """The languages as they stood, then new ones."""
    chosen = [*typed["languages"], *filter(None, [typed["language"]])]
    if set(chosen) == set(before):
        return before
    kept = [code for code in before if code in chosen]
    return tuple(dict.fromkeys([*kept, *chosen]))
