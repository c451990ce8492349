"""What the pages of one entry have in common: finding it, and its address."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse

from organisations.entry import PublicEntry, entry_by_slug, slug_now
from organisations.vocabulary import Vocabulary


def entry_or_moved(slug: str, route: str, terms: Vocabulary) -> PublicEntry | HttpResponsePermanentRedirect:
    """The public entry, or for an old slug the way to that page of it. Raises Http404 when there is neither."""
    found = entry_by_slug(slug, terms)
    if found is not None:
        return found
    if now := slug_now(slug):
        return HttpResponsePermanentRedirect(reverse(route, args=[now]))
    raise Http404


def address_of(request: HttpRequest, slug: str) -> str:
    """The full address of the entry's page in the language of the request, for codes, calendars and contact cards."""
    site = settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
    return site + reverse("entry", args=[slug])
