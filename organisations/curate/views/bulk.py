"""Changing many entries: the preview, and the start of the work."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organisations.curate.bulk import Preview
from organisations.curate.views.queue import around
from organisations.curate.works import works_of
from organisations.own_page import site_of
from organisations.permissions import CURATOR, allow
from organisations.services.bulk.run import start_bulk


@allow(CURATOR)
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """What would happen; with `do`, it is begun."""
    preview = Preview.parse(request.POST, request.user)
    if preview is None or preview.selection.is_empty:
        messages.warning(request, _("Please choose at least one entry, and what is to be done."))
        return redirect(_back(request.POST.get("back", "")))
    if "do" in request.POST and preview.id and works_of(request.user).filter(pk=preview.id).exists():
        return redirect("curate-work", preview.id)
    if not ("do" in request.POST and preview.id and preview.is_ready and preview.number):
        context = {"preview": preview, "back": _back(preview.selection.back)}
        return render(request, "curate/bulk/preview.html", context | around(request))
    entries, site = preview.selection.entries(request.user), site_of(request)
    work = start_bulk(preview.act, preview.value, entries, by=request.user, site=site, id=preview.id)
    return redirect("curate-work", work.pk)


def _back(address: str) -> str:
    """The list the entries were chosen on, if that is one of ours."""
    ours = address.startswith("/curate/") and url_has_allowed_host_and_scheme(address, None)
    return address if ours else reverse("curate-entries")
