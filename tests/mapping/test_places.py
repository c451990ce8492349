"""A typed place: areas by name and postcode first, then the geocoder with little patience; trouble in words."""

import json
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.test import Client

from api import shapes
from mapping.geocoding.turn import my_turn
from mapping.places import areas_named, areas_nearly_named, name_near
from organisations.models import GeocoderAnswer
from organisations.vocabulary import vocabulary as terms
from tests.api.conftest import fits
from tests.mapping.nominatim import Badly, nominatim, street

pytestmark = pytest.mark.usefixtures("few_words", "impatient")


def names(text: str) -> list[str]:
    return [place.name for place in areas_named(text, terms())]


def api(client: Client, place: str, **headers: Any) -> Any:
    return client.get(f"/api/v1/places?lang=en&place={quote(place)}", **headers)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Bernhausen", "Bernhausen"),
        ("bernh", "Bernhausen"),
        ("MOHRINGEN", "Möhringen"),
        ("Filderstadt-Bernhausen", "Bernhausen"),
        ("70794 Filderstadt", "Filderstadt"),
        ("park", "Parksiedlung"),
        ("auf den Fildern", "Neuhausen auf den Fildern"),
    ],
)
def test_an_area_is_found_by_its_name_or_the_beginning(typed: str, first: str) -> None:
    assert names(typed)[0] == first


def test_a_postcode_alone_gives_its_areas_with_the_town_first() -> None:
    assert names("70794")[0] == "Filderstadt"
    assert set(names("70794")) > {"Bernhausen", "Bonlanden"}
    assert names("99999") == []
    assert names("70794 Stuttgart") == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Filderstat", "Filderstadt"),
        ("Bernhauzen", "Bernhausen"),
        ("Sielmngen", "Sielmingen"),
        ("Fliderstadt", "Filderstadt"),
        ("Bonlnad", "Bonlanden"),
        ("70794 Filderstat", "Filderstadt"),
        ("Filderstatt Bernhausn", "Bernhausen"),
    ],
)
def test_a_misspelt_area_is_found_and_marked_so(typed: str, meant: str) -> None:
    assert areas_named(typed, terms()) == []
    assert [(place.name, place.corrected) for place in areas_nearly_named(typed, terms())] == [(meant, True)]


def test_ae_for_an_umlaut_is_no_misspelling() -> None:
    assert [(place.name, place.exact) for place in areas_nearly_named("Moehringen", terms())] == [("Möhringen", True)]


@pytest.mark.parametrize("typed", ["Gerlingen", "Nürtingen", "Aich", "Harthauser Straße", "Musterweg 3", "99999", "?"])
def test_other_towns_and_streets_are_not_taken_for_areas(typed: str) -> None:
    assert areas_nearly_named(typed, terms()) == []


def test_a_position_is_named_after_the_area_around_it() -> None:
    assert name_near((48.678, 9.218), terms()) == "Bernhausen"
    assert name_near((52.5, 13.4), terms()) == ""


ASKED = [
    "Bernhausen",
    "bern",
    "70794",
    "70565",
    "stadt",
    "Echterdingen",
    "leinfelden",
    "fild bern",
    "",
    "xyz",
    "park",
    "Filderstat",
    "Fliderstatt Bernhausn",
    "70794 filderstat",
    "Moehringen",
    "Sielmn",
    "leinfelden echterdngen",
    "Gerlingen",
    "Kemnt",
    "99999",
]


