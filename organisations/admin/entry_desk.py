"""The whole form of an entry: what it shows, what was typed, what is wrong with it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import SuspiciousOperation
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.admin import entry_rows as rows
from organisations.admin.entry_values import document_of, entry_values, row_values
from organisations.admin.opening_rows import OpeningRow
from organisations.document import OrganisationDocument
from organisations.forms.visit_fields import StepRow
from organisations.merging import Key
from organisations.models import ContactPerson, Organisation, Revision
from organisations.services.consent import record_consent, withdraw_consent
from organisations.services.rows import documents_of, load_document
from organisations.validation import MOST_ROWS, Fault, faults
from organisations.vocabulary import Vocabulary, vocabulary

TOO_MANY = 20  # rows beyond the most that are still shown again, with a sentence; no browser sends more
CONSENT_FIELDS = ("consent", "consent_text", "consent_way", "consented_on")


def _is_count(text: str | None, most: int) -> bool:
    """Whether a form's own count of its rows can be one."""
    return re.fullmatch("[0-9]{1,4}", text or "") is not None and int(text or 0) <= most


@dataclass(frozen=True)
class Kind:
    """A part of which an entry has several rows: its name, its words, its form, the language that stands once."""

    name: str
    title: Promise
    one: Promise
    form: type[forms.Form]
    most: int
    unique: str = ""


PARTS = (
    Kind("texts", _("Texts"), _("Text"), rows.TextRow, MOST_ROWS["texts"], "language"),
    Kind("languages", _("Spoken languages"), _("Language"), rows.LanguageRow, MOST_ROWS["languages"], "code"),
    Kind("places", _("Places"), _("Place"), rows.PlaceRow, MOST_ROWS["places"]),
    Kind("contacts", _("Contact persons"), _("Contact person"), rows.ContactRow, MOST_ROWS["contacts"]),
    Kind("meetings", _("Meeting times"), _("Time"), rows.MeetingRow, MOST_ROWS["meetings"]),
    Kind("openings", _("Open seats and offers"), _("Offer"), OpeningRow, MOST_ROWS["openings"]),
    Kind("way", _("Way to the first visit"), _("Step"), StepRow, MOST_ROWS["way"]),
)


class Part:
    """The rows of one part of an entry."""

    def __init__(self, kind: Kind, data: Any, initial: list[dict[str, Any]], extra: dict[str, Any]) -> None:
        self.kind = kind
        factory = forms.formset_factory(
            kind.form, extra=0, can_delete=True, max_num=kind.most, absolute_max=kind.most + TOO_MANY, validate_max=True
        )
        if data is not None and not _is_count(data.get(f"{kind.name}-TOTAL_FORMS"), kind.most + TOO_MANY):
            raise SuspiciousOperation(f"The form does not say how many {kind.name} it holds.")
        self.forms = factory(data, initial=initial, prefix=kind.name, form_kwargs=extra)
        self.faults: list[str] = []

    @property
    def values(self) -> list[dict[str, Any]]:
        """What was typed into the rows that stay; only after `is_valid`."""
        removed = self.forms.deleted_forms
        return [form.cleaned_data for form in self.forms if form.cleaned_data and form not in removed]

    def is_valid(self) -> bool:
        """Whether every row is in order and none stands twice."""
        if not self.forms.is_valid():
            return False
        keys = [row[self.kind.unique] for row in self.values] if self.kind.unique else []
        if len(set(keys)) < len(keys):
            self.faults.append(gettext("Each language stands once."))
        return not self.faults

    @property
    def settings(self) -> str:
        """What Django's script for adding and removing rows wants to know."""
        words = {"addText": gettext("Add: %(one)s") % {"one": self.kind.one}, "deleteText": gettext("Remove")}
        return json.dumps({"name": f"#{self.kind.name}", "options": {"prefix": self.kind.name, **words}})

    def __iter__(self) -> Any:
        """Each row with its fields in Django's look; the last one is the pattern for new ones."""
        for form in [*self.forms, self.forms.empty_form]:
            yield form, AdminForm(form, [(None, {"fields": self.kind.form.shown})], {})  # type: ignore[attr-defined]


