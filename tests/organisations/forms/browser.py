"""The friendly forms as a browser would send them: what a section shows, with some of it changed."""

from typing import Any
from uuid import UUID

from django.http import QueryDict

from organisations.document import OrganisationDocument
from organisations.forms.entry import EntryForm, section_form
from organisations.forms.section import SectionForm
from tests.html import Element, parse, sent_by

Form = SectionForm | EntryForm


def page(form: Form) -> Element:
    """What the form shows."""
    return parse(f"<!doctype html><body>{form.render()}</body>")


def posted(form: Form, **changes: Any) -> QueryDict:
    """What a browser sends for a form; a change has __ for - in its name, None takes a field away."""
    values: dict[str, Any] = sent_by(page(form))
    for name, value in changes.items():
        values[name.replace("__", "-")] = value if isinstance(value, list) else [value]
    data = QueryDict(mutable=True)
    for name, several in values.items():
        data.setlist(name, [str(one) for one in several if one is not None])
    return data


def opened(key: str, document: OrganisationDocument, **options: Any) -> SectionForm:
    """The form of a section as it is shown first."""
    return section_form(key, document, language=options.pop("language", "de"), **options)


def sent(key: str, document: OrganisationDocument, **changes: Any) -> SectionForm:
    """The form of a section, sent with these changes."""
    options = {"language": changes.pop("language", "de"), "public_only": changes.pop("public_only", False)}
    first = section_form(key, document, **options)
    return section_form(key, document, posted(first, **changes), **options)


def sentences(form: Form) -> str:
    """What is wrong, in one line."""
    return " | ".join(sentence for _field, sentence in form.errors)


def no_id() -> UUID:
    """An id nobody has."""
    return UUID(int=7)
