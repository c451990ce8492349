"""GET /api/v1/listings"""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.http import QueryDict

from api import shapes
from organisations.matching import Matching
from organisations.search import OrganisationQuery
from organisations.services.publish import Change, publish_many
from organisations.vocabulary import vocabulary as present_vocabulary
from tests.api.conftest import fits
from tests.factories import HARTHAUSEN, document, organisation, place

CASES = json.loads((settings.BASE_DIR / "fixtures" / "query_cases.json").read_text(encoding="utf-8"))
NEAR = "48.6790,9.2197"


def _names(answer):
    return [feature["properties"]["name"] for feature in answer.json()["features"]]


def _ids(answer):
    return [feature["id"] for feature in answer.json()["features"]]


def _walk(client, address):
    """All features by following `next`."""
    found = []
    while address:
        body = client.get(address).json()
        found += body["features"]
        address = body["next"]
    return found


def test_every_public_place_is_a_feature(cast, get):
    answer = get("listings")
    fits(answer.json(), shapes.LISTINGS)
    assert answer["Content-Type"] == "application/geo+json"
    assert sorted(_names(answer)) == [
        "Frauentreff",
        "Fußballverein Beispiel",
        "Fußballverein Beispiel – Mädchen",
        "Musikverein",
        "Musikverein",
        "Musikverein",
        "Runder Tisch",
    ]
    assert (answer.json()["numberMatched"], answer.json()["numberReturned"], answer.json()["next"]) == (7, 7, None)


def test_a_feature_says_what_a_card_needs(cast, get, today):
    (feature,) = get("listings", q="Fußballverein", sort="name", limit=1).json()["features"]
    properties = feature["properties"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [9.2197, 48.679]}
    assert properties["url"].endswith(f"/de/o/{cast.football.slug}/")
    del properties["url"]
    assert properties == {
        "organisation": str(cast.football.pk),
        "slug": "fussballverein-beispiel",
        "name": "Fußballverein Beispiel",
        "name_language": "de",
        "kind": "club",
        "topics": ["football"],
        "languages": ["ar"],
        "flags": ["newcomers-welcome"],
        "german": "little",
        "area": "bernhausen",
        "place": "Bernhausen",
        "fixed": True,
        "approximate": False,
        "teaser": "Wir spielen.",
        "teaser_language": "de",
        "checked_on": (today - timedelta(days=10)).isoformat(),
        "freshness": "fresh",
        "ends_on": None,
    }


def test_an_entry_without_a_place_stands_at_its_area(cast, get):
    (feature,) = get("listings", kind="committee").json()["features"]
    centre = present_vocabulary().area_by_key["filderstadt"].centre
    assert feature["geometry"]["coordinates"] == [round(centre[0], 5), round(centre[1], 5)]
    assert (feature["properties"]["fixed"], feature["properties"]["approximate"]) == (False, True)
    assert feature["properties"]["german"] is None


def test_a_private_address_shows_its_town_only(cast, get):
    answer = get("listings", topic="women")
    (feature,) = answer.json()["features"]
    assert feature["properties"]["place"] == "Filderstadt"
    assert feature["geometry"]["coordinates"] != [9.2197, 48.679]
    assert b"canary-street" not in answer.content


def test_the_language_chooses_the_teaser(cast, get):
    answer = get("listings", q="Fußballverein", lang="en", sort="name")
    first = answer.json()["features"][0]["properties"]
    assert (first["teaser"], first["teaser_language"]) == ("We play.", "en")
    assert "/en/o/" in first["url"]
    assert answer["Content-Language"] == "en"


def test_a_teaser_that_is_not_translated_comes_in_its_own_language(cast, get):
    properties = get("listings", topic="women", lang="ar").json()["features"][0]["properties"]
    assert (properties["teaser"], properties["teaser_language"]) == ("Frauen unter sich.", "de")


def test_near_gives_metres_for_exact_places_and_none_for_approximate_ones(cast, get):
    answer = get("listings", near=NEAR)
    distances = [(f["properties"]["name"], f["properties"]["distance_m"]) for f in answer.json()["features"]]
    assert distances[0][1] == 0
    exact = [metres for _, metres in distances if metres is not None]
    assert exact == sorted(exact)
    assert {name for name, metres in distances if metres is None} == {"Frauentreff", "Runder Tisch", "Musikverein"}
    harthausen = next(metres for metres in exact if metres)
    assert 5_100 < harthausen < 5_200


def test_without_near_there_is_no_distance(cast, get):
    assert "distance_m" not in get("listings").json()["features"][0]["properties"]


