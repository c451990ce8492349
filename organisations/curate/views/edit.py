"""Editing a proposal before it is accepted, the entry that a report is about, or any entry."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.curate import editing
from organisations.curate.editing import Editing, Whole
from organisations.curate.item import Item
from organisations.curate.views.found import curator_of, entry_of, item_of
from organisations.curate.views.item import again, onwards, reason_of
from organisations.curate.views.queue import desk
from organisations.models import SuggestionKind
from organisations.permissions import CURATOR, allow
from organisations.services import caring, deciding
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
        return _sent(request, found, _accepted)
    if request.method == "POST":
        try:
            found = again(found, deciding.take(id, request.user))
        except (deciding.DecidedAlready, deciding.LockedByOther):
            return redirect("curate-item", id)
    return _page(request, editing.opened(found))


@allow(CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of an entry in whatever state: opened, or sent to be published."""
    found = Whole(entry_of(request, slug))
    return _sent(request, found, _changed) if request.method == "POST" else _page(request, editing.opened(found))


def _sent(
    request: HttpRequest, found: Item | Whole, publish: Callable[[HttpRequest, Editing], HttpResponse]
) -> HttpResponse:
    try:
        form = editing.sent(found, request.POST)
        if form.form.is_row_step or not form.form.is_bound:
            return _page(request, form)
        if not form.form.is_valid():
            return _page(request, form, 422)
        return publish(request, form)
    except StaleBase:
        return _page(request, editing.merged(form), 409)
    except InvalidDocument as error:
        return _page(request, form, 422, faults=[fault.translated for fault in error.faults])
    except editing.NoSuchBase:
        raise Http404 from None


def _accepted(request: HttpRequest, form: Editing) -> HttpResponse:
    found = form.item
    assert isinstance(found, Item)  # noqa: S101  the form of a suggestion
    try:
        decided = deciding.accept(
            found.suggestion.pk,
            curator=curator_of(request),
            edited=form.form.document,
            base=form.base,
            reason=reason_of(found),
        )
    except (deciding.DecidedAlready, deciding.LockedByOther) as other:
        form.item = again(found, other.suggestion)
        return _page(request, form, 409, late=True)
    return onwards(request, found, decided)


def _changed(request: HttpRequest, form: Editing) -> HttpResponse:
    made = caring.change(form.form.document, base=form.base, author=curator_of(request).author)
    told = _("The change is saved.") if made else _("Nothing has changed.")
    messages.success(request, told)
    return redirect("curate-entry", form.item.organisation.slug)


def _page(request: HttpRequest, form: Editing, status: int = 200, **more: Any) -> HttpResponse:
    item, context = form.item, desk(request)
    if isinstance(item, Item):
        template, publish = "curate/edit.html", _("Publish") if item.proposal else _("Publish and mark as done")
        address = reverse("curate-edit", args=[item.suggestion.pk]) + context["query"]
    else:
        template, publish = "curate/change.html", _("Save")
        address = reverse("curate-change", args=[item.organisation.slug])
    context |= {
        "editing": form,
        "item": item,
        "form": form.form,
        "errors": form.errors + [("section-about", sentence) for sentence in more.get("faults", ())],
        "publish": publish,
        "address": address,
    }
    return render(request, template, context | more, status=status)
