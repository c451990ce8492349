"""Where they meet: addresses, what of them is public, and the point on the map."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from organisations.document import Address, OrganisationDocument, Place, Point
from organisations.forms import choices
from organisations.forms.fields import IdField, WordsField
from organisations.forms.rows import Fields, Kind
from organisations.forms.section import SectionForm
from organisations.forms.sight import with_hidden
from organisations.forms.values import place_of, place_values
from organisations.forms.widgets import OneOf, Tick, latin, line
from organisations.models.location import Wheelchair
from organisations.services.areas import find_area
from organisations.text import words
from organisations.validation import Fault, is_on_earth


class PlaceRow(Fields):
    """A place. Its point comes from the map, in two hidden fields."""

    id = IdField()
    name = WordsField(
        required=False,
        widget=line(),
        label=_("Name of the place"),
        help_text=_("For example: gymnasium, community centre."),
    )
    street = WordsField(
        required=False, widget=line(autocomplete="section-place address-line1"), label=_("Street and number")
    )
    postcode = WordsField(
        required=False,
        widget=latin("text", "numeric", autocomplete="section-place postal-code", size=10),
        label=_("Postcode"),
    )
    town = WordsField(required=False, widget=line(autocomplete="section-place address-level2"), label=_("Town"))
    private = forms.BooleanField(
        required=False,
        widget=Tick,
        label=_("This is a private address: show only the town"),
        help_text=_("Then nobody sees street and house on the map or anywhere else, not in older versions either."),
    )
    primary = forms.BooleanField(required=False, widget=Tick, label=_("This is our main place"))
    wheelchair = forms.ChoiceField(
        choices=choices.WHEELCHAIR,
        initial=Wheelchair.UNKNOWN,
        widget=OneOf,
        label=_("Can somebody with a wheelchair get in and take part?"),
    )
    lat = forms.CharField(required=False, widget=forms.HiddenInput)
    lng = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """With the point: two numbers on the globe, or none."""
        typed = super().clean() or {}
        typed["point"] = _point(typed.get("lng", ""), typed.get("lat", ""))
        return typed

    @property
    def has_point(self) -> bool:
        """Whether a point is set."""
        return bool(self["lat"].value() and self["lng"].value())


class PlacesForm(SectionForm):
    """The section "places"."""

    key = "places"
    kind = Kind("places", PlaceRow, _("Place"), _("Add a place"), "street")

    def row_values(self) -> list[dict[str, Any]]:
        """The places the form may show."""
        return [_values(place) for place in self.about.sight.rows(self.about.shown.places)]

    @property
    def towns(self) -> list[str]:
        """The towns of private places, of which visitors learn no more."""
        hidden = self.about.sight.hidden
        return [place.address.town for place in self.about.shown.places if place.id in hidden]

    @property
    def may_choose_main(self) -> bool:
        """Whether which place is the main one can be chosen: not if it is a hidden one."""
        hidden = self.about.sight.hidden
        return not any(place.primary for place in self.about.shown.places if place.id in hidden)

    def replaced(self, document: OrganisationDocument) -> OrganisationDocument:
        """The places that were typed, each once, and the hidden ones as they are; times of removed ones have none."""
        assert self.rows is not None  # noqa: S101
        known = {place.id: place for place in self.about.sight.rows(document.places)}
        typed: list[Place] = []
        for form in self.rows.filled:
            values = {**form.cleaned_data}
            before = known.get(values["id"])
            values["primary"] = values["primary"] and self.may_choose_main
            values |= _point_and_area(before.address if before else Address(), values)
            typed.append(place_of(known, values))
            known.pop(values["id"], None)
        places = tuple(with_hidden(document.places, typed, self.about.sight.hidden, lambda place: place))
        return replace(document, places=places, meetings=_at(places, document))

    def field_of(self, fault: Fault) -> BoundField | str | None:
        """The field in its row."""
        if fault.part.split(".")[0] != "places":
            return None
        return self.row_field(fault, self.beside_hidden(self.before.places))


def _at(places: tuple[Place, ...], document: OrganisationDocument) -> Any:
    kept: set[UUID] = {place.id for place in places}
    return tuple(m if m.place is None or m.place in kept else replace(m, place=None) for m in document.meetings)


def _values(place: Place) -> dict[str, Any]:
    point = place.address.point
    lng, lat = (repr(point[0]), repr(point[1])) if point else ("", "")
    return place_values(place) | {"lng": lng, "lat": lat}


def _point(lng: str, lat: str) -> Point | None:
    """Two numbers as a point. Raises ValidationError for what is none; nobody typed these."""
    if not lng and not lat:
        return None
    try:
        point = (float(lng[:40]), float(lat[:40]))
    except ValueError:
        point = (0.0, 0.0)
    if not is_on_earth(point):
        raise ValidationError(_("The point on the map could not be read. Please set it once more."))
    return point


def _point_and_area(before: Address, typed: dict[str, Any]) -> dict[str, Any]:
    """A point that stood there for another address does not stay; the area follows the town."""
    point, area = typed["point"], before.area
    if point == before.point and any(
        words(typed[name]) != words(getattr(before, name)) for name in ("street", "postcode", "town")
    ):
        point = None
    moved = any(words(typed[name]) != words(getattr(before, name)) for name in ("postcode", "town"))
    if moved or (point is not None and point != before.point):
        area = find_area(point, typed["postcode"], typed["town"])
    return {"point": point, "area": area}
