"""A typed place becomes the position of the query; with JavaScript the page of the map does this by itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from mapping.sought import Sought
from organisations.permissions import VISITOR, allow


@allow(VISITOR)
@require_safe
def near(request: HttpRequest) -> HttpResponse:
    """Leads to the list around the place, or asks which one is meant, or says why it was not found."""
    sought = Sought(request)
    if sought.target:
        return redirect(sought.target)
    return render(request, "mapping/near.html", sought.context())
