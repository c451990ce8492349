"""What a page hands to the browser as data: addresses, words, names of the vocabulary, limits of the day."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from mapping.context import shows_sample
from mapping.offline import offline_config
from mapping.page_words import WORDS
from mapping.places import DECIMALS
from mapping.results import PAGE_SIZE, Results, public_listings
from organisations import formats
from organisations.attribution import any_is_from_openstreetmap
from organisations.curate.map_words import MAP_WORDS as DESK_WORDS
from organisations.freshness import ageing_since, stale_promise_since, unconfirmed_since
from organisations.languages import language_name, written_in
from organisations.sentences import for_browser
from organisations.vocabulary import Vocabulary, label, vocabulary

HOUR = 3600  # seconds
ENTRY_WORDS = (
    *("zoom_in", "zoom_out", "my_position", "map_offline", "map_failed", "copied", "back_to", "close"),
    *("suggestions", "suggestions_none", "suggestions_title", "topic", "language", "area"),
    *("club", "committee", "initiative"),
    *("keep", "kept", "keep_named", "shortlist_count", "no_tiles_slow", "load_tiles", "copy_by_hand", "keep_failed"),
)
POINT_WORDS = (
    *("point_set", "point_none", "point_found", "point_not_found", "point_no_address", "point_failed", "point_help"),
    *("point_here", "point_clear", "point_changed"),
)
UNSAID = ("weekday_date", "easy_german")  # only the server says them
SHARE_WORDS = ("back_to", "copied", "copy_by_hand", "kept_offline")  # of entries and of what a device keeps
MOST_AREAS = 300


def map_config(found: Results) -> dict[str, Any]:
    """The data block `page-config` of the map page; its keys are read by static/js/pages/map.js."""
    today = found.matching.today
    return base_config() | {
        "urls": addresses(found.language),
        "browserFilters": public_listings() <= settings.COMPACT_LIMIT,
        "pageSize": PAGE_SIZE,
        "today": today.isoformat(),
        "ageingSince": ageing_since(today).isoformat(),
        "unconfirmedSince": unconfirmed_since(today).isoformat(),
        "promiseSince": stale_promise_since(today).isoformat(),
        "promiseMonths": settings.PROMISE_MONTHS,
        "sample": shows_sample(),
        "asked": found.query.to_querystring(),
        "words": words_without(*POINT_WORDS, *SHARE_WORDS),
        "labels": labels(found),
    }


def kept_config() -> dict[str, Any]:
    """The data block of the shortlist and of the page without a connection: as the map page's, for no query."""
    return map_config(Results.of_nothing()) | {"words": words_without(*POINT_WORDS)}


def words_without(*left_out: str) -> dict[str, Any]:
    """The sentences for the browser but for these: they would only make the page heavier."""
    return for_browser({key: word for key, word in WORDS.items() if key not in (*left_out, *UNSAID)})


def entry_config() -> dict[str, Any]:
    """The data block of an entry's page."""
    language = get_language() or settings.LANGUAGE_CODE
    return base_config() | {
        "urls": addresses(language),
        "words": for_browser({key: WORDS[key] for key in ENTRY_WORDS}),
    }


def point_config() -> dict[str, Any]:
    """The data block of a page with a form in which points are set on a map."""
    language = get_language() or settings.LANGUAGE_CODE
    urls = addresses(language)
    return base_config() | {
        "urls": {key: urls[key] for key in ("places", "areas")},
        "words": for_browser({key: WORDS[key] for key in (*ENTRY_WORDS, *POINT_WORDS)}),
    }


def desk_config() -> dict[str, Any]:
    """The data block of the curators' desk, for its map; SLUG stands for an entry's slug."""
    urls = addresses(get_language() or settings.LANGUAGE_CODE)
    points = f"{reverse('curate-map')}?state=public"
    words = {key: WORDS[key] for key in ENTRY_WORDS} | DESK_WORDS
    return base_config() | {
        "urls": {"areas": urls["areas"], "points": points, "entry": reverse("curate-entry", args=["SLUG"])},
        "words": for_browser(words),
    }


