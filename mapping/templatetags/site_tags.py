"""Template tags and filters of the site; built in, so that no template loads them."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from mapping.modules import imported
from organisations import formats, sentences

register = template.Library()
SPRITE = "icons/sprite.svg"
# Icons that follow the line of reading and so are mirrored in pages written from right to left (a check mark is not).
MIRRORED = {
    "arrow-left", "arrow-right", "chevron-left", "chevron-right", "external-link", "list", "level-little",
    "level-conversation", "level-fluent", "send",
}  # fmt: skip
ISOLATES = re.compile("[\u2068\u2069]")
JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """An icon of the sprite, hidden from screen readers: words always stand beside it or name its control."""
    kinds = ["icon"]
    if name in MIRRORED:
        kinds.append("flip")
    if name.startswith("level-"):
        kinds.append("icon-level")
    if name.startswith("shape-"):
        kinds.append("icon-filled")
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        " ".join([*kinds, classes]).strip(),
        static(SPRITE),
        name,
    )


@register.simple_tag
@cache
def favicon() -> str:
    """The site's icon as a data: address. Chromium asks for an icon by address again at every change of the address."""
    path = finders.find("icons/favicon.svg")
    return f"data:image/svg+xml,{quote(Path(path).read_text(encoding='utf-8').strip())}" if path else ""


@register.simple_tag
def data_block(data: Any, kind: str = "application/json", id: str = "") -> SafeString:
    """A script element that holds data, not code: JSON with `<`, `>` and `&` escaped, so nothing ends it early."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(JSON_ESCAPES)
    name = format_html(' id="{}"', id) if id else ""
    return format_html('<script type="{}"{}>{}</script>', kind, name, mark_safe(text))  # noqa: S308 - escaped above


@register.simple_tag
def entry_config() -> dict[str, Any]:
    """The page-config of an entry's page."""
    from mapping.page_config import entry_config as made

    return made()


@register.simple_tag
def point_config() -> dict[str, Any]:
    """The page-config of a page with a form in which points are set on a map."""
    from mapping.page_config import point_config as made

    return made()


@register.simple_tag
def desk_config() -> dict[str, Any]:
    """The page-config of the curators' desk."""
    from mapping.page_config import desk_config as made

    return made()


@register.simple_tag
def language_url(code: str, name: str) -> str:
    """The address of a page in another interface language."""
    with translation.override(code):
        return reverse(name)


@register.simple_tag
def modules(path: str) -> list[str]:
    """Addresses of all modules that a page's module imports, so that the browser asks for them at once."""
    return [static(name) for name in imported(path)]


@register.filter
def long_date(day: date | str | None) -> str:
    """The full date in the interface language, from a date, a moment or an ISO text."""
    found = date.fromisoformat(day) if isinstance(day, str) and day else day
    return formats.long_date(found) if isinstance(found, date) else ""


@register.filter
def bdi(words: str, lang: str) -> SafeString:
    """Words of another language, with their own direction, for use within a sentence."""
    return format_html('<bdi lang="{}">{}</bdi>', lang, words)


@register.filter
def isolated(text: str, lang: str) -> SafeString:
    """A text in which words set apart (U+2068 to U+2069) become a <bdi> of their language; its twin is in dom.js."""
    parts = ISOLATES.split(text)
    return mark_safe("".join(bdi(part, lang) if place % 2 else escape(part) for place, part in enumerate(parts)))  # noqa: S308 - escaped


@register.filter
def digits(number: object) -> str:
    """A number with the digits of the interface language."""
    return sentences.digits(number)


@register.filter
def clock(at: time | datetime | None) -> str:
    """Hours and minutes, empty for None."""
    return formats.clock(at) if at else ""


@register.filter
def get(mapping: Mapping[str, Any], key: str) -> Any:
    """The value of a key, None if it is not there."""
    return mapping.get(key)


@register.filter
def joined(words: list[str]) -> str:
    """Words as a list in the interface language: "Deutsch, Englisch und Arabisch"."""
    return formats.joined([str(word) for word in words]) if words else ""


@register.filter
def phone_uri(number: str) -> str:
    """A telephone number as a tel: address (RFC 3966): digits and a leading plus only."""
    kept = "".join(sign for sign in number if sign.isdigit() or sign == "+")
    return f"tel:{kept}"
