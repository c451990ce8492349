"""What is offered until a day, and what a committee says of its seats."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.document import Committee, Opening, OrganisationDocument
from organisations.forms import choices
from organisations.forms.fields import DayField, IdField, ProseField, WordsField
from organisations.forms.parts.offers import original_hint
from organisations.forms.rows import Fields, Kind
from organisations.forms.section import SectionForm
from organisations.forms.values import fields_of, in_order, words_of
from organisations.forms.visit_fields import one, several
from organisations.forms.widgets import OneOf, WidePicks, a_day, latin, line, prose
from organisations.models.opening import OpeningKind
from organisations.models.organisation import Kind as EntryKind
from organisations.openings.faults import OLDEST
from organisations.openings.phrases import ANSWER, CITIZENSHIP, HOW, PUBLIC, WHO
from organisations.openings.values import each_by_itself
from organisations.validation import Fault

FACTS = ("who", "citizenship", "how", "public")


def _age(words: Any) -> forms.IntegerField:
    checks = [MinValueValidator(0), MaxValueValidator(OLDEST)]
    return forms.IntegerField(required=False, validators=checks, widget=latin("text", "numeric", size=4), label=words)


class CommitteeFields(Fields):
    """Who may sit there and how; for committees."""

    who = several(WHO)
    citizenship = one(CITIZENSHIP)
    how = one(HOW)
    public = one(PUBLIC)
    note = WordsField(required=False, widget=prose(2), label=_("Note"))

    def prepare(self) -> None:
        """Large choices."""
        self.fields["who"].widget = WidePicks(choices=self.fields["who"].choices)  # type: ignore[attr-defined]
        for name in ("citizenship", "public"):
            self.fields[name].widget = OneOf(choices=self.fields[name].choices)  # type: ignore[attr-defined]
        shown, note = self.about.shown, self.fields["note"]
        note.widget.attrs["lang"] = self.about.language
        if self.about.language != shown.language:
            note.help_text = original_hint(shown.committee.note, shown.language)


class OpeningRow(Fields):
    """Something that is offered until a day."""

    id = IdField()
    kind = forms.ChoiceField(choices=OpeningKind.choices, widget=OneOf, label=_("What do you offer?"))
    title = WordsField(
        required=False, widget=line(), label=_("What is it called?"), help_text=_("For example: a seat for parents.")
    )
    text = ProseField(required=False, widget=prose(3), label=_("More about it"))
    until = DayField(
        required=True, widget=a_day(), label=_("Last day"), help_text=_("After this day nobody sees it any more.")
    )
    german = forms.ChoiceField(required=False, label=_("German needed"))
    age_from = _age(_("From what age?"))
    age_to = _age(_("Up to what age?"))
    answer = one(ANSWER)

    def prepare(self) -> None:
        """The steps of German, and what stood there before."""
        self.fields["german"].choices = choices.german_names(self.about.terms, self.about.interface)  # type: ignore[attr-defined]
        about, known = self.about, {str(one.id): one for one in self.about.shown.openings}
        id = self.data.get(self.add_prefix("id")) if self.is_bound else self.initial.get("id")
        opening = known.get(str(id))
        for name in ("title", "text"):
            self.fields[name].widget.attrs["lang"] = about.language
            if opening and about.language != about.shown.language:
                hint = original_hint(getattr(opening, name), about.shown.language)
                self.fields[name].help_text = hint or self.fields[name].help_text

    def clean(self) -> dict[str, Any]:
        """A day that is over is only let through where it stood there before."""
        typed = super().clean() or {}
        until, known = typed.get("until"), {opening.id: opening for opening in self.about.shown.openings}
        before = known.get(typed.get("id"))
        if until and until < timezone.localdate() and (before is None or before.until != until):
            self.add_error("until", gettext("This day is over."))
        return typed


class OpeningsForm(SectionForm):
    """The section "openings"."""

    key = "openings"
    main_form = CommitteeFields
    kind = Kind("openings", OpeningRow, _("Offer"), _("Add an offer"), "kind")

    @property
    def is_committee(self) -> bool:
        """Whether the questions of a committee stand open; otherwise they are folded away."""
        return self.about.shown.kind == EntryKind.COMMITTEE

    def main_values(self) -> dict[str, Any]:
        """The facts of a committee."""
        facts = self.about.shown.committee
        values = {name: getattr(facts, name) for name in FACTS}
        return values | {"who": list(facts.who), "note": facts.note.get(self.about.language, "")}

    def row_values(self) -> list[dict[str, Any]]:
        """The openings as they stand."""
        language = self.about.language
        return [
            fields_of(one) | {"title": one.title.get(language, ""), "text": one.text.get(language, "")}
            for one in self.about.shown.openings
        ]

    def replaced(self, document: OrganisationDocument) -> OrganisationDocument:
        """What was typed; words in other languages stay. Only the id of a known opening is taken over."""
        assert self.main is not None and self.rows is not None  # noqa: S101
        typed, before, language = self.main.cleaned_data, document.committee, self.about.language
        facts = Committee(
            who=in_order(before.who, typed["who"]),
            note=words_of(before.note, language, typed["note"]),
            **{name: typed[name] for name in FACTS[1:]},
        )
        known = {opening.id: opening for opening in document.openings}
        rows = (_opening(known.get(form.cleaned_data["id"]), form.cleaned_data, language) for form in self.rows.filled)
        return replace(document, openings=each_by_itself(rows), committee=facts)

    def field_of(self, fault: Fault) -> BoundField | str | None:
        """The field of the committee, or in the row of the opening."""
        assert self.main is not None and self.rows is not None  # noqa: S101
        part, _dot, name = fault.part.partition(".")
        if part == "committee":
            return self.main[name]
        return self.row_field(fault, self.rows.filled) if part == "openings" else None


def _opening(before: Opening | None, typed: dict[str, Any], language: str) -> Opening:
    values: dict[str, Any] = {name: typed[name] for name in ("kind", "until", "german", "age_from", "age_to", "answer")}
    for name in ("title", "text"):
        values[name] = words_of(getattr(before, name) if before else {}, language, typed[name])
    return replace(before, **values) if before else Opening(**values)
