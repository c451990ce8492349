"""Sources of imports: what there is, how one is fetched again, and deleting one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organisations.curate.imports.sources import SourceForm, Sources
from organisations.curate.imports.start import sources_of
from organisations.curate.imports.unknown import SourceWords, forget_word
from organisations.forms.rows import harmless
from organisations.imports.deleting import SourceBusy, delete_source
from organisations.imports.sources import fetch_soon
from organisations.imports.uploads import SourceGone
from organisations.models import ImportSource
from organisations.permissions import CURATOR, allow


@allow(CURATOR)
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """All sources."""
    return render(request, "curate/imports/sources.html", {"sources": Sources(request.user)})


@allow(CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def source(request: HttpRequest, id: int) -> HttpResponse:
    """One source; POST deletes it, or saves it and may have it fetched at once."""
    found = get_object_or_404(ImportSource.objects.select_related("by"), pk=id)
    if not sources_of(request.user).filter(pk=id).exists():
        raise PermissionDenied
    if request.method == "POST" and request.POST.get("action") == "delete":
        return _deleted(request, found)
    if request.method == "POST" and "word" in request.POST:
        return _forgotten(request, found)
    form = SourceForm(harmless(request.POST) or None, instance=found)
    if request.method == "POST" and form.is_valid():
        return _saved(request, form)
    status = 422 if form.is_bound else 200
    context = {"form": form, "source": found, "words": SourceWords(found)}
    return render(request, "curate/imports/source.html", context, status=status)


@transaction.atomic
def _saved(request: HttpRequest, form: SourceForm) -> HttpResponse:
    try:
        saved = form.kept(request.user)
    except SourceGone:
        raise Http404 from None
    if request.POST.get("action") == "fetch" and saved.address:
        return redirect("curate-work", fetch_soon(saved, by=request.user).pk)
    return redirect("curate-sources")


@transaction.atomic
def _forgotten(request: HttpRequest, found: ImportSource) -> HttpResponse:
    source = ImportSource.objects.select_for_update(no_key=True).get(pk=found.pk)
    forget_word(source, request.POST.get("target", ""), request.POST["word"])
    messages.success(request, _("It is open again what this word means. The next file asks for it."))
    return redirect("curate-source", found.pk)


def _deleted(request: HttpRequest, found: ImportSource) -> HttpResponse:
    try:
        delete_source(found, by=request.user)
    except SourceBusy:
        messages.warning(request, _("Work on this is not over yet. Please wait until it is."))
        return redirect("curate-source", found.pk)
    messages.success(request, _("The source is deleted. The entries it brought are still there."))
    return redirect("curate-sources")
