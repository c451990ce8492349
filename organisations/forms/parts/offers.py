"""The words of offers and of a committee in one more language, each with the original as its hint."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from organisations.document import Opening, OrganisationDocument
from organisations.forms.fields import ProseField, WordsField
from organisations.forms.values import words_of
from organisations.forms.widgets import line, prose
from organisations.languages import language_name
from organisations.openings.translated import NOTE, Key, pieces_of
from organisations.sentences import say


@dataclass(frozen=True, slots=True)
class Offer:
    """The fields of one offer, or of the committee, by what they translate; `title`: what it is."""

    title: str
    keys: list[Key]


def offers_of(document: OrganisationDocument) -> list[Offer]:
    """What has words of its own in the language of the entry, as far as it is still open."""
    pieces = pieces_of(document, timezone.localdate())
    there = [key for key, words in pieces.items() if words.get(document.language)]
    kinds = {str(one.id): say(one.kind) for one in document.openings} | {NOTE[0]: str(_("How does one take part?"))}
    return [Offer(kinds[id], [key for key in there if key[0] == id]) for id in dict.fromkeys(id for id, _name in there)]


def name_of(key: Key) -> str:
    """The name of the field."""
    return "-".join(("offer", *filter(None, key)))


def field_of(key: Key, document: OrganisationDocument, code: str) -> forms.Field:
    """The field of a piece in that language."""
    hint = original_hint(words_in(document, key), document.language)
    many, label = {
        "title": (0, _("What is it called?")),
        "text": (3, _("More about it")),
        "note": (2, _("Note")),
    }[key[1]]
    widget = prose(many, lang=code) if many else line(lang=code)
    field = ProseField if key[1] == "text" else WordsField
    return field(required=False, widget=widget, label=label, help_text=hint)


def original_hint(words: Mapping[str, str], language: str) -> SafeString | str:
    """The original of what is to be translated, in its own direction; empty if there is none."""
    text, direction = words.get(language), language_name(language, language).direction
    if not text:
        return ""
    return format_html('<b>{}:</b> <bdi lang="{}" dir="{}">{}</bdi>', _("Original"), language, direction, text)


def words_in(document: OrganisationDocument, key: Key) -> Mapping[str, str]:
    """A piece in all its languages."""
    if key == NOTE:
        return document.committee.note
    return next((getattr(one, key[1]) for one in document.openings if str(one.id) == key[0]), {})


def with_words(document: OrganisationDocument, code: str, typed: Mapping[Key, str]) -> OrganisationDocument:
    """The document with these words in that language; all others stay."""

    def read(key: Key, before: Mapping[str, str]) -> Mapping[str, str]:
        return words_of(before, code, typed[key]) if key in typed else before

    def changed(one: Opening) -> Opening:
        words: dict[str, Any] = {name: read((str(one.id), name), getattr(one, name)) for name in ("title", "text")}
        return replace(one, **words)

    committee = replace(document.committee, note=read(NOTE, document.committee.note))
    return replace(document, openings=tuple(map(changed, document.openings)), committee=committee)
