"""Topics and openness: words of the vocabulary that are chosen."""

from dataclasses import replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from organisations.document import OrganisationDocument
from organisations.forms import choices
from organisations.forms.rows import Fields
from organisations.forms.section import SectionForm
from organisations.forms.values import topics_of
from organisations.forms.widgets import FoldedPicks, WidePicks
from organisations.validation import Fault


class TopicFields(Fields):
    """The main topic, and a few more."""

    main = forms.ChoiceField(
        required=False, label=_("What is it mainly about?"), help_text=_("This gives your entry its sign on the map.")
    )
    more = forms.MultipleChoiceField(
        required=False, widget=FoldedPicks, label=_("More topics"), help_text=_("A few that really fit are best.")
    )

    def prepare(self) -> None:
        """The topics by group."""
        topics = choices.topics(self.about.terms, self.about.interface)
        self.fields["main"].choices = [("", _("Please choose")), *topics]  # type: ignore[attr-defined]
        self.fields["more"].choices = topics  # type: ignore[attr-defined]


class TopicsForm(SectionForm):
    """The section "topics"."""

    key = "topics"
    main_form = TopicFields

    def main_values(self) -> dict[str, Any]:
        """The first topic, and the others."""
        topics = self.about.shown.topics
        return {"main": topics[0] if topics else "", "more": list(topics[1:])}

    def replaced(self, document: OrganisationDocument) -> OrganisationDocument:
        """The topics, the main one first."""
        assert self.main is not None  # noqa: S101
        typed = self.main.cleaned_data
        return replace(document, topics=topics_of(document.topics, typed["main"], typed["more"]))

    def field_of(self, fault: Fault) -> BoundField | str | None:
        """The main topic."""
        assert self.main is not None  # noqa: S101
        return self.main["main"] if fault.part == "topics" else None


class OpenFields(Fields):
    """The openness flags."""

    flags = forms.MultipleChoiceField(required=False, widget=WidePicks, label=_("What is so with you?"))

    def prepare(self) -> None:
        """The flags in the order of the vocabulary."""
        self.fields["flags"].choices = choices.flags(self.about.terms, self.about.interface)  # type: ignore[attr-defined]


class OpenForm(SectionForm):
    """The section "open"."""

    key = "open"
    main_form = OpenFields

    def main_values(self) -> dict[str, Any]:
        """The flags."""
        return {"flags": list(self.about.shown.flags)}

    def replaced(self, document: OrganisationDocument) -> OrganisationDocument:
        """The flags, sorted."""
        assert self.main is not None  # noqa: S101
        return replace(document, flags=tuple(sorted(set(self.main.cleaned_data["flags"]))))

    def field_of(self, fault: Fault) -> BoundField | str | None:
        """The flags."""
        assert self.main is not None  # noqa: S101
        return self.main["flags"] if fault.part == "flags" else None
