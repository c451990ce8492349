"""What visitors keep and print: the shortlist, and sheets for walls."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mapping.conditional import conditional
from mapping.page_config import kept_config
from mapping.results import BLANK_CARD
from mapping.sheets import sheet_context, shortlist_context
from organisations.permissions import VISITOR, allow


@allow(VISITOR)
@require_safe
@conditional
def shortlist(request: HttpRequest) -> HttpResponse:
    """The entries named by `id` (slugs, separated by commas), as a list and as a sheet to print."""
    context = shortlist_context(request)
    context |= {"page_config": kept_config() | {"moved": context["moved"]}, "blank_card": BLANK_CARD}
    return render(request, "mapping/shortlist.html", context)


@allow(VISITOR)
@require_safe
@conditional
def sheet(request: HttpRequest) -> HttpResponse:
    """A sheet for the wall: the entries of a query with map, numbers, QR code and the day to take it down."""
    return render(request, "mapping/sheet.html", sheet_context(request))
