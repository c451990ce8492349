"""The first visit in the admin's form of an entry: fields of the entry itself, and one row for each step of the way."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from organisations.admin.fields import WordsField
from organisations.document import Cost, FirstVisit, OrganisationDocument, Step
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
    visit_euros = forms.DecimalField(
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


def visit_values(document: OrganisationDocument) -> dict[str, Any]:
    """The values of the fields."""
    visit = document.first_visit
    return {
        "visit_when": visit.when,
        "visit_ask_for": visit.ask_for,
        "visit_person": str(visit.person or ""),
        "visit_wear": list(visit.wear),
        "visit_bring": list(visit.bring),
        "visit_cost": visit.cost.kind,
        "visit_free": visit.cost.visits,
        "visit_euros": Decimal(visit.cost.cents) / 100 if visit.cost.cents else None,
        "visit_watch": visit.watch,
    }


def visit_of(before: FirstVisit, entry: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]) -> FirstVisit:
    """What was typed. What is worn or brought keeps its order, new things come behind."""
    cents = int(entry["visit_euros"] * 100) if entry["visit_euros"] else 0
    return FirstVisit(
        when=entry["visit_when"],
        ask_for=entry["visit_ask_for"],
        person=UUID(entry["visit_person"]) if entry["visit_person"] else None,
        wear=_in_order(before.wear, entry["visit_wear"]),
        bring=_in_order(before.bring, entry["visit_bring"]),
        cost=Cost(entry["visit_cost"], entry["visit_free"] or 1, cents),
        watch=entry["visit_watch"],
        way=tuple(Step(row["code"], row["name"], row["lines"]) for row in steps),
    )


def _in_order(before: Sequence[str], chosen: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([code for code in before if code in chosen] + list(chosen)))
