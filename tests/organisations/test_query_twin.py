"""The browser's twin of the query (static/js/core) gives the same answers as the server, over the same compact file."""

import json
import random
import subprocess
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import QueryDict
from django.test import Client

from organisations.facets import count_facets
from organisations.freshness import ageing_since, stale_promise_since, unconfirmed_since
from organisations.matching import Matching
from organisations.nearest import nearest_to, words_apart
from organisations.search import OrganisationQuery
from organisations.text import search_words
from organisations.vocabulary import vocabulary as current_vocabulary
from tests.conftest import DEEP

QUERIES = 5000 if DEEP else 500
WORDS = [
    "Fußball",
    "chor",
    "frauen",
    "willkommen",
    "Bernhausen",
    "musik",
    "kinder",
    "مرحبا",
    "fusball",
    "frauenchortreff",
    "zzzzqqq",
    "chor fusball frauen",
]
LANGUAGES = ["ar", "tr", "uk", "fa", "en", "ru", "de", "ku", "xx"]
LEVELS = ["none", "little", "conversation", "fluent"]
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
KINDS = ["club", "committee", "initiative"]
OPENINGS = ["seat", "guest", "trial", "helper", "internship"]


@dataclass(frozen=True)
class Site:
    """The sample entries as the browser has them."""

    compact: dict[str, Any]
    slugs: list[str]
    today: date


@pytest.fixture
def site(samples: None, today: date) -> Site:
    """All sample entries, published, with the two compact files asked from the API."""
    client = Client()
    compact = client.get("/api/v1/compact").json()
    cards = client.get("/api/v1/compact/cards?lang=de").json()["cards"]
    return Site(compact, [card[0] for card in cards], today)


def generated(chance: random.Random) -> str:
    """One query string: each parameter one time in four, radii and borders that fall on no entry's edge."""
    terms = current_vocabulary("default")
    choices: dict[str, list[str]] = {
        "topic": list(terms.topic_by_slug),
        "language": LANGUAGES,
        "open": list(terms.flag_by_slug),
        "opening": OPENINGS,
        "kind": KINDS,
        "area": list(terms.area_by_key),
        "day": DAYS,
    }
    single = {"q": WORDS, "understood": LANGUAGES, "german": LEVELS, "access": ["wheelchair"], "fresh": ["1"]}
    params = QueryDict(mutable=True)
    for name, values in choices.items():
        if chance.random() < 0.25:
            params.setlist(name, chance.sample(values, chance.randint(1, 2)))
    for name, values in single.items():
        if chance.random() < 0.2:
            params[name] = chance.choice(values)
    if chance.random() < 0.3:
        params["near"] = f"{chance.uniform(48.6, 48.76):.6f},{chance.uniform(9.05, 9.4):.6f}"
        if chance.random() < 0.7:
            params["radius"] = f"{chance.uniform(0.5, 12):.6f}"
    if chance.random() < 0.2:
        west, south = chance.uniform(9.0, 9.2), chance.uniform(48.6, 48.68)
        east, north = west + chance.uniform(0.02, 0.3), south + chance.uniform(0.02, 0.1)
        params["bbox"] = ",".join(f"{degree:.8f}" for degree in (west, south, east, north))
    if chance.random() < 0.4:
        params["sort"] = chance.choice(["relevance", "name", "checked", *(["distance"] if "near" in params else [])])
    return params.urlencode()


def browser_answers(site: Site, given: list[str]) -> list[dict[str, Any]]:
    """What the modules of the browser answer, run by Node. The text of a query is the server's to find (its ranks)."""
    terms = current_vocabulary("default")
    known = {
        "topics": list(terms.topic_by_slug),
        "flags": list(terms.flag_by_slug),
        "areas": {key: area.slug for key, area in terms.area_by_key.items()},
    }
    borders = {"fresh": ageing_since, "unconfirmed": unconfirmed_since, "promise": stale_promise_since}
    days = {name: since(site.today).isoformat() for name, since in borders.items()}
    days["today"] = site.today.isoformat()
    ranks = cache(partial(text_ranks, site))
    cases = []
    for text in given:
        q = query_of(text).q
        cases.append({"given": text, "ranks": ranks(q), "words": {word: ranks(word) for word in search_words(q)}})
    data = {"compact": site.compact, "days": days, "known": known, "cases": cases}
    script = Path(settings.BASE_DIR) / "tests" / "js" / "twin.mjs"
    run = subprocess.run(["node", str(script)], input=json.dumps(data), capture_output=True, text=True, check=True)
    answers: list[dict[str, Any]] = json.loads(run.stdout)
    return answers


def query_of(text: str) -> OrganisationQuery:
    query, problems = OrganisationQuery.from_querydict(QueryDict(text), current_vocabulary("default"))
    assert problems == []
    return query


def text_ranks(site: Site, q: str) -> list[int] | None:
    if not q:
        return None
    found = Matching.of(OrganisationQuery(q=q)).ordered()
    return [site.slugs.index(listing.slug) for listing in found]


def test_browser_and_server_answer_generated_queries_alike(site: Site) -> None:
    chance = random.Random(20261123)
    given = [generated(chance) for _ in range(QUERIES)]
    terms = current_vocabulary("default")
    hits, empty = 0, 0
    for text, answer in zip(given, browser_answers(site, given), strict=True):
        query = query_of(text)
        matching = Matching.of(query, terms, site.today)
        found = list(matching.ordered())
        slugs = [site.slugs[index] for index in answer["found"]]
        assert answer["problems"] == [], text
        assert sorted(slugs) == sorted(listing.slug for listing in found), text
        if not (query.q and query.order == "relevance"):
            assert slugs == [listing.slug for listing in found], f"order of {text}"
        facets = count_facets(matching, terms)
        assert answer["facets"] == {name: dict(values) for name, values in facets.counts.items()}, text
        assert answer["little"] == facets.little, text
        assert (answer["sureOf"], answer["sure"]) == (facets.sure_of, facets.sure), text
        assert len(slugs) == facets.total, text
        assert_same_distances(dict(zip(slugs, answer["metres"], strict=True)), found)
        hits += bool(found)
        empty += not found
        if not found and empty % 5 == 0:
            nearest = nearest_to(matching, terms, words_apart(matching))
            near = list(nearest.ordered()) if nearest else []
            assert [site.slugs[index] for index, *_ in answer["nearest"]] == [one.slug for one in near], text
            assert_same_distances({site.slugs[index]: metres for index, _, metres in answer["nearest"]}, near)
    assert hits > QUERIES / 10, "hardly any query finds something: the generator asks too much"


def assert_same_distances(metres: dict[str, float | None], found: list[Any]) -> None:
    """Distances agree within a millimetre; approximate places have none."""
    for listing in found:
        if listing.approximate or not hasattr(listing, "distance"):
            assert metres[listing.slug] is None
        else:
            assert metres[listing.slug] == pytest.approx(listing.distance, abs=0.001)


def test_approximate_places_come_last_and_show_no_distance(site: Site) -> None:
    answer = browser_answers(site, ["near=48.66,9.22"])[0]
    found = list(Matching.of(query_of("near=48.66,9.22")).ordered())
    approximate = [listing.approximate for listing in found]
    assert approximate == sorted(approximate)
    assert [metres is None for metres in answer["metres"]] == approximate
    exact = [metres for metres in answer["metres"] if metres is not None]
    assert exact == sorted(exact)
