"""Openings and the facts of a committee in the admin: their fields, and what they make of a document."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.admin.fields import ByLanguageField, ProseByLanguageField
from organisations.document import Committee, Opening, OrganisationDocument
from organisations.forms.values import Values, in_order
from organisations.forms.visit_fields import one, several
from organisations.models.opening import OpeningKind
from organisations.models.vocabulary import German
from organisations.openings.faults import OLDEST
from organisations.openings.phrases import ANSWER, CITIZENSHIP, FACTS, HOW, PUBLIC, WHO


class OpeningRow(forms.Form):
    """Something that is offered until a day; one that is over stays until it is removed."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=OpeningKind.choices, label=_("What do you offer?"))
    until = forms.DateField(
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        label=_("Last day"),
        help_text=_("After this day nobody sees it any more."),
    )
    title = ByLanguageField(required=False, label=_("What is it called?"))
    text = ProseByLanguageField(required=False, label=_("More about it"))
    german = forms.ChoiceField(
        required=False, choices=[("", _("not known")), *German.choices], label=_("German needed at most")
    )
    age_from = forms.IntegerField(required=False, min_value=0, max_value=OLDEST, label=_("From what age?"))
    age_to = forms.IntegerField(required=False, min_value=0, max_value=OLDEST, label=_("Up to what age?"))
    answer = one(ANSWER)
    shown = [("kind", "until"), "title", "text", "german", ("age_from", "age_to"), "answer"]


class CommitteeFields(forms.Form):
    """What a committee says of its seats."""

    committee_who = several(WHO)
    committee_citizenship = one(CITIZENSHIP)
    committee_how = one(HOW)
    committee_public = one(PUBLIC)
    committee_note = ByLanguageField(required=False, label=_("Note"))

    committee_fieldset = (
        _("Only for committees: how does one take part?"),
        {
            "fields": [
                "committee_who",
                ("committee_citizenship", "committee_how", "committee_public"),
                "committee_note",
            ]
        },
    )


def opening_of(base: OrganisationDocument, row: Values) -> Opening:
    """The opening of a row. Only the id of a known one is taken over."""
    known = {opening.id for opening in base.openings}
    values = {name: row[name] for name in Opening.__dataclass_fields__ if name != "id"}
    return Opening(**values, **({"id": row["id"]} if row["id"] in known else {}))


def committee_values(committee: Committee) -> dict[str, Any]:
    """The facts by the names of the form's fields."""
    return {f"committee_{name}": getattr(committee, name) for name in (*FACTS, "note")}


def committee_of(before: Committee, entry: Values) -> Committee:
    """What was typed; who may sit there keeps its order, new ones come behind."""
    values = {name: entry[f"committee_{name}"] for name in ("citizenship", "how", "public", "note")}
    return Committee(who=in_order(before.who, entry["committee_who"]), **values)
