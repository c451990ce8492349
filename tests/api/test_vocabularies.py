"""GET /api/v1/topics, /languages, /flags, /areas"""

from api import shapes
from tests.api.conftest import fits


def test_topics_have_two_levels_and_names(vocabulary, get):
    answer = get("topics", lang="en").json()
    fits(answer, shapes.TOPICS)
    topics = {topic["slug"]: topic for topic in answer["topics"]}
    assert topics["football"]["parent"] == "sport"
    assert topics["sport"]["parent"] is None
    assert topics["football"]["label"] == "Football"
    assert topics["football"]["hue"] == topics["sport"]["hue"]


def test_flags_and_german_levels_have_names(vocabulary, get):
    answer = get("flags", lang="en").json()
    fits(answer, shapes.FLAGS)
    assert [level["slug"] for level in answer["german"]] == ["none", "little", "conversation", "fluent"]


def test_languages_are_those_that_are_spoken_somewhere(cast, get):
    answer = get("languages", lang="en").json()
    fits(answer, shapes.LANGUAGES)
    assert answer["languages"] == [
        {"code": "ar", "label": "Arabic", "own_label": "العربية", "direction": "rtl", "count": 3},
        {"code": "tr", "label": "Turkish", "own_label": "Türkçe", "direction": "ltr", "count": 1},
    ]


def test_areas_have_outlines_or_centres(vocabulary, get):
    answer = get("areas")
    fits(answer.json(), shapes.AREAS)
    assert answer["Content-Type"] == "application/geo+json"
    areas = {feature["id"]: feature for feature in answer.json()["features"]}
    assert areas["filderstadt"]["geometry"]["type"] in ("Polygon", "MultiPolygon")
    assert areas["bernhausen"]["geometry"]["type"] == "Point"
    assert areas["bernhausen"]["properties"]["parent"] == "filderstadt"


def test_a_box_gives_the_areas_in_sight(vocabulary, get):
    found = {feature["id"] for feature in get("areas", bbox="9.21,48.67,9.23,48.69").json()["features"]}
    assert {"filderstadt", "bernhausen"} <= found
    assert "harthausen" not in found
    assert get("areas", bbox="0,0,1,1").json()["features"] == []


def test_vocabularies_read_no_query(vocabulary, get):
    for path in ("topics", "languages", "flags", "areas"):
        answer = get(path, topic="sport")
        assert (answer.status_code, answer.json()["parameter"]) == (400, "topic")
