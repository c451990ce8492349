"""Machine drafts of translations, from a LibreTranslate-compatible server that the operator named (TRANSLATE_URL)."""

import json
from dataclasses import replace
from typing import Any

from django.conf import settings

from organisations.document import OrganisationDocument, Text
from organisations.models.organisation import Origin
from organisations.outgoing import OutgoingError, fetch, host_and_port
from organisations.text import clean, shortened
from organisations.translations import PROSE
from organisations.validation import TEXT_LENGTHS

SECONDS = 15.0  # for all three texts together


class NoDraft(Exception):
    """The server did not answer, or not with a translation."""


def draft_of(document: OrganisationDocument, code: str) -> OrganisationDocument:
    """The document with its original translated into that language, marked as a machine's. Raises NoDraft."""
    original = document.texts.get(document.language, Text())
    wanted = {name: getattr(original, name) for name in PROSE if getattr(original, name)}
    if not wanted:
        raise NoDraft
    words = _translated(list(wanted.values()), document.language, code)
    made = {part: _fitting(part, text) for part, text in zip(wanted, words, strict=True)}
    text = Text(
        summary=made.get("summary", ""),
        description=made.get("description", ""),
        audience=made.get("audience", ""),
        origin=Origin.MACHINE.value,
    )
    return replace(document, texts={**document.texts, code: text})


def _fitting(part: str, text: str) -> str:
    return shortened(clean(text, lines=part == "description"), TEXT_LENGTHS[part])


def _translated(texts: list[str], source: str, target: str) -> list[str]:
    asked: dict[str, Any] = {"q": texts, "source": _plain(source), "target": _plain(target), "format": "text"}
    if settings.TRANSLATE_KEY:
        asked["api_key"] = settings.TRANSLATE_KEY
    url = settings.TRANSLATE_URL.rstrip("/") + "/translate"
    try:
        reply = fetch(
            url,
            allowed=[host_and_port(url)],
            headers={"Content-Type": "application/json", "Accept": "application/json"},
            body=json.dumps(asked).encode(),
            seconds=SECONDS,
        )
        found = json.loads(reply.body)["translatedText"] if reply.status == 200 else None
    except (OutgoingError, ValueError, KeyError, TypeError, RecursionError):
        raise NoDraft from None
    if not isinstance(found, list) or len(found) != len(texts) or not all(isinstance(word, str) for word in found):
        raise NoDraft
    return found


def _plain(code: str) -> str:
    """The language without region and script, as these servers name them."""
    return code.split("-")[0]