def base_config() -> dict[str, Any]:
    """Language, files and base map."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "lang": language,
        "tongue": written_in(language),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "assets": {
            "leafletJs": static("leaflet/leaflet.js"),
            "leafletCss": static("leaflet/leaflet.css"),
            "clusterJs": static("vendor/markercluster/leaflet.markercluster.js"),
            "protomapsJs": static("vendor/protomaps/protomaps-leaflet.js"),
            "sprite": static("icons/sprite.svg"),
        },
        "offline": offline_config(),
        "basemap": basemap(vocabulary()),
        "extent": list(settings.MAP_EXTENT),
    }


def addresses(language: str) -> dict[str, str]:
    """Addresses the browser asks; SLUG stands for an entry's slug."""
    return {
        "self": reverse("map"),
        "results": reverse("results"),
        "entry": reverse("entry", args=["SLUG"]),
        "shortlist": reverse("shortlist"),
        "wish": reverse("wish"),
        # With the language, so that a browser keeps the two files of a language together.
        "compact": f"{reverse('api-compact')}?lang={language}",
        "cards": f"{reverse('api-compact-cards')}?lang={language}",
        "suggest": f"{reverse('api-suggest')}?lang={language}",
        "words": reverse("api-compact-words"),
        "facets": f"{reverse('api-facets')}?lang={language}",
        "listings": f"{reverse('api-listings')}?lang={language}",
        "map": f"{reverse('api-map')}?lang={language}",
        "areas": f"{reverse('api-areas')}?lang={language}",
        "places": f"{reverse('api-places')}?lang={language}",
    }


def basemap(terms: Vocabulary) -> dict[str, str]:
    """The operator's PMTiles file, tiles by our proxy, or outlines alone; and whose data the map shows."""
    entries = _("Entries in part: © OpenStreetMap contributors") if shows_openstreetmap() else ""
    areas = " · ".join(part for part in (areas_line(terms), entries) if part)
    both = " · ".join(part for part in (areas, _("Map: %(source)s") % {"source": settings.TILE_ATTRIBUTION}) if part)
    if settings.PMTILES_FILE:
        return {"kind": "pmtiles", "url": reverse("pmtiles"), "attribution": both}
    if settings.TILE_URL:
        return {"kind": "tiles", "url": "/tiles/{z}/{x}/{y}.png", "attribution": both}
    return {"kind": "outlines", "url": "", "attribution": areas}


def shows_openstreetmap() -> bool:
    """Whether entries come from OpenStreetMap: looked up once an hour, for it means a look at all ids."""
    return bool(cache.get_or_set("openstreetmap", any_is_from_openstreetmap, HOUR))


def areas_line(terms: Vocabulary) -> str:
    """Where the outlines come from, as their licences ask; the shipped ones are drawn by hand."""
    shipped = _("drawn by hand, coarse")
    sources = {area.source for area in terms.areas if area.in_region and area.source}
    named = ", ".join(shipped if source == "drawn by hand, coarse" else source for source in sorted(sources))
    return _("Areas: %(sources)s") % {"sources": named} if named else ""


def labels(found: Results) -> dict[str, Any]:
    """Names of everything that can be chosen, in the interface language."""
    terms, language = found.terms, found.language
    spoken = {*found.filters.everything.counts["language"], *found.query.language, written_in(language)}
    return {
        "topics": _topics(terms, language),
        "flags": {flag.slug: {"name": label(flag.names, language), "icon": flag.icon} for flag in terms.flags},
        "languages": {code: _language(code, language) for code in sorted(spoken)},
        "german": {level.slug: {"name": label(level.names, language), "icon": level.icon} for level in terms.levels},
        "areas": _areas(found),
        "days": formats.days_listed(),
        "daysShort": formats.day_names("abbreviated"),
        "months": formats.month_names(),
        "monthsShort": formats.month_names("abbreviated"),
    }


def _topics(terms: Vocabulary, language: str) -> dict[str, dict[str, str | None]]:
    found: dict[str, dict[str, str | None]] = {}
    for topic in terms.topics:
        parent = terms.topic_by_id.get(topic.parent_id or 0)
        found[topic.slug] = {"name": label(topic.names, language), "icon": topic.icon, "hue": terms.hue(topic)}
        if parent:
            found[topic.slug]["parent"] = parent.slug
    return found


def _areas(found: Results) -> dict[str, dict[str, Any]]:
    """All areas, or of very many (a country's municipalities) those that have entries or are chosen."""
    wanted = {*found.filters.everything.counts["area"], *found.query.area}
    few = len(found.terms.areas) <= MOST_AREAS
    named = [area for area in found.terms.areas if few or area.slug in wanted]
    parents = found.terms.area_by_id
    return {
        area.slug: {"name": area.name, "ags": area.ags, "centre": [round(part, DECIMALS) for part in area.centre[::-1]]}
        | ({"postcodes": area.postcodes} if area.postcodes else {})
        | ({"parent": parents[area.parent].slug} if area.parent in parents else {})
        for area in named
    }


def _language(code: str, interface: str) -> dict[str, str]:
    name = language_name(code, interface)
    return {"name": name.name, "own": name.own, "dir": name.direction}
