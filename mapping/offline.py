"""The installed web app: its manifest, and the service worker with the names of this release's files."""

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from mapping.release import fingerprint

STYLES = ("base", "layout", "components", "map", "entry", "sheet", "paper", "print")
SHELL_FOLDERS = ("core", "ui", "pages")
MAP_FILES = (
    "leaflet/leaflet.js",
    "leaflet/leaflet.css",
    "vendor/markercluster/leaflet.markercluster.js",
)
SHORT_NAME = 12  # letters below an icon on a phone's screen


@cache
def worker_source() -> str:
    """The service worker's text: what this release is, then static/js/offline/worker.js."""
    release = {
        "version": fingerprint(),
        "shell": shell_files(),
        "map": map_files(),
        "languages": [code for code, _name in settings.LANGUAGES],
    }
    source = (settings.BASE_DIR / "static" / "js" / "offline" / "worker.js").read_text(encoding="utf-8")
    return f"const RELEASE = {json.dumps(release)};\n{source}"


def shell_files() -> list[str]:
    """Addresses of what every page needs without a connection: style sheets, icons, modules; not the map's."""
    names = [f"css/{name}.css" for name in STYLES] + ["icons/sprite.svg"]
    return [static(name) for name in [*names, *_modules(SHELL_FOLDERS)]]


def map_files() -> list[str]:
    """Addresses of what the map needs beside them."""
    return [static(name) for name in [*_modules(("map",)), *MAP_FILES]]


@cache
def _modules(folders: tuple[str, ...]) -> list[str]:
    root = settings.BASE_DIR / "static"
    found = [path for folder in folders for path in sorted((root / "js" / folder).glob("*.js"))]
    return [name for path in found if finders.find(name := path.relative_to(root).as_posix())]


def offline_config() -> dict[str, Any]:
    """What a page hands to static/js/ui/keeping.js: the worker, and the pages worth keeping."""
    pages = [reverse("map"), reverse("shortlist"), reverse("offline")]
    return {"worker": reverse("worker"), "pages": pages}


def manifest() -> dict[str, Any]:
    """The web app manifest (W3C) in the active language."""
    language = get_language() or settings.LANGUAGE_CODE
    name = settings.SITE_NAMES.get(language, settings.SITE_NAME)
    return {
        "id": "/",
        "name": name,
        "short_name": name if len(name) <= SHORT_NAME else name.split()[0][:SHORT_NAME],
        "description": _(
            "Clubs, committees and initiatives near you: in which languages, how much German, open to whom."
        ),
        "lang": language,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": reverse("map"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f5f3f4",
        "theme_color": "#6b1f57",
        "icons": [
            {"src": static("icons/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
            *(
                {"src": static(f"icons/{file}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
                for file, size, purpose in (
                    ("app-192", 192, "any"),
                    ("app-512", 512, "any"),
                    ("app-maskable-512", 512, "maskable"),
                )
            ),
        ],
        "shortcuts": [{"name": _("My shortlist"), "url": reverse("shortlist")}],
    }
