"""Name, kind, contact details of the body itself, its texts in one language, and when it is closed."""

from dataclasses import replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from organisations.document import OrganisationDocument, Text
from organisations.forms import choices
from organisations.forms.fields import DayField, PhoneField, ProseField, WebField, WordsField
from organisations.forms.rows import Fields
from organisations.forms.section import SectionForm
from organisations.forms.values import text_of
from organisations.forms.widgets import OneOf, a_day, latin, line, prose
from organisations.languages import language_name
from organisations.models.organisation import Origin
from organisations.validation import Fault

_SAME = ("kind", "name", "website", "phone", "email", "closed_from", "closed_until")
_TEXT = ("summary", "description", "audience")


class AboutFields(Fields):
    """The fields. The language of the texts can be chosen as long as there are none."""

    name = WordsField(required=True, label=_("Name of the group"), widget=line(autocomplete="organization"))
    kind = forms.ChoiceField(choices=choices.KINDS, widget=OneOf, label=_("What are you?"))
    language = forms.ChoiceField(
        initial="de",
        label=_("In which language do you write?"),
        help_text=_("German is read by most. Any other language is fine too."),
    )
    summary = WordsField(
        required=False,
        widget=prose(3),
        label=_("In one or two sentences"),
        help_text=_("What do you do? At most 200 letters. This stands in the list."),
    )
    description = ProseField(
        required=False,
        widget=prose(6),
        label=_("More about you"),
        help_text=_(
            "What happens when you meet, and how somebody new joins in. Short sentences are easy to translate."
        ),
    )
    audience = WordsField(
        required=False,
        widget=prose(2),
        label=_("For whom?"),
        help_text=_("For example: children from 6 to 10, everybody."),
    )
    website = WebField(required=False, label=_("Website"), widget=latin("url", "url", autocomplete="url"))
    phone = PhoneField(
        required=False,
        label=_("Telephone of the group"),
        help_text=_("Visitors see it. Please no private number."),
        widget=latin("tel", "tel", autocomplete="section-group tel"),
    )
    email = WordsField(
        required=False,
        label=_("Mail address of the group"),
        help_text=_("Visitors see it. Please no private address."),
        widget=latin("email", "email", autocomplete="section-group email"),
    )
    closed_from = DayField(required=False, label=_("Closed from"), widget=a_day())
    closed_until = DayField(required=False, label=_("Closed until"), widget=a_day())

    def prepare(self) -> None:
        """The languages to choose from."""
        about = self.about
        if about.shown.texts:
            del self.fields["language"]
            for name in _TEXT:
                self.fields[name].widget.attrs["lang"] = about.language
            return
        self.fields["language"].choices = choices.languages(about.interface, about.language)  # type: ignore[attr-defined]


class AboutForm(SectionForm):
    """The section "about"."""

    key = "about"
    main_form = AboutFields

    @property
    def text_language(self) -> str:
        """The name of the language of the texts, once it is settled."""
        return language_name(self.about.language, self.about.interface).name if self.about.shown.texts else ""

    def main_values(self) -> dict[str, Any]:
        """The body's own fields and the text in the language of the form."""
        document = self.about.shown
        text = document.texts.get(self.about.language, Text())
        values = {name: getattr(document, name) for name in _SAME} | {name: getattr(text, name) for name in _TEXT}
        return values | {"language": self.about.language}

    def replaced(self, document: OrganisationDocument) -> OrganisationDocument:
        """A text that is emptied is taken away; the first text says what the language of the entry is."""
        assert self.main is not None  # noqa: S101
        typed = self.main.cleaned_data
        code = typed.get("language") or self.about.language
        texts, before = dict(document.texts), document.texts.get(code)
        text = text_of(before, {**typed, "origin": before.origin if before else Origin.HUMAN.value})
        if before is not None and text is not before:
            text = replace(text, origin=Origin.HUMAN.value)  # whoever types is a human
        if any(typed[name] for name in _TEXT) or text is before:
            texts[code] = text
        else:
            texts.pop(code, None)
        chosen = "language" in typed and (code != self.about.language or bool(texts))
        values = {name: typed[name] for name in _SAME}
        return replace(document, **values, texts=texts, language=code if chosen else document.language)

    def field_of(self, fault: Fault) -> BoundField | str | None:
        """Its own field; of the texts those in the language of the form."""
        assert self.main is not None  # noqa: S101
        name = fault.part
        if name.startswith("texts."):
            _texts, language, name = name.split(".", 2)
            if language != (self.main.cleaned_data.get("language") or self.about.language):
                return None
        return self.main[name] if name in self.main.fields else None
