"""The page on which an editor stops reminders."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from organisations.permissions import VISITOR, allow
from organisations.services import unsubscribing
from organisations.views.counted import counted


@allow(VISITOR)
@require_http_methods(["GET", "HEAD", "POST"])
@counted
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET changes nothing (mail scanners open links). POST stops reminders, or wants them again.

    Mail programs send that POST themselves (RFC 8058, one click): so it needs neither a form of ours nor a page before
    it, and is answered without leading elsewhere. Who has no signed link can send nothing.
    """
    editor = unsubscribing.editor_of(token)
    if editor is None:
        return render(request, "organisations/unsubscribe_unknown.html", status=404)
    if request.method == "POST":
        act = unsubscribing.subscribe if "again" in request.POST else unsubscribing.unsubscribe
        act(editor)
        editor.refresh_from_db()
    context = {"stopped": editor.unsubscribed_at is not None, "asked": request.method == "POST"}
    return render(request, "organisations/unsubscribe.html", context)
