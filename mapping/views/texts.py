"""The pages of text: about, imprint, privacy, accessibility. Facts of the operator come from the settings."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mapping.conditional import conditional
from organisations.permissions import VISITOR, allow

OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}


@allow(VISITOR)
@require_safe
@conditional
def about(request: HttpRequest) -> HttpResponse:
    """What this map is, who runs and supports it."""
    context = {"operator": settings.OPERATOR, "supporters": settings.SUPPORTERS, "partners": settings.PARTNERS}
    return render(request, "pages/about.html", context)


@allow(VISITOR)
@require_safe
@conditional
def imprint(request: HttpRequest) -> HttpResponse:
    """Who is responsible (in Germany: section 5 DDG, section 18 MStV)."""
    return render(request, "pages/imprint.html", {"operator": settings.OPERATOR})


@allow(VISITOR)
@require_safe
@conditional
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored, for how long, and which services the server asks."""
    tiles = urlsplit(settings.TILE_URL).hostname if settings.TILE_URL and not settings.PMTILES_FILE else ""
    context = {
        "operator": settings.OPERATOR,
        "tile_host": tiles,
        "mail_host": "" if settings.EMAIL_HOST in OWN_MACHINE else settings.EMAIL_HOST,
        "geocoder_host": urlsplit(settings.GEOCODER_URL).hostname,
    }
    return render(request, "pages/privacy.html", context)


@allow(VISITOR)
@require_safe
@conditional
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (in Germany: section 12b BGG, in Baden-Württemberg section 10 L-BGG)."""
    return render(request, "pages/accessibility.html", {"operator": settings.OPERATOR})
