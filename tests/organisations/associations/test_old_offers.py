"""Which words of an offer are older than their original: the query finds what a walk through all revisions finds."""

import random
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from organisations.document import Committee, Opening, OrganisationDocument, Text, to_json
from organisations.models import Organisation, Revision
from organisations.openings.translated import CONFIRMED, NOTE, outdated, pieces_of
from tests.organisations.associations.conftest import now_of

LANGUAGES = ("de", "ar", "tr")


def walked(document: OrganisationDocument, past: list[tuple[int, str, Any]], read: dict[str, int]) -> dict[str, list]:
    """The same, revision by revision: the German that stood beside a translation when it was made or last confirmed."""
    pieces = pieces_of(document, timezone.localdate())
    found: dict[str, list] = {}
    for key, words in pieces.items():
        for code in (code for code in words if code != "de" and words.get("de")):
            german = None
            for number, reason, older in reversed(past):
                if older.get(key, {}).get(code) != words[code]:
                    break
                german = older[key].get("de")
                if number <= read.get(code, 0) or reason == f"{CONFIRMED}{code}":
                    break
            if german and german != words["de"]:
                found.setdefault(code, []).append(key)
    return {code: sorted(keys) for code, keys in sorted(found.items())}


def some_words(chance: random.Random, before: Any) -> dict[str, str]:
    changed = dict(before) | {chance.choice(LANGUAGES): chance.choice("abc")}
    if chance.random() < 0.1:
        changed.pop(chance.choice(LANGUAGES), None)
    return changed


@pytest.mark.parametrize("seed", range(12))
def test_the_query_finds_what_a_walk_through_all_revisions_finds(club: Organisation, seed: int) -> None:
    chance = random.Random(seed)
    document = replace(now_of(club), openings=(Opening("seat", timezone.localdate(), title={"de": "a"}),))
    past, rows = [], []
    for number in range(2, 42):
        reason = f"{CONFIRMED}{chance.choice(LANGUAGES)}" if chance.random() < 0.1 else ""
        (opening,), note = document.openings, document.committee.note
        if not reason and chance.random() < 0.4:
            opening = replace(opening, title=some_words(chance, opening.title))
        if not reason and chance.random() < 0.3:
            note = some_words(chance, note)
        document = replace(document, openings=(opening,), committee=Committee(note=note))
        rows.append(
            Revision(organisation=club, number=number, document=to_json(document), author="test", reason=reason)
        )
        past.append((number, reason, {(str(opening.id), "title"): opening.title, NOTE: note}))
    Revision.objects.bulk_create(rows)
    read = {"tr": chance.randrange(42)}
    document = replace(document, texts={"tr": Text("Metin", made_from=read["tr"])})
    found = outdated(document, pieces_of(document, timezone.localdate()))
    assert {code: sorted(keys) for code, keys in found.items()} == walked(document, past, read)
