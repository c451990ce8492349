"""Municipalities and districts. Outlines come from imports and are there to look at."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from organisations.admin.fields import FoundByTyping, ListField
from organisations.admin.maps import SCRIPTS, STYLES, MapAdmin, outline_map
from organisations.admin.site import site
from organisations.admin.vocabulary import TermAdmin, TermForm
from organisations.forms.fields import WordsField
from organisations.models import Area


class AreaForm(TermForm):
    """An area; a district belongs to a municipality."""

    name = WordsField(max_length=120, label=_("Name"))
    postcodes = ListField(
        required=False,
        most=200,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        label=_("Postcodes"),
        help_text=_("With commas between them."),
    )

    def clean_postcodes(self) -> list[str]:
        """Postcodes have at most ten characters."""
        codes: list[str] = self.cleaned_data["postcodes"]
        if any(len(code) > 10 for code in codes):
            raise ValidationError(_("A postcode has at most 10 characters."))
        return codes

    def clean_ags(self) -> str | None:
        """No key is None: empty texts would all be the same key."""
        key: str = self.cleaned_data["ags"] or ""
        if key and not (key.isascii() and key.isdecimal()):
            raise ValidationError(_("An official key is made of digits."))
        return key or None

    def clean(self) -> dict[str, Any]:
        """Two levels: municipalities stand alone, districts in one of them."""
        data = super().clean() or {}
        parent, kind = data.get("parent"), data.get("kind")
        if (kind == Area.Kind.DISTRICT) != (parent is not None):
            self.add_error("parent", _("A district belongs to a municipality, a municipality to nothing."))
        elif parent and (parent.parent_id or parent == self.instance):
            self.add_error("parent", _("A district belongs to a municipality."))
        elif parent and self.instance.pk and self.instance.districts.exists():
            self.add_error("kind", _("This area has districts."))
        return data


@admin.register(Area, site=site)
class AreaAdmin(MapAdmin, TermAdmin):
    """Areas with their centre on a map."""

    form = AreaForm
    list_display = ["name", "slug", "kind", "parent", "ags", "in_region", "source"]
    list_select_related = ["parent"]
    list_filter = ["kind", "in_region"]
    search_fields = ["name", "slug", "ags"]
    show_full_result_count = False
    autocomplete_fields = ["parent"]
    readonly_fields = ["outline_map", "source"]
    fields = ["slug", "ags", "name", "kind", "parent", "postcodes", "in_region", "centre", "outline_map", "source"]

    class Media:
        js = SCRIPTS
        css = {"all": STYLES}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The municipality is found by typing."""
        return super().formfield_for_foreignkey(db_field, request, **kwargs | {"widget": FoundByTyping(db_field, site)})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Area]:
        """Without outlines, which are large; the one that is shown is read then."""
        rows: QuerySet[Area] = super().get_queryset(request)
        return rows.defer("outline", "parent__outline")

    @admin.display(description=_("outline"))
    def outline_map(self, area: Area) -> SafeString:
        """The outline on a map."""
        return outline_map(area.outline)