def test_browser_and_server_mean_the_same_areas() -> None:
    found = {
        area.slug: {
            "name": area.name,
            "centre": [round(part, 3) for part in area.centre[::-1]],
            "postcodes": area.postcodes,
            "parent": terms().area_by_id[area.parent].slug if area.parent else "",
        }
        for area in terms().areas
    }
    root = Path(django_settings.BASE_DIR) / "static" / "js" / "core"
    script = """
      const [root, given] = process.argv.slice(1);
      const { areasNamed, areasNearlyNamed } = await import(`${root}/places.js`);
      const { nameNear } = await import(`${root}/here.js`);
      const { asked, areas, points } = JSON.parse(given);
      const places = asked.map((text) => [areasNamed(text, areas), areasNearlyNamed(text, areas)]);
      console.log(JSON.stringify([places, points.map((point) => nameNear(point, areas))]));
    """
    points = [[48.66 + step / 97, 9.1 + step / 61] for step in range(20)]
    given = json.dumps({"asked": ASKED, "areas": found, "points": points})
    run = subprocess.run(
        ["node", "--input-type=module", "-e", script, str(root), given], capture_output=True, text=True, check=True
    )
    places, near = json.loads(run.stdout)
    for text, (named, nearly) in zip(ASKED, places, strict=True):
        for answer, wanted in ((named, areas_named(text, terms())), (nearly, areas_nearly_named(text, terms()))):
            assert [{**one, "near": tuple(one["near"])} for one in answer] == [asdict(one) for one in wanted], text
    assert near == [name_near((lat, lng), terms()) for lat, lng in points]


def test_an_area_is_never_asked_of_the_geocoder(geocoder: Any, client: Client) -> None:
    answer = api(client, "Bernhausen").json()
    fits(answer, shapes.PLACES)
    assert answer["places"][0] == {
        "name": "Bernhausen",
        "detail": "Filderstadt",
        "point": [9.218, 48.678],
        "exact": True,
        "corrected": False,
    }
    assert geocoder.asked == []


def test_a_street_is_asked_once_rounded_and_kept_without_its_words(geocoder: Any, client: Client) -> None:
    geocoder.answer = lambda query: [street(9.219712, 48.678934), street(9.2199, 48.679)]
    for _ in range(2):
        answer = api(client, "Musterweg, Filderstadt")
        assert answer.json()["places"] == [
            {"name": "Musterweg", "detail": "", "point": [9.22, 48.679], "exact": False, "corrected": False}
        ]
    assert [asked.query["q"] for asked in geocoder.asked] == ["Musterweg, Filderstadt"]
    kept = GeocoderAnswer.objects.get()
    assert "Filderstadt" not in str(kept.__dict__)
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer and "Access-Control-Allow-Origin" not in answer


def test_an_unknown_town_gives_nothing(geocoder: Any, client: Client) -> None:
    geocoder.answer = lambda query: []
    assert api(client, "Nirgendwo").json() == {"places": [], "geocoder": True}


def test_without_a_geocoder_only_areas_are_known(client: Client, settings: Any) -> None:
    settings.GEOCODER_URL = ""
    assert api(client, "Musterweg 4").json() == {"places": [], "geocoder": False}


def test_a_town_the_geocoder_knows_wins_over_an_area_spelt_nearly_so(geocoder: Any, client: Client) -> None:
    geocoder.answer = lambda query: [street(9.0, 48.5)]
    assert api(client, "Mähringen").json()["places"][0]["name"] == "Musterweg"
    geocoder.answer = lambda query: []
    assert [(one["name"], one["corrected"]) for one in api(client, "Filderstat").json()["places"]] == [
        ("Filderstadt", True)
    ]


def test_a_misspelt_area_is_found_without_a_geocoder_and_while_it_is_down(
    geocoder: Any, client: Client, settings: Any
) -> None:
    geocoder.answer = lambda query: Badly(status=500)
    assert api(client, "Bernhauzen").json()["places"][0]["name"] == "Bernhausen"
    settings.GEOCODER_URL = ""
    assert api(client, "Sielmngen").json()["places"][0]["name"] == "Sielmingen"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Badly(status=500), "geocoder-down"),
        (Badly(b"<html>"), "geocoder-down"),
        (Badly(after=3), "geocoder-down"),
        (Badly(status=429, headers=(("Retry-After", "9"),)), "geocoder-busy"),
    ],
)
def test_a_geocoder_without_an_answer_is_said_by_a_problem_that_tells_why(
    geocoder: Any, client: Client, answer: Badly, kind: str
) -> None:
    geocoder.answer = lambda query: answer
    found = api(client, "Musterweg 4")
    assert (found.status_code, found["Content-Type"]) == (503, "application/problem+json")
    assert found.json()["type"] == f"/api/#{kind}"
    assert f'id="{kind}"' in client.get("/api/").content.decode()
    assert "Retry-After" in found
    assert not GeocoderAnswer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_turn_of_somebody_else_is_not_waited_for_long(geocoder: Any, client: Client, settings: Any) -> None:
    settings.GEOCODER_SECONDS = 5
    with my_turn(0):
        found = api(client, "Musterweg 4")
    assert (found.status_code, found.json()["type"]) == (503, "/api/#geocoder-busy")
    assert geocoder.asked == []


