"""What people call the part of an entry that a fault is about, in every language of the interface."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from organisations.differences import LABELS, QUESTIONS
from organisations.languages import language_name

# Where the form has other words than a difference, or more of them.
_NAMES: Mapping[str, Any] = {
    "texts": _("Description"),
    "languages": _("Languages"),
    "committee": _("How does one take part?"),
    "first_visit": _("First visit"),
    "places.name": _("Name of the place"),
    "places.street": _("Street and number"),
    "places.postcode": _("Postcode"),
    "places.town": _("Town"),
}


def part_name(part: str) -> str:
    """The name of a part ("places.street", "texts.de.summary", "first_visit.way.name"); an unknown one as it is."""
    name, _dot, field = part.partition(".")
    if name == "texts" and "." in field:
        code, _dot, field = field.partition(".")
        return f"{LABELS[field]} ({language_name(code, get_language() or 'en').name})"
    question = QUESTIONS.get(field.partition(".")[0]) if name == "first_visit" else None
    if question:
        return f"{_NAMES[name]}: {gettext(question.text)}"
    if name == "contacts" and field in LABELS:
        return f"{LABELS[name]}: {LABELS[field]}"
    return str(_NAMES.get(part) or _NAMES.get(name) or LABELS.get(name, part))
