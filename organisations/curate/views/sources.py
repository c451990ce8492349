"""Sources of imports: what there is, and how one is fetched again."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from organisations.curate.imports.sources import SourceForm, Sources
from organisations.curate.imports.start import sources_of
from organisations.forms.rows import harmless
from organisations.imports.sources import fetch_soon
from organisations.models import ImportSource
from organisations.permissions import CURATOR, allow


@allow(CURATOR)
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """All sources."""
    return render(request, "curate/imports/sources.html", {"sources": Sources()})


@allow(CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def source(request: HttpRequest, id: int) -> HttpResponse:
    """One source; POST saves it and may have it fetched at once."""
    found = get_object_or_404(ImportSource.objects.select_related("by"), pk=id)
    if not sources_of(request.user).filter(pk=id).exists():
        raise PermissionDenied
    form = SourceForm(harmless(request.POST) or None, instance=found)
    if request.method == "POST" and form.is_valid():
        saved = form.kept(request.user)
        if request.POST.get("action") == "fetch" and saved.address:
            return redirect("curate-work", fetch_soon(saved, by=request.user).pk)
        return redirect("curate-sources")
    status = 422 if form.is_bound else 200
    return render(request, "curate/imports/source.html", {"form": form, "source": found}, status=status)