def test_too_many_streets_of_one_address_are_refused_areas_are_not(
    geocoder: Any, client: Client, settings: Any
) -> None:
    settings.PLACES_A_MINUTE = 2
    visitor = {"REMOTE_ADDR": "198.51.100.7"}
    statuses = [api(client, f"Weg {number}", **visitor).status_code for number in range(3)]
    assert statuses == [200, 200, 429]
    assert api(client, "Bernhausen", **visitor).status_code == 200
    assert api(client, "Weg 1", **visitor).status_code == 200, "kept answers cost nothing"


@pytest.mark.parametrize("query", ["", "place=", "place=" + "x" * 101, "place=a%00b", "place=a&place=b", "place=a&q=b"])
def test_what_is_malformed_is_named(client: Client, query: str) -> None:
    answer = client.get(f"/api/v1/places?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


class TestWithoutJavaScript:
    def test_a_place_leads_to_the_list_around_it_with_the_filters(self, client: Client) -> None:
        answer = client.get("/en/near/?place=Bernhausen&topic=football&radius=2&near=48,9&page=3&sort=name")
        assert answer.status_code == 302
        assert answer["Location"] == "/en/?topic=football&near=48.678%2C9.218&radius=2"

    def test_a_misspelt_place_leads_to_the_list_which_says_so(self, client: Client, settings: Any) -> None:
        settings.GEOCODER_URL = ""
        answer = client.get("/en/near/?place=Filderstat&topic=football")
        assert answer["Location"].startswith("/en/?topic=football&near=")
        page = client.get(answer["Location"]).content.decode()
        assert "Shown for “\u2068Filderstadt\u2069”.</p>" in page
        assert 'id="near-corrected" data-at="48.' in page
        assert "was left out" not in page

    def test_the_list_says_so_of_no_other_place(self, client: Client) -> None:
        for query in ("place=Filderstat", "place=Filderstat&near=48.5,9.1", "place=Bernhausen&near=48.678,9.218"):
            page = client.get(f"/en/?{query}").content.decode()
            assert 'id="near-corrected" data-at="" hidden' in page, query

    def test_several_places_are_offered(self, client: Client) -> None:
        page = client.get("/en/near/?place=70794").content.decode()
        assert "Which place do you mean?" in page
        assert "/en/?near=48.678%2C9.218" in page

    def test_every_trouble_has_its_sentence(self, client: Client, settings: Any) -> None:
        settings.GEOCODER_URL = ""
        assert "Please type a town" in client.get("/en/near/").content.decode()
        assert "none of our towns" in client.get("/en/near/?place=Musterweg").content.decode()
        with nominatim(lambda query: []) as server:
            settings.GEOCODER_URL = server.url
            assert "was not found" in client.get("/en/near/?place=Nirgendwo").content.decode()
            server.answer = lambda query: Badly(status=500)
            assert "cannot be looked up just now" in client.get("/en/near/?place=Musterweg").content.decode()

    def test_what_was_typed_is_shown_as_text(self, client: Client, settings: Any) -> None:
        settings.GEOCODER_URL = ""
        page = client.get("/en/near/?place=" + quote('"><script>alert(1)</script>')).content.decode()
        assert "<script>alert" not in page
