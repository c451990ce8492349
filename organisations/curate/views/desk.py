"""Where the staff arrive: what needs care today."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organisations.curate.today import Today
from organisations.curate.views.queue import around
from organisations.permissions import CURATOR, allow


@allow(CURATOR)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Numbers, the map of freshness, what changed within a week."""
    today = Today(request.user, every_area=request.GET.get("areas") == "all")
    return render(request, "curate/desk.html", {"today": today} | around(request))
