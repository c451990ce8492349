"""The rows that imports refused."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organisations.curate.choice import page_of
from organisations.curate.refused import Refused
from organisations.permissions import CURATOR, allow


@allow(CURATOR)
@require_safe
def refused(request: HttpRequest) -> HttpResponse:
    """Why each row of the newest files could not be taken."""
    return render(request, "curate/refused.html", {"refused": Refused(request.user, page_of(request.GET))})
