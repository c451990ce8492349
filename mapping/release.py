"""What this running release is, as one short word for ETags."""

import functools
import hashlib

from django.conf import settings

# Settings that show on public pages or in the API: another value makes another page.
SHOWN_SETTINGS = (
    "VERSION", "SITE_NAME", "SITE_NAMES", "SITE_URL", "OPERATOR", "SUPPORTERS", "PARTNERS", "MAP_EXTENT", "LANGUAGES",
    "PMTILES_FILE", "TILE_URL", "GEOCODER_URL", "TILE_ATTRIBUTION", "COMPACT_LIMIT", "TIME_ZONE",
)  # fmt: skip
SHOWN_FILES = ("mapping/**/*.py", "organisations/**/*.py", "api/**/*.py", "templates/**/*", "locale/**/*.mo")


@functools.cache
def fingerprint() -> str:
    """Sixteen hexadecimal digits that change with code, templates, translations, static files and shown settings.

    Made of contents, not of times, so that all machines with the same release agree. Read once a process.
    """
    digest = hashlib.blake2b(digest_size=8)
    digest.update(repr([getattr(settings, name) for name in SHOWN_SETTINGS]).encode())
    for pattern in SHOWN_FILES:
        for path in sorted(settings.BASE_DIR.glob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if manifest.exists():
        digest.update(manifest.read_bytes())
    return digest.hexdigest()
