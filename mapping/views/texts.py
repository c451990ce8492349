"""The pages of text: about, imprint, privacy, accessibility, languages. The operator's facts are settings."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from mapping.conditional import conditional
from mapping.interface import EASY, INTERFACES, reading_of
from organisations.languages import language_name
from organisations.permissions import VISITOR, allow
from organisations.sentences import say

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
        "translation_host": urlsplit(settings.TRANSLATE_URL).hostname,
        "checks_links": settings.CHECK_LINKS,
    }
    return render(request, "pages/privacy.html", context)


@allow(VISITOR)
@require_safe
@conditional
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (in Germany: section 12b BGG, in Baden-Württemberg section 10 L-BGG)."""
    return render(request, "pages/accessibility.html", {"operator": settings.OPERATOR})


@allow(VISITOR)
@require_safe
@conditional
def languages(request: HttpRequest) -> HttpResponse:
    """The languages of the interface by who has read their texts."""
    reader = get_language() or settings.LANGUAGE_CODE
    groups: dict[tuple[str, bool], list[dict[str, str]]] = {}
    for one in INTERFACES:
        easy = one.code == EASY
        name = say("easy_german") if easy else language_name(one.code, reader).name
        groups.setdefault((reading_of(one.code), easy), []).append({"code": one.code, "own": one.name, "name": name})
    return render(request, "pages/languages.html", {"groups": groups.items()})
