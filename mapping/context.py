"""What every template knows: name of the site, languages, links to the texts, whether example data is shown."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mapping.interface import EASY, Reading, reading_of
from mapping.kept import kept
from organisations import further
from organisations.languages import language_name, written_in
from organisations.models import DataVersion, Organisation
from organisations.models.organisation import State

LONGEST_QUERY = 3_000  # letters: a page repeats it once for each language


def site(request: HttpRequest) -> dict[str, Any]:
    """The context of every page. Touches the database only if a template asks for the menu or for example data."""
    language = get_language() or settings.LANGUAGE_CODE
    name = settings.SITE_NAMES.get(language, settings.SITE_NAME)
    foreign = name == settings.SITE_NAME and written_in(language) != settings.LANGUAGE_CODE
    return {
        "site_name": name,
        "site_name_lang": settings.LANGUAGE_CODE if foreign else "",
        "site_url": settings.SITE_URL or request.build_absolute_uri("/").rstrip("/"),
        "language_own": own_name(language),
        "language_links": language_links(request),
        "unread": reading_of(language) == Reading.UNREAD,
        "easy": language == EASY,
        "text_links": text_links(),
        "further_links": SimpleLazyObject(lambda: further_links(request)),
        "sample": SimpleLazyObject(shows_sample),
    }


def own_name(code: str) -> str:
    """An interface language in its own words, as the settings have it, else by CLDR."""
    return dict(settings.LANGUAGES).get(code) or language_name(code, code).own


def language_links(request: HttpRequest) -> list[dict[str, str]]:
    """The same page with the same query in every interface language; without it if that is longer than any of ours."""
    codes = [code for code, _name in settings.LANGUAGES]
    first, _slash, rest = request.path_info.lstrip("/").partition("/")
    rest = quote(rest) if first in codes else ""
    query = request.META.get("QUERY_STRING", "")
    tail = rest + (f"?{query}" if 0 < len(query) <= LONGEST_QUERY else "")
    return [{"code": code, "own": own_name(code), "url": f"/{code}/{tail}"} for code in codes]


def text_links() -> list[dict[str, str]]:
    """What is open, about, adding an entry, contact, looking after one, imprint, privacy, accessibility, languages."""
    return [
        {"url": reverse("openings"), "title": _("Open seats and offers"), "icon": "calendar-event"},
        {"url": reverse("about"), "title": _("About this map"), "icon": "info-circle"},
        {"url": reverse("add"), "title": _("Add an entry"), "icon": "plus"},
        {"url": reverse("contact"), "title": _("Contact"), "icon": "mail"},
        {"url": reverse("update"), "title": _("Update your entry"), "icon": "pencil"},
        {"url": reverse("imprint"), "title": _("Imprint"), "icon": "building"},
        {"url": reverse("privacy"), "title": _("Privacy"), "icon": "lock"},
        {"url": reverse("accessibility"), "title": _("Accessibility"), "icon": "accessible"},
        {"url": reverse("languages"), "title": _("Languages of this map"), "icon": "world"},
    ]


def further_links(request: HttpRequest) -> list[further.Link]:
    """What other apps have in the menu. The version that a conditional answer has asked for is not asked for again."""
    known: int | None = getattr(request, "vocabulary_version", None)
    return further.menu(DataVersion.current()[1] if known is None else known)


def shows_sample() -> bool:
    """Whether any public entry is an example."""
    samples = Organisation.objects.using(settings.READ_DATABASE).filter(sample=True, state=State.PUBLIC)
    return kept("sample", samples.exists)
