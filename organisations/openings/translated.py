"""The words of offers and of a committee in further languages: what there is to translate, what is missing or old."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections

from organisations.document import OrganisationDocument
from organisations.models.organisation import Origin

Key = tuple[str, str]  # ("<id of an opening>", "title" or "text"), ("", "note") of the committee
Pieces = Mapping[Key, Mapping[str, str]]
NOTE: Key = ("", "note")
MOST_REVISIONS = 500  # older ones are not asked: what has stood for so long has been read since
CONFIRMED = (
    "text confirmed:"  # why there is a revision in which a person says that all of a language fits; then its code
)
# Of these revisions those in which anything of it became another, and in which a person said that it fits.
_PAST = """
    SELECT number, reason, openings, committee FROM (
        SELECT number, reason, openings, committee,
            lag(openings) OVER past AS openings_before, lag(committee) OVER past AS committee_before
        FROM (
            SELECT number, reason, openings, committee FROM organisations_revision,
                LATERAL jsonb_to_record(document) AS parts (openings jsonb, committee jsonb)
            WHERE organisation_id = %(id)s ORDER BY number DESC LIMIT %(most)s
        ) AS newest
        WINDOW past AS (ORDER BY number)
    ) AS steps
    WHERE openings IS DISTINCT FROM openings_before OR committee IS DISTINCT FROM committee_before
        OR starts_with(reason, %(confirmed)s)
    ORDER BY number DESC
"""


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
    since which the words of that language are said by a person to fit. One query, and none without translations.
    """
    own = document.language
    waiting = {(code, key) for key, words in pieces.items() if words.get(own) for code in words if code != own}
    read = {code: text.made_from or 0 for code, text in document.texts.items() if text.origin == Origin.HUMAN}
    then: dict[tuple[str, Key], str | None] = {}
    for number, fits, older in _past(document.id) if waiting else ():
        for code, key in list(waiting):
            words = older.get(key, {})
            if words.get(code) == pieces[key][code]:
                then[code, key] = words.get(own)
            if words.get(code) != pieces[key][code] or number <= read.get(code, 0) or code == fits:
                waiting.discard((code, key))
        if not waiting:
            break
    found: dict[str, list[Key]] = {}
    for (code, key), original in sorted(then.items()):
        if original and original != pieces[key][own]:
            found.setdefault(code, []).append(key)
    return found


def old_in(document: OrganisationDocument, code: str, today: date) -> set[str]:
    """Ids of the openings whose words in that language were made from another original. At most one query."""
    own = document.language
    pieces = {
        key: {language: words[language] for language in (own, code)}
        for key, words in pieces_of(document, today).items()
        if code != own and key != NOTE and words.get(own) and words.get(code)
    }
    return {id for id, _name in outdated(document, pieces).get(code, ())}


def _past(id: UUID) -> Iterator[tuple[int, str, Pieces]]:
    """The revisions of an entry that matter, the newest first: number, the language that is said to fit, and pieces."""
    with connections[settings.READ_DATABASE].cursor() as cursor:
        cursor.execute(_PAST, {"id": id, "most": MOST_REVISIONS, "confirmed": CONFIRMED})
        rows = cursor.fetchall()
    for number, reason, openings, committee in rows:
        fits = reason.removeprefix(CONFIRMED) if reason.startswith(CONFIRMED) else ""
        yield number, fits, _stored(json.loads(openings or "[]"), json.loads(committee or "{}"))


def _stored(openings: Any, committee: Mapping[str, Any]) -> Pieces:
    offered = {(one["id"], name): one[name] for one in openings for name in ("title", "text")}
    return {**offered, NOTE: committee.get("note", {})}
