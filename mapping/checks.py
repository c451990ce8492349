"""System checks: wrong settings and forgotten marks stop the site before a visitor meets them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.urls import URLPattern, URLResolver, get_resolver

from organisations.permissions import allowed_actors


@register("urls")
def every_view_is_marked(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """E001: each URL's view says who may call it (`organisations.permissions.allow`)."""
    return [
        Error(f"The view of {path!r} does not say who may call it.", hint="Mark it: @allow(...)", id="mapping.E001")
        for path, pattern in _patterns(get_resolver().url_patterns, "/")
        if not allowed_actors(pattern.callback)
    ]


@register("security")
def settings_make_sense(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """E002 to E011, W001 to W003: secret, base map, extent, geocoder, translation, proxies, hosts."""
    return [*_secret(), *_base_map(), *_extent(), *_geocoder(), *_translation(), *_public_site()]


def _patterns(entries: Iterable[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in entries:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns, path)
        else:
            yield path, entry


def _secret() -> Iterator[CheckMessage]:
    if len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < 5:
        yield Error("SECRET_KEY must be at least 50 characters of chance.", id="mapping.E002")


def _is_web_address(url: str) -> bool:
    """http or https, a host, a port that can be, no name and password."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and "@" not in url
    except ValueError:
        return False


def _base_map() -> Iterator[CheckMessage]:
    if settings.TILE_URL:
        places = all(settings.TILE_URL.count(name) == 1 for name in ("{z}", "{x}", "{y}"))
        if not _is_web_address(settings.TILE_URL) or not places:
            yield Error(
                "TILE_URL must look like https://tiles.example/{z}/{x}/{y}.png, without a name and password.",
                id="mapping.E003",
            )
    if settings.PMTILES_FILE and not Path(settings.PMTILES_FILE).is_file():
        yield Error(f"PMTILES_FILE {settings.PMTILES_FILE!r} is not a file.", id="mapping.E004")
    if settings.TILE_CACHE_MB < 1:
        yield Error("TILE_CACHE_MB must be at least 1.", id="mapping.E005")


def _extent() -> Iterator[CheckMessage]:
    extent = settings.MAP_EXTENT
    if len(extent) != 4 or not (-180 <= extent[0] < extent[2] <= 180 and -85 <= extent[1] < extent[3] <= 85):
        yield Error("MAP_EXTENT must be west,south,east,north in degrees.", id="mapping.E006")


def _geocoder() -> Iterator[CheckMessage]:
    if not settings.GEOCODER_URL:
        return
    plain = settings.GEOCODER_URL.isascii() and not {"?", "#"} & set(settings.GEOCODER_URL)
    if not _is_web_address(settings.GEOCODER_URL) or not plain:
        yield Error(
            "GEOCODER_URL must look like https://nominatim.example/path, without a name, a password and a query.",
            id="mapping.E009",
        )
    if not all(len(code) == 2 and code.isalpha() and code.isascii() for code in settings.GEOCODER_COUNTRIES):
        yield Error("GEOCODER_COUNTRIES must be country codes of two letters, such as de,at.", id="mapping.E010")
    if "//nominatim.openstreetmap.org" in settings.GEOCODER_URL and not (settings.SITE_URL or settings.GEOCODER_EMAIL):
        yield Warning(
            "OpenStreetMap's geocoder wants to know who asks: set SITE_URL or GEOCODER_EMAIL.", id="mapping.W003"
        )


def _translation() -> Iterator[CheckMessage]:
    if settings.TRANSLATE_URL and not (_is_web_address(settings.TRANSLATE_URL) and settings.TRANSLATE_URL.isascii()):
        yield Error(
            "TRANSLATE_URL must look like https://translate.example, without a name and password.", id="mapping.E011"
        )


def _public_site() -> Iterator[CheckMessage]:
    if settings.TRUSTED_PROXIES < 0:
        yield Error("TRUSTED_PROXIES is the number of proxies in front of the site, 0 or more.", id="mapping.E007")
    if settings.SITE_URL and not _is_web_address(settings.SITE_URL):
        yield Error("SITE_URL must begin with https:// or http://.", id="mapping.E008")
    local = {"localhost", "127.0.0.1", "[::1]"}
    if settings.DEBUG and not set(settings.ALLOWED_HOSTS) <= local:
        yield Warning("DEBUG shows source code to visitors; the site answers to public names.", id="mapping.W001")
    if "*" in settings.ALLOWED_HOSTS:
        yield Warning("ALLOWED_HOSTS allows every name; name the site's own.", id="mapping.W002")