class Desk:
    """An entry on the desk: the document it was filled from, the number of that revision, and the forms."""

    def __init__(
        self, document: OrganisationDocument, base: int, data: Any = None, typed: Mapping[str, Any] | None = None
    ) -> None:
        """`data`: what was sent. `typed`: words of no document to be shown again (reason, consents by person)."""
        self.terms: Vocabulary = vocabulary("default")
        self.before, self.base = document, base
        known = typed or {}
        initial = entry_values(document, self.terms) | {"base": base, "reason": known.get("reason", "")}
        self.entry = rows.EntryForm(data, initial=initial, terms=self.terms)
        self.entry.set_people([(str(person.id), person.name) for person in document.contacts])
        values = row_values(document, self.terms)
        for row in values["contacts"]:
            row |= known.get("consents", {}).get(row["id"], {})
        places = [(str(place.id), place.address.name or place.address.street or "?") for place in document.places]
        self.parts = [
            Part(kind, data, values[kind.name], {"places": places} if kind.name == "meetings" else {}) for kind in PARTS
        ]
        self.consents = _consents(document)

    def is_valid(self) -> bool:
        """Whether all forms and the document made of them are in order; faults stand at their fields."""
        forms_are = [self.entry.is_valid(), *(part.is_valid() for part in self.parts)]
        if not all(forms_are):
            return False
        found = faults(self.document, self.terms)
        self.show(found)
        return not found

    @cached_property
    def document(self) -> OrganisationDocument:
        """The document that was typed; only after `is_valid`."""
        values = {part.kind.name: part.values for part in self.parts}
        return document_of(self.before, self.entry.cleaned_data, values)

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed and belongs to no document."""
        people = zip(self.document.contacts, self._part("contacts").values, strict=True)
        consents = {person.id: {name: row[name] for name in CONSENT_FIELDS} for person, row in people}
        return {"reason": self.entry.cleaned_data["reason"], "consents": consents}

    def show(self, found: list[Fault]) -> None:
        """Put faults of a document at the fields they are about."""
        for fault in found:
            name = fault.part.replace("first_visit.way", "way").replace("first_visit.", "visit_")
            name = name.replace("committee.", "committee_")
            part = next((part for part in self.parts if name.split(".")[0] == part.kind.name), None)
            if part:
                part.faults.append(fault.translated)
            else:
                self.entry.add_error(name if name in self.entry.fields else None, fault.translated)

    def words_for(self, key: Key) -> str:
        """What the form calls a part of a document; languages and ids stay as they are."""
        if key[0] == "first_visit":
            key = ("way",) if key[1] == "way" else (f"visit_{key[1]}",)
        elif key[0] == "committee":
            key = (f"committee_{key[1]}",)
        part = next((part for part in self.parts if part.kind.name == key[0]), None)
        fields = part.forms.empty_form.fields if part else self.entry.fields
        names: dict[str, object] = {name: field.label for name, field in fields.items()}
        names |= {"topics": _("topics")} | ({key[0]: part.kind.title} if part else {})
        return ", ".join(str(names.get(word, word)) for word in key)

    def record_consents(self, document: OrganisationDocument) -> int:
        """Note what was typed about consents, after the document was published; the number of persons."""
        done = 0
        for person, row in zip(document.contacts, self._part("contacts").values, strict=True):
            if row["consent"] == rows.RECORD:
                on = row["consented_on"] or timezone.localdate()
                record_consent([person.id], text=row["consent_text"], way=row["consent_way"], on=on)
            elif row["consent"] == rows.WITHDRAW:
                withdraw_consent([person.id])
            done += bool(row["consent"])
        return done

    @property
    def has_errors(self) -> bool:
        """Whether something is to be corrected."""
        return bool(self.entry.errors) or any(part.faults or part.forms.total_error_count() for part in self.parts)

    @property
    def media(self) -> forms.Media:
        """Scripts and style sheets of all fields."""
        found = self.entry.media
        for part in self.parts:
            found += part.forms.empty_form.media
        return found

    def _part(self, name: str) -> Part:
        return next(part for part in self.parts if part.kind.name == name)


def open_desk(entry: Organisation | None, data: Any = None) -> Desk:
    """The form of an entry, or of a new one; `data` is what was sent, made from the revision it names as its base."""
    if entry is None:
        return Desk(OrganisationDocument(kind="club", name=""), 0, data)
    sent = str(data.get("base", "")) if data is not None else str(entry.number)
    if not sent.isdecimal() or len(sent) > 9:
        raise SuspiciousOperation("The form names no revision.")
    return Desk(document_at(entry, int(sent)), int(sent), data)


def document_at(entry: Organisation, number: int) -> OrganisationDocument:
    """The entry's document of that revision. Raises SuspiciousOperation when there is none."""
    if number == entry.number:
        return load_document(entry.pk)
    revision = Revision.objects.filter(organisation=entry, number=number).first()
    if revision is None:
        raise SuspiciousOperation("There is no such revision.")
    return documents_of([revision])[0]


def _consents(document: OrganisationDocument) -> dict[UUID, str]:
    """What is known of each person's consent, in words."""
    people = ContactPerson.objects.filter(pk__in=[contact.id for contact in document.contacts])
    return {person.pk: _consent(person) for person in people}


def _consent(person: ContactPerson) -> str:
    if person.withdrawn_on:
        sentence = gettext("Consent withdrawn on %(day)s: visitors do not see this person.")
        return sentence % {"day": date_format(person.withdrawn_on)}
    if person.consented_on:
        sentence = gettext("Consented on %(day)s (%(way)s): visitors see this person.")
        return sentence % {"day": date_format(person.consented_on), "way": person.consent_way}
    return gettext("No consent recorded: visitors do not see this person.")
