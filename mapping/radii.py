"""The steps of distance around a place."""

from typing import Any

from django.utils.translation import gettext as _

from organisations import formats

RADII = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0)  # kilometres


def radii(asked: float | None) -> list[dict[str, Any]]:
    """The steps, the first for any distance; the last is that of the query if it is no step."""
    other = [asked] if asked and asked not in RADII else []
    found = [{"value": "", "label": _("Any distance"), "chosen": asked is None}]
    for step in (*RADII, *other):
        found.append({"value": f"{step:g}", "label": formats.radius(step), "chosen": step == asked})
    return found
