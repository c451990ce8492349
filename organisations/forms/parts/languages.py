"""How much German is needed, and which languages are spoken how surely."""

from dataclasses import replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from organisations.document import Language, OrganisationDocument
from organisations.forms import choices
from organisations.forms.fields import WordsField
from organisations.forms.rows import Fields, Kind
from organisations.forms.section import SectionForm
from organisations.forms.values import fields_of
from organisations.forms.widgets import OneOf, Picks, line
from organisations.models.organisation import Assurance
from organisations.validation import Fault


class GermanFields(Fields):
    """German needed, in four steps."""

    german = forms.ChoiceField(required=False, widget=OneOf, label=_("How much German does somebody need?"))

    def prepare(self) -> None:
        """The steps with their sentences."""
        self.fields["german"].choices = choices.german(self.about.terms, self.about.interface)  # type: ignore[attr-defined]


class LanguageRow(Fields):
    """A language that is spoken."""

    code = forms.ChoiceField(label=_("Language"))
    assurance = forms.ChoiceField(
        choices=choices.ASSURANCES, initial=Assurance.ALWAYS, label=_("Can people rely on it?")
    )
    days = forms.TypedMultipleChoiceField(
        required=False,
        coerce=int,
        choices=choices.weekdays,
        widget=Picks,
        label=_("On which days?"),
        help_text=_("Only if it is so on certain days."),
    )
    note = WordsField(
        required=False, widget=line(), label=_("Note"), help_text=_("For example: our trainer speaks it.")
    )

    def prepare(self) -> None:
        """The languages."""
        there = [language.code for language in self.about.shown.languages]
        offered = choices.languages(self.about.interface, *there)
        self.fields["code"].choices = [("", _("Please choose")), *offered]  # type: ignore[attr-defined]


class LanguagesForm(SectionForm):
    """The section "languages"."""

    key = "languages"
    main_form = GermanFields
    kind = Kind("languages", LanguageRow, _("Language"), _("Add a language"), "code")

    def main_values(self) -> dict[str, Any]:
        """German needed."""
        return {"german": self.about.shown.german}

    def row_values(self) -> list[dict[str, Any]]:
        """The languages as they stand."""
        return [fields_of(language) for language in self.about.shown.languages]

    def replaced(self, document: OrganisationDocument) -> OrganisationDocument:
        """The languages that were typed; the day a promise was checked stays with its language."""
        assert self.main is not None and self.rows is not None  # noqa: S101
        known = {language.code: language for language in document.languages}
        languages = tuple(_language(known, form.cleaned_data) for form in self.rows.filled)
        return replace(document, german=self.main.cleaned_data["german"], languages=languages)

    def field_of(self, fault: Fault) -> BoundField | str | None:
        """The field in its row."""
        assert self.main is not None and self.rows is not None  # noqa: S101
        if fault.part == "german":
            return self.main["german"]
        return self.row_field(fault, self.rows.filled) if fault.part.split(".")[0] == "languages" else None


def _language(known: dict[str, Language], typed: dict[str, Any]) -> Language:
    before = known.get(typed["code"])
    days = tuple(sorted(set(typed["days"])))
    if before and set(days) == set(before.days):
        days = before.days
    checked_on = before.checked_on if before else None
    return Language(typed["code"], typed["assurance"], days, typed["note"], checked_on)
