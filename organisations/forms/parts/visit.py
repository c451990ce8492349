"""What a newcomer should know before the first evening: fixed phrases, there in every language at once."""

from dataclasses import replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from organisations.document import OrganisationDocument
from organisations.forms.fields import AmountField, WordsField
from organisations.forms.rows import Fields, Kind
from organisations.forms.section import SectionForm
from organisations.forms.values import fields_of, visit_of, visit_values
from organisations.forms.visit_fields import StepRow, VisitFields, answers
from organisations.forms.widgets import Picks, latin, line
from organisations.validation import Fault
from organisations.visit_phrases import STEPS, WAY


class FriendlyVisit(VisitFields, Fields):
    """The answers as large choices, with plain words for numbers and the person."""

    visit_free = forms.IntegerField(
        required=False,
        widget=latin("text", "numeric", size=4),
        label=_("How many visits are free?"),
        help_text=_("Only if the first visits are free of charge."),
    )
    visit_euros = AmountField(
        required=False,
        decimal_places=2,
        widget=latin("text", "decimal", size=8),
        label=_("How many euros?"),
        help_text=_("Only if the first time costs money."),
    )

    def prepare(self) -> None:
        """The people to ask for."""
        for name in ("visit_wear", "visit_bring"):
            choices = self.fields[name].choices  # type: ignore[attr-defined]
            self.fields[name].widget = Picks(choices=choices)
            self.fields[name].help_text = _("At most five.")
        people = [(str(one.id), one.name or one.role or "–") for one in self.about.shown.contacts]
        self.set_people(people)
        if not people:
            del self.fields["visit_person"]


class FriendlyStep(StepRow, Fields):
    """A step of the way."""

    code = forms.ChoiceField(label=_("Step"))
    name = WordsField(
        required=False,
        widget=line(),
        label=_("Name or number"),
        help_text=_("Of the stop, the bell, the room; for walking the minutes, for a floor its number."),
    )
    lines = WordsField(required=False, widget=line(), label=_("Lines of the bus or train"))

    def prepare(self) -> None:
        """The steps."""
        offered = answers(WAY, STEPS, optional=False)()
        self.fields["code"].choices = [("", _("Please choose")), *offered]  # type: ignore[attr-defined]


class VisitForm(SectionForm):
    """The section "visit"."""

    key = "visit"
    main_form = FriendlyVisit
    kind = Kind("way", FriendlyStep, _("Step"), _("Add a step of the way"), "name")

    @property
    def hides_way(self) -> bool:
        """Whether the way there may not be shown: it would say where a private place is."""
        return self.about.sight.hides_way()

    def main_values(self) -> dict[str, Any]:
        """The answers."""
        return visit_values(self.about.shown)

    def row_values(self) -> list[dict[str, Any]]:
        """The steps of the way."""
        return [fields_of(step) for step in self.about.shown.first_visit.way]

    def replaced(self, document: OrganisationDocument) -> OrganisationDocument:
        """The answers. A person and a way that may not be shown stay."""
        assert self.main is not None and self.rows is not None  # noqa: S101
        before = document.first_visit
        typed = {"visit_person": "", **self.main.cleaned_data}
        visit = visit_of(before, typed, [form.cleaned_data for form in self.rows.filled])
        if self.hides_way:
            visit = replace(visit, way=before.way)
        if not visit.person and before.person in self.about.sight.hidden:
            visit = replace(visit, person=before.person)
        return replace(document, first_visit=visit.knowing([contact.id for contact in document.contacts]))

    def field_of(self, fault: Fault) -> BoundField | str | None:
        """The field of the answer, or in the row of the step."""
        assert self.main is not None and self.rows is not None  # noqa: S101
        section, _dot, name = fault.part.partition(".")
        if section != "first_visit":
            return None
        if name.startswith("way"):
            return None if self.hides_way else self.row_field(fault, self.rows.filled)
        name = f"visit_{name}"
        return self.main[name] if name in self.main.fields else None
