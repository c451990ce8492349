"""Typed reading of environment variables; `NAME_FILE` names a file that holds the value of `NAME`."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """The variable's text, or the content of the file named by `<name>_FILE`, or the default."""
    if file := os.environ.get(f"{name}_FILE"):
        return Path(file).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    """A yes/no variable. Raises ImproperlyConfigured for any other word."""
    word = text(name, "1" if default else "0").strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {word!r}.")


def number(name: str, default: int) -> int:
    """A whole number. Raises ImproperlyConfigured when it is none."""
    word = text(name, str(default)).strip()
    try:
        return int(word)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {word!r}.") from None


def numbers(name: str, default: str) -> tuple[float, ...]:
    """Numbers separated by commas, for example `9.1,48.6,9.3,48.8`."""
    word = text(name, default)
    try:
        return tuple(float(part) for part in word.split(",") if part.strip())
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be numbers separated by commas, not {word!r}.") from None


def words(name: str, default: str = "") -> list[str]:
    """Words separated by commas, blanks around them removed, empty ones left out."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def database(url: str) -> dict[str, object]:
    """Django's database settings from `postgres://user:password@host:port/name` (PostGIS backend)."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql", "postgis"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres://")
    return {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }
