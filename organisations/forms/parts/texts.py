"""The texts of an entry in one more language, beside the original: its prose, and the words of what it offers."""

from dataclasses import replace
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from organisations.document import OrganisationDocument, Text
from organisations.forms.parts.about import AboutFields
from organisations.forms.parts.offers import Offer, field_of, name_of, offers_of, with_words, words_in
from organisations.forms.rows import Fields
from organisations.forms.section import SectionForm
from organisations.forms.sections import Section
from organisations.forms.values import text_of
from organisations.models.organisation import Origin
from organisations.validation import Fault

PARTS = ("summary", "description", "audience")


class TextFields(Fields):
    """The three texts, with the same fields as in the original, and a field for each piece of an offer."""

    summary = AboutFields.base_fields["summary"]
    description = AboutFields.base_fields["description"]
    audience = AboutFields.base_fields["audience"]

    def prepare(self) -> None:
        """In their language."""
        for name in PARTS:
            self.fields[name].widget.attrs["lang"] = self.about.language
        self.offers = offers_of(self.about.shown)
        for key in (key for offer in self.offers for key in offer.keys):
            field = field_of(key, self.about.shown, self.about.language)
            field.template_name = "organisations/forms/_field.html"  # type: ignore[attr-defined]
            self.fields[name_of(key)] = field


class TextsForm(SectionForm):
    """The texts in the language of the form."""

    key = "texts"
    main_form = TextFields

    @property
    def section(self) -> Section:
        """No section of its own: people are asked for other languages last, on a page of their own."""
        return Section(self.key, _("Your texts in other languages"), _("Write as you speak. Empty fields stay empty."))

    @property
    def prose(self) -> list[BoundField]:
        """The fields of the three texts."""
        assert self.main is not None  # noqa: S101
        return [self.main[name] for name in PARTS]

    @property
    def offers(self) -> list[tuple[str, list[BoundField]]]:
        """What each offer is, with its fields."""
        assert self.main is not None  # noqa: S101
        return [(offer.title, [self.main[name_of(key)] for key in offer.keys]) for offer in self._offers]

    @property
    def _offers(self) -> list[Offer]:
        return self.main.offers if isinstance(self.main, TextFields) else []

    def main_values(self) -> dict[str, Any]:
        """The text of that language, if there is one, and the words of what is offered."""
        shown, code = self.about.shown, self.about.language
        text = shown.texts.get(code, Text())
        keys = [key for offer in offers_of(shown) for key in offer.keys]
        offered = {name_of(key): words_in(shown, key).get(code, "") for key in keys}
        return {name: getattr(text, name) for name in PARTS} | offered

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
        offered = {key: self.main.cleaned_data[name_of(key)] for offer in self._offers for key in offer.keys}
        return with_words(replace(document, texts=texts), code, offered)

    def field_of(self, fault: Fault) -> BoundField | str | None:
        """The field of a text in the language of the form."""
        assert self.main is not None  # noqa: S101
        part, _dot, last = fault.part.rpartition(".")
        if part in ("openings", "committee"):
            id = str(self._checked.openings[fault.row].id) if fault.row is not None else ""
            name = name_of((id, last))
            return self.main[name] if name in self.main.fields else None
        start = f"texts.{self.about.language}."
        name = fault.part.removeprefix(start) if fault.part.startswith(start) else ""
        return self.main[name] if name in self.main.fields else None
