"""The page of one entry."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from organisations.attribution import is_from_openstreetmap
from organisations.cards import Reader
from organisations.detail import EntryPage, schema_org
from organisations.entry import entry_by_slug, slug_now
from organisations.permissions import VISITOR, allow
from organisations.times import this_hour
from organisations.vocabulary import vocabulary


@allow(VISITOR)
@require_safe
def entry(request: HttpRequest, slug: str) -> HttpResponse:
    """What, for whom, when, where, in which languages, with whom. An old slug redirects for good."""
    terms = vocabulary()
    found = entry_by_slug(slug, terms)
    if found is None:
        if now := slug_now(slug):
            return HttpResponsePermanentRedirect(reverse("entry", args=[now]))
        raise Http404
    language = get_language() or settings.LANGUAGE_CODE
    address = (settings.SITE_URL or f"{request.scheme}://{request.get_host()}") + request.path
    page = EntryPage(found, Reader(language, timezone.localdate(), terms, now=this_hour()))
    context = {"page": page, "address": address, "schema": schema_org(found, address, language), "searchable": True}
    context["from_openstreetmap"] = is_from_openstreetmap(found.document.id)
    context["sample"] = found.document.sample  # of this entry, not of any
    return render(request, "organisations/entry.html", context)
