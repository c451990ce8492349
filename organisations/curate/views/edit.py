"""Editing a proposal before it is accepted, or the entry that a report is about."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.curate import editing
from organisations.curate.editing import Editing
from organisations.curate.item import Item
from organisations.curate.views.found import curator_of, item_of
from organisations.curate.views.item import again, onwards, reason_of
from organisations.curate.views.queue import desk
from organisations.models import SuggestionKind
from organisations.permissions import CURATOR, allow
from organisations.services import deciding
from organisations.services.publish import StaleBase
from organisations.validation import InvalidDocument

EDITABLE = {SuggestionKind.CHANGE, SuggestionKind.NEW, SuggestionKind.REPORT}


@allow(CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, id: UUID) -> HttpResponse:
    """The form: opened (from the item's page, with what was chosen there), or sent to be published."""
    found = item_of(request, id)
    if found.suggestion.kind not in EDITABLE:
        raise Http404
    if not found.is_open:
        return redirect("curate-item", id)
    if request.POST.get("editing"):
        return _sent(request, found)
    if request.method == "POST":
        try:
            found = again(found, deciding.take(id, request.user))
        except (deciding.DecidedAlready, deciding.LockedByOther):
            return redirect("curate-item", id)
    return _page(request, editing.opened(found))


def _sent(request: HttpRequest, found: Item) -> HttpResponse:
    try:
        form = editing.sent(found, request.POST)
        if form.form.is_row_step or not form.form.is_bound:
            return _page(request, form)
        if not form.form.is_valid():
            return _page(request, form, 422)
        return _published(request, found, form)
    except editing.NoSuchBase:
        raise Http404 from None


def _published(request: HttpRequest, found: Item, form: Editing) -> HttpResponse:
    try:
        decided = deciding.accept(
            found.suggestion.pk,
            curator=curator_of(request),
            edited=form.form.document,
            base=form.base,
            reason=reason_of(found),
        )
    except StaleBase:
        return _page(request, editing.merged(form), 409)
    except (deciding.DecidedAlready, deciding.LockedByOther) as other:
        form.item = again(found, other.suggestion)
        return _page(request, form, 409, late=True)
    except InvalidDocument as error:
        return _page(request, form, 422, faults=[fault.translated for fault in error.faults])
    return onwards(request, found, decided)


def _page(request: HttpRequest, form: Editing, status: int = 200, **more: Any) -> HttpResponse:
    context: dict[str, Any] = {
        "editing": form,
        "item": form.item,
        "form": form.form,
        "errors": form.errors + [("section-about", sentence) for sentence in more.get("faults", ())],
        "publish": _("Publish and mark as done") if not form.item.proposal else _("Publish"),
    }
    return render(request, "curate/edit.html", desk(request) | context | more, status=status)
