"""What the parts of an import are called on the desk."""

from typing import Any

from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from organisations.imports.headers import text_target
from organisations.languages import language_name
from organisations.visit_phrases import ASK_FOR, BRING, COST, WATCH, WAY, WEAR, WHEN

TARGET_NAMES: dict[str, Any] = {
    "id": _("The source's own number"),
    "name": _("Name"),
    "kind": _("Kind"),
    "topic": _("Topics"),
    "summary": _("Summary"),
    "description": _("Description"),
    "audience": _("For whom"),
    "place_name": _("Name of the place"),
    "address": _("Whole address in one cell"),
    "street": _("Street and house number"),
    "house_number": _("House number alone"),
    "postcode": _("Postcode"),
    "town": _("Town"),
    "place": _("Postcode and town in one cell"),
    "district": _("District"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "coordinates": _("Coordinates in one cell"),
    "private": _("Address is private"),
    "website": _("Website"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "contact_name": _("Contact person"),
    "contact_role": _("Role of the contact person"),
    "contact_phone": _("Telephone of the contact person"),
    "contact_email": _("E-mail of the contact person"),
    "languages": _("Spoken languages"),
    "german": _("German needed"),
    "flags": _("How it is open"),
    "wheelchair": _("Accessible by wheelchair"),
    "language": _("Language of the texts"),
    "version": _("Version, of an export of this site"),
    "promises": _("Promises of languages, exact"),
    "meetings": _("Times, exact"),
    "more_places": _("Further places, exact"),
    "openings": _("Open seats and offers"),
    "committee": _("How does one take part?"),
}
VISIT_NAMES = {
    "visit_when": WHEN, "visit_ask_for": ASK_FOR, "visit_wear": WEAR, "visit_bring": BRING, "visit_cost": COST,
    "visit_watch": WATCH, "visit_way": WAY,
}  # fmt: skip
ACTIONS: dict[str, Any] = {
    "": pgettext_lazy("rows of an import", "All"),
    "new": pgettext_lazy("rows of an import", "New"),
    "changed": pgettext_lazy("rows of an import", "Changed"),
    "alike": _("Possible duplicates"),
    "kept": _("Different here"),
    "unchanged": pgettext_lazy("rows of an import", "Unchanged"),
    "refused": pgettext_lazy("rows of an import", "Refused"),
}
OUTCOMES: dict[str, Any] = {
    "new": pgettext_lazy("a row of an import", "New"),
    "changed": pgettext_lazy("a row of an import", "Changed"),
    "unchanged": pgettext_lazy("a row of an import", "Unchanged"),
    "refused": pgettext_lazy("a row of an import", "Refused"),
    "proposed": pgettext_lazy("a row of an import", "In the queue"),
    "left": pgettext_lazy("a row of an import", "Not taken"),
}


def target_name(target: str) -> str:
    """What people call a target of the import."""
    if target in VISIT_NAMES:
        return gettext("First visit") + f": {gettext(VISIT_NAMES[target].text)}"
    if pair := text_target(target):
        return f"{target_name(pair[0])} ({language_name(pair[1], get_language() or 'en').name})"
    return str(TARGET_NAMES.get(target, target))
