"""What all pages of the admin have in common."""

from typing import TYPE_CHECKING, Any

from django.contrib.admin import ModelAdmin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

if TYPE_CHECKING:  # Django's classes take no parameters when the program runs
    AnyAdmin = ModelAdmin[Any]
    AnyForm = ModelForm[Any]
else:
    AnyAdmin, AnyForm = ModelAdmin, ModelForm


class StrictLookups(AnyAdmin):
    """Query strings of lists may name the filters shown there and nothing else.

    Django lets them name every column with every lookup. With a spatial one the value would reach GEOS and GDAL.
    """

    links: tuple[str, ...] = ()  # further exact lookups, used by links of our own pages

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Whether a query string may hold this lookup."""
        filters = self.get_list_filter(request) if request else self.list_filter
        names = {name for name in filters if isinstance(name, str)}
        allowed = {f"{name}__{kind}" for name in names for kind in ("exact", "isnull", "id__exact")}
        return lookup in allowed | names | set(self.links)


class ReadOnly(StrictLookups):
    """Rows to look at."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is added by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is changed by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is deleted by hand."""
        return False
