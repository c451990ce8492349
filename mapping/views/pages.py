"""List and map: one page, and its results alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mapping.conditional import conditional
from mapping.page_config import map_config
from mapping.results import Results
from organisations.permissions import VISITOR, allow


@allow(VISITOR)
@require_safe
@conditional
def map_page(request: HttpRequest) -> HttpResponse:
    """Filters, list and map for the query in the address."""
    found = Results(request)
    return render(request, "mapping/map.html", found.page_context() | {"page_config": map_config(found)})


@allow(VISITOR)
@require_safe
@conditional
def results(request: HttpRequest) -> HttpResponse:
    """The results alone, for browsers that fetch them into the page."""
    return render(request, "mapping/_results.html", Results(request).context())
