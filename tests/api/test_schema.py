"""The description of the API, for machines and for people."""

from io import StringIO

from django.core.management import call_command
from django.urls import get_resolver

from tests.api.conftest import fits


def test_the_document_is_valid_openapi(vocabulary):
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", stdout=StringIO())


def test_every_address_is_described(vocabulary, get):
    document = get("openapi.json").json()
    assert document["openapi"].startswith("3.")
    assert set(document["paths"]) == {
        "/api/v1/" + path
        for path in (
            *("listings", "facets", "organisations/{id}", "topics", "languages", "flags", "areas", "map", "places"),
            "openings",
            *("compact", "compact/cards", "compact/words", "suggest", "openapi.json"),
        )
    }


def test_described_addresses_are_those_that_are_wired(vocabulary, get):
    names = [name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith("api-")]
    assert len(get("openapi.json").json()["paths"]) == len(names) - 1  # all but the one for what does not exist


def test_parameters_of_the_query_are_all_described(vocabulary, get):
    operation = get("openapi.json").json()["paths"]["/api/v1/listings"]["get"]
    assert {parameter["name"] for parameter in operation["parameters"]} == {
        *(
            "q",
            "topic",
            "language",
            "understood",
            "german",
            "open",
            "opening",
            "kind",
            "area",
            "near",
            "radius",
            "bbox",
            "day",
        ),
        *("access", "fresh", "sort", "page", "lang", "limit", "after"),
    }
    topic = next(parameter for parameter in operation["parameters"] if parameter["name"] == "topic")
    assert "football" in topic["schema"]["items"]["anyOf"][0]["enum"]


def test_answers_fit_their_description(cast, get):
    document = get("openapi.json").json()
    for path, methods in document["paths"].items():
        (answer,) = methods["get"]["responses"]["200"]["content"].values()
        given = {p["name"]: p["schema"].get("example", "a") for p in methods["get"]["parameters"] if p.get("required")}
        given.pop("id", None)
        body = get(path.removeprefix("/api/v1/").replace("{id}", str(cast.football.pk)), **given).json()
        fits(body, answer["schema"])


def test_the_documentation_for_people_names_every_address_and_parameter(vocabulary, client, get):
    page = client.get("/api/")
    assert page.status_code == 200
    text = page.content.decode()
    for path, methods in get("openapi.json").json()["paths"].items():
        assert f"GET {path}" in text
        for parameter in methods["get"]["parameters"]:
            assert f"<code>{parameter['name']}</code>" in text
    assert "<script>" not in text and "style=" not in text
