"""Searches with typing errors over all sample entries: how often the right entry is among the first five."""

import time
from collections import Counter

import pytest

from organisations.matching import Matching
from organisations.search import OrganisationQuery
from tests.conftest import DEEP
from tests.organisations.typos import KINDS, Typo, typos

COUNT = 2_000 if DEEP else 300
FIRST = 5
WANTED = 0.95


def first(text: str) -> list[str]:
    return [listing.slug for listing in Matching.of(OrganisationQuery(q=text)).ordered()[:FIRST]]


@pytest.fixture
def misspelt(samples: None) -> list[Typo]:
    """Searches whose right entry is clear: written rightly they show it among the first five."""
    return [one for one in typos(COUNT * 2, seed=20261125) if one.slug in first(one.meant)][:COUNT]


def test_the_right_entry_is_among_the_first_five(misspelt: list[Typo]) -> None:
    assert len(misspelt) >= 200
    began = time.perf_counter()
    missed = [one for one in misspelt if one.slug not in first(one.typed)]
    milliseconds = (time.perf_counter() - began) / len(misspelt) * 1000
    found = 1 - len(missed) / len(misspelt)
    kinds = Counter(one.kind for one in misspelt)
    print(f"{found:.1%} of {len(misspelt)} found, {milliseconds:.1f} ms each; {dict(kinds)}")
    for one in missed:
        print(f"missed {one.kind}: {one.typed!r} for {one.meant!r} ({one.slug}): {first(one.typed)}")
    assert set(kinds) == set(KINDS)
    assert found >= WANTED
