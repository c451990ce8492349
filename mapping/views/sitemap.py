"""The map of the site for searching machines (sitemaps.org): every page in every interface language.

Part 0 names the pages of the site, the others the entries, so many in each that no answer gets larger than a megabyte.
"""

from collections.abc import Iterable
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from mapping.conditional import conditional
from mapping.kept import kept
from organisations.models import Listing
from organisations.own_page import site_of
from organisations.permissions import VISITOR, allow

ENTRIES = 40  # of a part: with the other languages of each about 20 kB an entry
PAGES = ("map", "openings", "about", "imprint", "privacy", "accessibility", "languages", "mentor")
XML = "application/xml"


@allow(VISITOR)
@require_safe
@conditional
def index(request: HttpRequest) -> HttpResponse:
    """All parts."""
    base = site_of(request)
    parts = [base + reverse("sitemap-part", args=[number]) for number in range(1 + _entry_parts())]
    return render(request, "sitemap_index.xml", {"parts": parts}, content_type=XML)


@allow(VISITOR)
@require_safe
@conditional
def part(request: HttpRequest, number: int) -> HttpResponse:
    """The addresses of one part, each with those of its other languages."""
    if number > _entry_parts():
        raise Http404
    paths = _pages() if number == 0 else _entries(number - 1)
    context = {"base": site_of(request), "pages": list(paths), "default": settings.LANGUAGE_CODE}
    return render(request, "sitemap.xml", context, content_type=XML)


def _entry_parts() -> int:
    count = kept("sitemap", Listing.objects.listed().primary().count)
    return -(-count // ENTRIES)


def _pages() -> Iterable[dict[str, str]]:
    return (_in_all_languages(name) for name in PAGES)


def _entries(place: int) -> Iterable[dict[str, str]]:
    listings = Listing.objects.listed().primary().order_by("organisation_id")
    slugs = listings.values_list("slug", flat=True)[place * ENTRIES : (place + 1) * ENTRIES]
    addresses = _in_all_languages("entry", "SLUG")
    for slug in slugs:
        yield {code: address.replace("SLUG", quote(slug)) for code, address in addresses.items()}


def _in_all_languages(name: str, *args: str) -> dict[str, str]:
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = reverse(name, args=args)
    return found
