"""The query and its facets say what a brute-force reading of the documents says."""

from dataclasses import replace
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from organisations.facets import count_facets
from organisations.matching import Matching
from organisations.models import Listing, Organisation
from organisations.search import OrganisationQuery
from organisations.services.rows import load_documents
from organisations.services.sample import load_samples
from organisations.services.words import refresh_words
from organisations.vocabulary import vocabulary as terms
from tests.kept import load_once
from tests.organisations.oracle import LEVELS, Oracle

WORDS = [
    "Fußball",
    "chor",
    "Frauen",
    "willkommen",
    "Bernhausen",
    "musik",
    "treff",
    "kinder",
    "deutsch",
    "zzzzqqq",
    "مرحبا",
    "Fusball Denkendrof",
    "Nachbarshaft",
    "frauenfussball",
]
LANGUAGES = ["ar", "tr", "uk", "fa", "en", "ru", "de", "xx"]
TOPICS = ["sport", "football", "music", "choir", "language", "family", "culture", "voice", "allotment"]
FLAGS = ["newcomers-welcome", "childcare", "women-only", "no-registration", "free-or-low-cost"]
AREAS = ["filderstadt", "bernhausen", "ostfildern", "stuttgart", "musberg", "denkendorf"]
FACETS = ["topic", "language", "understood", "german", "open", "opening", "kind", "area", "day", "access", "fresh"]
OPENINGS = ["seat", "guest", "trial", "helper", "internship"]


def several(values: list[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


@st.composite
def queries(draw: st.DrawFn) -> OrganisationQuery:
    chance = st.integers(0, 3).map(lambda n: n == 0)
    values: dict[str, Any] = {"kind": draw(several(["club", "committee", "initiative"])) if draw(chance) else ()}
    for name, choices in {
        "topic": TOPICS,
        "language": LANGUAGES,
        "open": FLAGS,
        "opening": OPENINGS,
        "area": AREAS,
    }.items():
        values[name] = draw(several(choices)) if draw(chance) else ()
    values["day"] = draw(several(list(range(7)))) if draw(chance) else ()
    values["q"] = draw(st.sampled_from(WORDS)) if draw(chance) else ""
    values["understood"] = draw(st.sampled_from(LANGUAGES)) if draw(chance) else ""
    values["german"] = draw(st.sampled_from(LEVELS)) if draw(chance) else ""
    values["access"] = "wheelchair" if draw(chance) else ""
    values["fresh"] = draw(chance)
    if draw(chance):
        values["near"] = (draw(st.floats(48.60, 48.76)), draw(st.floats(9.05, 9.40)))
        values["radius"] = draw(st.sampled_from([1.0, 2.5, 5.0, 20.0, None]))
    if draw(chance):
        west, south = draw(st.floats(9.0, 9.2)), draw(st.floats(48.6, 48.68))
        values["bbox"] = (west, south, west + draw(st.floats(0.02, 0.3)), south + draw(st.floats(0.02, 0.1)))
    return OrganisationQuery(**values)


@pytest.fixture
def oracle(vocabulary: None, today: Any, tmp_path: Path) -> Oracle:
    """The oracle over a part of the sample entries: the awkward ones and those of two towns."""
    load_once(("awkward samples", today), lambda: _load_awkward_samples(tmp_path, today))
    ids = list(Organisation.objects.values_list("pk", flat=True))
    return Oracle(load_documents(ids).values(), today)


def _load_awkward_samples(folder: Path, today: Any) -> None:
    for name in ("02-special", "05-neuhausen-denkendorf"):
        copy(settings.BASE_DIR / "fixtures" / "entries" / f"{name}.json", folder)
    load_samples(folder, today)
    refresh_words()


def test_query_and_facets_equal_a_brute_force_reading_of_the_documents(oracle: Oracle) -> None:
    @given(queries())
    def check(query: OrganisationQuery) -> None:
        matching = Matching.of(query)
        oracle.taken_for = {}
        if query.q and not any(oracle.matches(OrganisationQuery(q=query.q))):
            assert matching.wording
            oracle.taken_for = {t.given: [reading.words for reading in t.readings] for t in matching.wording.terms}
        elif matching.wording:
            assert not matching.wording.corrections, "what occurs as it is written is not corrected"
        expected = oracle.matches(query)
        found = [listing.organisation_id for listing in matching.ordered()]
        assert sorted(found) == sorted(expected)
        assert matching.count() == len(expected)
        facets = count_facets(matching, terms())
        assert facets.total == len(expected)
        name = FACETS[hash(query) % len(FACETS)]
        counts = facets.counts[name]
        wanted = oracle.facet(query, name)
        if name == "understood":
            wanted = {code: n for code, n in wanted.items() if code in counts}
        assert counts == wanted, name
        assert facets.sure == (oracle.sure(query, query.language) if query.language else None)
        tried = {code: oracle.sure(replace(query, language=(code,)), (code,)) for code in LANGUAGES}
        assert {code: n for code, n in facets.sure_of.items() if code in tried} == {c: n for c, n in tried.items() if n}

    check()


def test_of_very_many_the_nearest_are_the_same_as_of_all(oracle: Oracle) -> None:
    @given(queries(), st.tuples(st.floats(48.60, 48.76), st.floats(9.05, 9.40)), st.sampled_from([1, 5, 20, 80]))
    def check(query: OrganisationQuery, near: tuple[float, float], count: int) -> None:
        matching = Matching.of(replace(query, near=near))
        expected = [listing.pk for listing in matching.ordered()]
        pretended = matching.within_reach(count, total=1_000_000)
        assert [listing.pk for listing in pretended.ordered()[:count]] == expected[:count]
        assert pretended.count() >= min(count, len(expected))

    check()


def test_every_place_counts_for_its_area_but_the_organisation_only_once(oracle: Oracle) -> None:
    facets = count_facets(Matching.of(OrganisationQuery()), terms())
    assert facets.counts["area"] == oracle.facet(OrganisationQuery(), "area")
    assert facets.total == Listing.objects.public().primary().count()
