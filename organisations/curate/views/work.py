"""Long work: what there is, how far a piece is, ending it before its time, taking back what it did."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organisations.curate.choice import page_of
from organisations.curate.works import WorkList, WorkPage, works_of
from organisations.models import Batch, Work
from organisations.own_page import site_of
from organisations.permissions import CURATOR, allow
from organisations.services import work as works
from organisations.services.batches import AlreadyUndone, GoesOn, start_rest, start_undo
from organisations.services.bulk.run import has_changed_labels, undo_labels


@allow(CURATOR)
@require_safe
def work_list(request: HttpRequest) -> HttpResponse:
    """The curator's own work, newest first; that of all for those who decide everywhere."""
    return render(request, "curate/work/list.html", {"list": WorkList(request.user, page_of(request.GET))})


@allow(CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def work(request: HttpRequest, id: UUID) -> HttpResponse:
    """One piece of work; POST ends it before its time, takes back what it did, or goes on with taking back."""
    found = works_of(request.user).filter(pk=id).first()
    if found is None:
        raise Http404
    page = WorkPage(found)
    if request.method != "POST":
        return render(request, "curate/work/work.html", {"page": page, "work": found})
    if request.POST.get("action") == "cancel":
        works.cancel(found.pk)
    elif request.POST.get("action") == "undo" and found.is_over and found.batch:
        return _begun(request, found, start_undo, found.batch)
    elif request.POST.get("action") == "undo" and has_changed_labels(found):
        return redirect("curate-work", undo_labels(found, by=request.user, site=site_of(request)).pk)
    elif request.POST.get("action") == "rest" and found.is_over and page.taken_back:
        return _begun(request, found, start_rest, page.taken_back)
    return redirect("curate-work", found.pk)


def _begun(request: HttpRequest, found: Work, start: Callable[..., Work], batch: Batch) -> HttpResponse:
    """Leads to the work that takes the batch back, also if it was begun before: by a double click or somebody else."""
    try:
        return redirect("curate-work", start(batch, by=request.user).pk)
    except GoesOn:
        messages.warning(request, _("Work on this is not over yet. Please wait until it is."))
        return redirect("curate-work", found.pk)
    except AlreadyUndone:
        made = works.last_undo(batch.pk)
        if made and works_of(request.user).filter(pk=made.pk).exists():
            return redirect("curate-work", made.pk)
        messages.warning(request, _("This was taken back already."))
        return redirect("curate-work", found.pk)
