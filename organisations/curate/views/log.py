"""The log of what was decided. Nothing on it can be changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organisations.curate.choice import page_of
from organisations.curate.log import Log
from organisations.curate.views.found import entry_of
from organisations.curate.views.queue import desk
from organisations.permissions import CURATOR, allow


@allow(CURATOR)
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """What was decided in the curator's areas, or on the entry named in `entry`."""
    slug = request.GET.get("entry", "")
    entry = entry_of(request, slug) if slug else None
    return render(request, "curate/log.html", desk(request) | {"log": Log(request.user, page_of(request.GET), entry)})
