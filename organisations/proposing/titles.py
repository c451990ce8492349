"""What visitors call the sections of an entry: the forms themselves speak to the group."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from organisations.forms.sections import SECTION_BY_KEY, SECTIONS

_OWN = {
    "about": _("Name, description, ways of contact"),
    "open": _("For whom it is open"),
    "languages": _("Languages and German"),
    "places": _("Address and place"),
}
WHOLE = "entry"  # about no section


def title_of(key: str) -> Any:
    """The title of a section, empty for the whole entry."""
    return "" if key not in SECTION_BY_KEY else _OWN.get(key, SECTION_BY_KEY[key].title)


def titles() -> list[tuple[str, Any]]:
    """All sections: key and title."""
    return [(section.key, title_of(section.key)) for section in SECTIONS]