def test_the_api_reads_the_same_grammar_as_the_page_but_answers_mistakes_with_400(vocabulary, client):
    for case in CASES:
        wrong = [name for name, _ in case["problems"] if name not in ("lang", "limit", "after")]
        answer = client.get(f"/api/v1/listings?{case['given']}")
        assert answer.status_code == (400 if wrong else 200), case["given"]
        if wrong:
            assert [problem["parameter"] for problem in answer.json()["errors"]] == wrong, case["given"]


def test_the_api_gives_what_the_query_gives(cast, client):
    for query in (
        "",
        "topic=sport",
        "understood=tr",
        "open=childcare&open=women-only",
        "day=TU",
        "area=filderstadt&q=v",
    ):
        parsed, _ = OrganisationQuery.from_querydict(QueryDict(query), present_vocabulary())
        expected = [str(listing.pk) for listing in Matching.of(parsed).places()]
        assert _ids(client.get(f"/api/v1/listings?{query}")) == expected, query


@pytest.fixture
def fifty(vocabulary, today):
    """Fifty entries, some alike in every sort key but the id."""
    made = [
        document(
            f"Verein {number // 3}",
            checked_on=today - timedelta(days=number % 7) if number % 5 else None,
            places=(place((9.2 + number % 4 / 100, 48.66), private=number % 6 == 0),),
        )
        for number in range(50)
    ]
    publish_many([Change(one) for one in made], author="test")
    return made


def test_following_next_gives_everything_once_and_in_order(fifty, client):
    for query in ("sort=name", "sort=checked", f"near={NEAR}", "q=verein", "", f"near={NEAR}&radius=2&q=verein"):
        whole = client.get(f"/api/v1/listings?{query}&limit=500").json()["features"]
        pages = _walk(client, f"/api/v1/listings?{query}&limit=7")
        assert [feature["id"] for feature in pages] == [feature["id"] for feature in whole], query


def test_an_entry_added_meanwhile_moves_no_other(fifty, client):
    first = client.get("/api/v1/listings?sort=name&limit=10").json()
    organisation("AAA zuerst")
    rest = _walk(client, first["next"])
    ids = [feature["id"] for feature in first["features"] + rest]
    assert len(ids) == len(set(ids)) == 50


def test_a_page_can_be_asked_for_by_number(fifty, get):
    whole = _ids(get("listings", sort="name", limit=50))
    assert _ids(get("listings", sort="name", limit=20, page=2)) == whole[20:40]


def test_the_links_stand_in_body_and_header(fifty, get):
    answer = get("listings", topic="football", limit=10, lang="en")
    links = {link["rel"]: link["href"] for link in answer.json()["links"]}
    assert links["self"] == "http://testserver/api/v1/listings?topic=football&limit=10&lang=en"
    assert links["next"].startswith("http://testserver/api/v1/listings?topic=football&lang=en&limit=10&after=")
    assert answer.json()["next"] == links["next"]
    assert f'<{links["next"]}>; rel="next"' in answer["Link"]


def test_only_the_first_page_counts_everything(fifty, get, client):
    first = get("listings", limit=10).json()
    assert first["numberMatched"] == 50
    assert "numberMatched" not in client.get(first["next"]).json()


def test_a_mark_that_was_not_ours_is_refused(vocabulary, get):
    for mark in ("x", "x:y", "W10:abc", "é", "a" * 3_000):
        answer = get("listings", after=mark)
        assert (answer.status_code, answer.json()["parameter"]) == (400, "after"), mark


def test_a_mark_fits_no_other_query(fifty, client):
    address = client.get("/api/v1/listings?sort=name&limit=10").json()["next"]
    assert client.get(address.replace("sort=name", "sort=checked")).status_code == 400


def test_a_limit_has_its_range(vocabulary, get):
    assert [get("listings", limit=limit).status_code for limit in ("1", "500", "")] == [200] * 3
    assert [get("listings", limit=limit).status_code for limit in ("0", "501", "-1", "1e3", "٣", "01")] == [400] * 6


def test_one_and_fifty_entries_cost_the_same_number_of_statements(vocabulary, get, today, django_assert_num_queries):
    organisation("Einer")
    get("listings")
    with django_assert_num_queries(3):
        get("listings")
    publish_many([Change(document(f"Verein {n}", places=(place(HARTHAUSEN),))) for n in range(50)], author="test")
    with django_assert_num_queries(3):
        assert len(get("listings").json()["features"]) == 51
