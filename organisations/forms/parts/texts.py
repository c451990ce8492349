"""The texts of an entry in one more language, beside the original."""

from dataclasses import replace
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from organisations.document import OrganisationDocument, Text
from organisations.forms.parts.about import AboutFields
from organisations.forms.rows import Fields
from organisations.forms.section import SectionForm
from organisations.forms.sections import Section
from organisations.forms.values import text_of
from organisations.models.organisation import Origin
from organisations.validation import Fault

PARTS = ("summary", "description", "audience")


class TextFields(Fields):
    """The three texts, with the same fields as in the original."""

    summary = AboutFields.base_fields["summary"]
    description = AboutFields.base_fields["description"]
    audience = AboutFields.base_fields["audience"]

    def prepare(self) -> None:
        """In their language."""
        for name in PARTS:
            self.fields[name].widget.attrs["lang"] = self.about.language


class TextsForm(SectionForm):
    """The texts in the language of the form."""

    key = "texts"
    main_form = TextFields

    @property
    def section(self) -> Section:
        """No section of its own: people are asked for other languages last, on a page of their own."""
        return Section(self.key, _("Your texts in other languages"), _("Write as you speak. Empty fields stay empty."))

    @property
    def template_name(self) -> str:
        """Nothing but the fields."""
        return "organisations/forms/_section.html"

    def main_values(self) -> dict[str, Any]:
        """The text of that language, if there is one."""
        text = self.about.shown.texts.get(self.about.language, Text())
        return {name: getattr(text, name) for name in PARTS}

    def replaced(self, document: OrganisationDocument) -> OrganisationDocument:
        """A text that is emptied is taken away; one that was typed is a human's."""
        assert self.main is not None  # noqa: S101
        typed = {name: self.main.cleaned_data[name] for name in PARTS}
        code = self.about.language
        before, texts = document.texts.get(code), dict(document.texts)
        text = text_of(before, {**typed, "origin": before.origin if before else Origin.HUMAN.value})
        if text is not before:
            text = replace(text, origin=Origin.HUMAN.value)
        if any(typed.values()):
            texts[code] = text
        else:
            texts.pop(code, None)
        return replace(document, texts=texts)

    def field_of(self, fault: Fault) -> BoundField | str | None:
        """The field of a text in the language of the form."""
        assert self.main is not None  # noqa: S101
        start = f"texts.{self.about.language}."
        name = fault.part.removeprefix(start) if fault.part.startswith(start) else ""
        return self.main[name] if name in self.main.fields else None
