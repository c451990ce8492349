"""The words of offers and of a committee in further languages: what there is to translate, what is missing or old."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models.fields.json import KeyTransform

from organisations.document import OrganisationDocument
from organisations.models import Revision
from organisations.models.organisation import Origin

Key = tuple[str, str]  # ("<id of an opening>", "title" or "text"), ("", "note") of the committee
Pieces = Mapping[Key, Mapping[str, str]]
NOTE: Key = ("", "note")
MOST_REVISIONS = 500  # older ones are not asked: what has stood for so long has been read since


def pieces_of(document: OrganisationDocument, today: date) -> Pieces:
    """What is written by language: the words of all that is open on that day, and the note of a committee."""
    openings = [one for one in document.openings if one.until >= today]
    offered = {(str(one.id), name): getattr(one, name) for one in openings for name in ("title", "text")}
    return {key: words for key, words in {**offered, NOTE: document.committee.note}.items() if words}


def languages_of(document: OrganisationDocument, today: date) -> list[str]:
    """The languages in which any of them are written."""
    return list(dict.fromkeys(chain.from_iterable(pieces_of(document, today).values())))


def missing(pieces: Pieces, original: str, code: str) -> list[Key]:
    """What is written in the original language and not in that one."""
    return [key for key, words in pieces.items() if words.get(original) and not words.get(code)]


def outdated(document: OrganisationDocument, pieces: Pieces) -> dict[str, list[Key]]:
    """By language the pieces whose original is another than it was when they were translated.

    No row says when that was: it is the revision since which the translation stands as it does, or the later one
    since which the text of the whole entry in that language is said by a person to fit. One query, and none without
    translations.
    """
    own = document.language
    waiting = {(code, key) for key, words in pieces.items() if words.get(own) for code in words if code != own}
    read = {code: text.made_from or 0 for code, text in document.texts.items() if text.origin == Origin.HUMAN}
    then: dict[tuple[str, Key], str | None] = {}
    for number, older in _past(document.id) if waiting else ():
        for code, key in list(waiting):
            words = older.get(key, {})
            if words.get(code) == pieces[key][code]:
                then[code, key] = words.get(own)
            if words.get(code) != pieces[key][code] or number <= read.get(code, 0):
                waiting.discard((code, key))
        if not waiting:
            break
    found: dict[str, list[Key]] = {}
    for (code, key), original in sorted(then.items()):
        if original and original != pieces[key][own]:
            found.setdefault(code, []).append(key)
    return found


def _past(id: UUID) -> Iterator[tuple[int, Pieces]]:
    """The revisions of an entry, the newest first: number and pieces."""
    rows = Revision.objects.using(settings.READ_DATABASE).filter(organisation_id=id).order_by("-number")
    parts = {name: KeyTransform(name, "document") for name in ("openings", "committee")}
    for number, openings, committee in rows.values_list("number", *parts.values())[:MOST_REVISIONS]:
        yield number, _stored(openings or (), committee or {})


def _stored(openings: Any, committee: Mapping[str, Any]) -> Pieces:
    offered = {(one["id"], name): one[name] for one in openings for name in ("title", "text")}
    return {**offered, NOTE: committee.get("note", {})}
