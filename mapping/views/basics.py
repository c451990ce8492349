"""The small addresses at the root of the site."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

from organisations.own_page import site_of
from organisations.permissions import VISITOR, allow


@allow(VISITOR)
@require_safe
def to_language(request: HttpRequest) -> HttpResponse:
    """Sends `/` to the first language of the browser's list that the site speaks, keeping the query."""
    query = request.META.get("QUERY_STRING", "")
    target = f"/{best_language(request.headers.get('Accept-Language', ''))}/" + (f"?{query}" if query else "")
    return HttpResponseRedirect(target, headers={"Vary": "Accept-Language", "Cache-Control": "public, no-cache"})


def best_language(header: str) -> str:
    """The best of our languages for an Accept-Language header."""
    for code, _ in parse_accept_lang_header(header[:500]):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


@allow(VISITOR)
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The address browsers guess; the icon itself is a static file."""
    return HttpResponseRedirect(static("icons/favicon.svg"), headers={"Cache-Control": "public, max-age=86400"})


@allow(VISITOR)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Searching machines may read the pages, not every combination of filters."""
    lines = ["User-agent: *", "Disallow: /api/v1/", "Disallow: /tiles/", "Disallow: /*?"]
    lines += [f"Sitemap: {site_of(request)}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain", headers={"Cache-Control": "public, max-age=86400"})
