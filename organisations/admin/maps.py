"""Leaflet in the admin without inline scripts: a point as two bounded numbers with a map, an outline to look at.

Nothing a browser sends ever becomes a geometry by way of a text: a point is two numbers, an outline cannot be sent.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.gis.db.models import PointField as PointColumn
from django.contrib.gis.geos import GEOSGeometry
from django.contrib.gis.geos import Point as GeosPoint
from django.core.exceptions import ValidationError
from django.db.models import Field
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from leaflet.admin import LeafletAdminWidget, LeafletGeoAdmin
from leaflet.templatetags.leaflet_tags import leaflet_map

from organisations.document import Point
from organisations.validation import is_on_earth

SCRIPTS = ("leaflet/leaflet.js", "leaflet/leaflet.extras.js", "js/admin/map.js")
STYLES = ("leaflet/leaflet.css", "css/admin.css")


def map_context() -> dict[str, str]:
    """What the page's script needs to start a map: django-leaflet's options, the place of Leaflet's pictures."""
    return {"options": leaflet_map("map")["djoptions"], "images": static("leaflet/images/")}


class PointWidget(LeafletAdminWidget):  # type: ignore[misc]  # django-leaflet has no types
    """Longitude and latitude as numbers, and a map on which a click or a drag sets them."""

    template_name = "organisations/admin/point.html"
    use_fieldset = True

    @property
    def media(self) -> forms.Media:
        """Our Leaflet, django-leaflet's map class, and the script that starts the maps."""
        return forms.Media(js=SCRIPTS, css={"all": STYLES})

    def decompress(self, value: Any) -> list[Any]:
        """A point as its two numbers; what was typed stays as it is."""
        if isinstance(value, GeosPoint):
            return [value.x, value.y]
        return list(value) if value else ["", ""]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Any]:
        """What was typed for longitude and latitude."""
        return [data.get(f"{name}_lng", ""), data.get(f"{name}_lat", "")]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether neither number was sent."""
        return f"{name}_lng" not in data and f"{name}_lat" not in data

    def id_for_label(self, id_: str) -> str:
        """The label belongs to both numbers."""
        return ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Names and values of the two fields; django-leaflet's own would read the value as a geometry's text."""
        lng, lat = self.decompress(value)
        identity = (attrs or {}).get("id", f"id_{name}")
        return {"widget": {"name": name, "id": identity, "lng": lng, "lat": lat}, **map_context()}


class PointField(forms.Field):
    """A point in degrees, as longitude and latitude. Cleans to a pair of numbers, or None."""

    widget = PointWidget
    default_error_messages = {
        "half": _("Both numbers are needed, or none."),
        "number": _("Longitude and latitude are degrees, such as 9.2197 and 48.6790."),
    }

    def clean(self, value: Any) -> Any:
        """Two finite numbers on the globe."""
        words = [str(word or "").strip().replace(",", ".") for word in value or ("", "")]
        if not any(words):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if not all(words):
            raise ValidationError(self.error_messages["half"], code="half")
        point = _numbers(words)
        if point is None or not is_on_earth(point):
            raise ValidationError(self.error_messages["number"], code="number")
        return point

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other numbers were typed than those shown."""
        shown = PointWidget().decompress(initial)
        return [str(number) for number in shown] != [str(word) for word in data or ("", "")]


class GeosPointField(PointField):
    """The same for a model's form: cleans to a GEOS point."""

    def clean(self, value: Any) -> GeosPoint | None:
        """The point, made of the two numbers."""
        point: Point | None = super().clean(value)
        return GeosPoint(*point, srid=settings.SRID) if point else None


class MapAdmin(LeafletGeoAdmin):  # type: ignore[misc]
    """A LeafletGeoAdmin whose points are numbers with a map."""

    widget = PointWidget

    def formfield_for_dbfield(
        self, db_field: "Field[Any, Any]", request: HttpRequest | None = None, **kwargs: Any
    ) -> Any:
        """Points get two numbers and a map; no other geometry gets a field."""
        if isinstance(db_field, PointColumn):
            label = capfirst(db_field.verbose_name)
            return GeosPointField(required=not db_field.blank, label=label, help_text=db_field.help_text)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def outline_map(outline: GEOSGeometry | None) -> SafeString:
    """A map that shows an outline, to look at only."""
    if outline is None:
        return mark_safe("–")
    return mark_safe(  # noqa: S308 - a template with escaping made it
        render_to_string("organisations/admin/outline.html", {"outline": outline.json, **map_context()})
    )


def _numbers(words: list[str]) -> Point | None:
    if any(len(word) > 30 for word in words):
        return None
    try:
        return (float(words[0]), float(words[1]))
    except ValueError:
        return None
