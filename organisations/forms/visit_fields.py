"""The answers of the first visit as fields, and one row for each step of the way; the admin has them too."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from organisations.forms.fields import AmountField, WordsField
from organisations.validation import MOST_CENTS, MOST_FREE_VISITS, STEP_LENGTHS
from organisations.visit_phrases import ASK_FOR, BRING, COST, STEPS, WATCH, WAY, WEAR, WHEN, Question

Choices = Callable[[], list[tuple[str, str]]]


def answers(question: Question, codes: Sequence[str] = (), optional: bool = True) -> Choices:
    """The answers of a question as choices in the language of the page; a dot stands for what is filled in."""

    def choices() -> list[tuple[str, str]]:
        found = [(code, _words(question, code)) for code in codes or question.answers]
        return [("", gettext("not known")), *found] if optional else found

    return choices


def _words(question: Question, code: str) -> str:
    sentence = question.answers[code]
    text = gettext(sentence) if isinstance(sentence, str) else ngettext(*sentence, 2)
    return text % {"name": "…", "lines": "…", "n": "…", "amount": "… €"}


def one(question: Question) -> forms.ChoiceField:
    """One of the answers, or none."""
    return forms.ChoiceField(required=False, choices=answers(question), label=_lazy(question))


def several(question: Question) -> forms.MultipleChoiceField:
    """Any of the answers."""
    boxes = forms.CheckboxSelectMultiple
    choices = answers(question, optional=False)
    return forms.MultipleChoiceField(required=False, choices=choices, widget=boxes, label=_lazy(question))


def _lazy(question: Question) -> Any:
    return _(question.text)


class VisitFields(forms.Form):
    """The answers of the first visit, without the way there."""

    visit_when = one(WHEN)
    visit_ask_for = one(ASK_FOR)
    visit_person = forms.ChoiceField(
        required=False,
        label=_("Contact person to ask for"),
        help_text=_("Named only with consent. A new person can be chosen after it has been saved."),
    )
    visit_wear = several(WEAR)
    visit_bring = several(BRING)
    visit_cost = one(COST)
    visit_free = forms.IntegerField(
        required=False, min_value=1, max_value=MOST_FREE_VISITS, label=_("Visits free of charge")
    )
    visit_euros = AmountField(
        required=False, min_value=0, max_value=MOST_CENTS // 100, decimal_places=2, label=_("Euros for the first time")
    )
    visit_watch = one(WATCH)

    visit_fieldset = (
        _("First visit"),
        {
            "fields": [
                "visit_when",
                ("visit_ask_for", "visit_person"),
                "visit_wear",
                "visit_bring",
                ("visit_cost", "visit_free", "visit_euros"),
                "visit_watch",
            ]
        },
    )

    def set_people(self, people: Sequence[tuple[str, str]]) -> None:
        """The contact persons to choose from: id and name."""
        self.fields["visit_person"].choices = [("", "–"), *people]  # type: ignore[attr-defined]


class StepRow(forms.Form):
    """A step of the way there."""

    code = forms.ChoiceField(choices=answers(WAY, STEPS, optional=False), label=_("Step"))
    name = WordsField(
        required=False,
        max_length=STEP_LENGTHS["name"],
        label=_("Name or number"),
        help_text=_("Of the stop, the bell, the room; for walking the minutes, for a floor its number."),
    )
    lines = WordsField(required=False, max_length=STEP_LENGTHS["lines"], label=_("Lines of the bus or train"))
    shown = ["code", ("name", "lines")]
