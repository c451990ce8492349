"""GET /api/v1/facets"""

from datetime import timedelta

from api import shapes
from organisations.document import Language
from tests.api.conftest import fits
from tests.factories import organisation


def _values(answer, parameter):
    return {value["value"]: value["count"] for value in answer.json()["facets"][parameter]}


def test_every_value_has_a_name_and_the_number_it_would_give(cast, get):
    answer = get("facets")
    fits(answer.json(), shapes.FACETS)
    assert answer.json()["total"] == 5
    assert answer.json()["facets"]["kind"] == [
        {"value": "club", "label": "Verein", "count": 3},
        {"value": "committee", "label": "Gremium", "count": 1},
        {"value": "initiative", "label": "Initiative", "count": 1},
    ]
    assert set(answer.json()["facets"]) == {
        *("topic", "language", "understood", "german", "open", "opening", "kind", "area", "day", "access", "fresh")
    }


def test_counts_are_organisations_and_not_places(cast, get):
    assert _values(get("facets"), "topic")["music"] == 1


def test_a_facet_leaves_its_own_choice_out_and_heeds_the_others(cast, get):
    answer = get("facets", kind="initiative", language="ar")
    assert answer.json()["total"] == 0
    assert _values(answer, "kind") == {"club": 3}
    assert _values(answer, "language") == {"tr": 1}


def test_names_come_in_the_language_asked_for(cast, get):
    answer = get("facets", lang="en").json()["facets"]
    assert {value["label"] for value in answer["kind"]} == {"Club", "Committee", "Initiative"}
    assert {value["value"]: value["label"] for value in answer["language"]} == {"ar": "Arabic", "tr": "Turkish"}
    assert {"value": "TU", "label": "Tuesday", "count": 5} in answer["day"]


def test_values_stand_with_the_largest_count_first_and_days_in_their_order(cast, get):
    answer = get("facets").json()["facets"]
    counts = [value["count"] for value in answer["topic"]]
    assert counts == sorted(counts, reverse=True)
    assert [value["value"] for value in get("facets").json()["facets"]["german"]] == [
        "none",
        "little",
        "conversation",
        "fluent",
    ]


def test_a_text_of_signs_finds_nothing_and_says_so_everywhere(cast, get):
    for path in ("facets", "listings", "map"):
        answer = get(path, q="((((")
        assert answer.status_code == 200, path
        assert (answer.json().get("total") or answer.json().get("features") or 0) == 0, path


def test_an_empty_directory_has_empty_facets(vocabulary, get):
    answer = get("facets").json()
    assert answer["total"] == 0
    assert not any(answer["facets"].values())


def test_facets_cost_the_same_number_of_statements_whatever_is_asked(cast, get, django_assert_num_queries):
    with django_assert_num_queries(2):
        get("facets", topic="sport", language="ar", area="filderstadt")


def test_beside_the_count_of_a_language_stands_the_count_of_the_sure(vocabulary, get, today):
    fresh = today - timedelta(days=30)
    stale = today - timedelta(days=300)
    organisation("Sicher", languages=(Language("ar", "always", checked_on=fresh),))
    organisation("Dienstags", languages=(Language("ar", "certain_days", days=(1,), checked_on=fresh),))
    organisation("Auf Anfrage", languages=(Language("ar", "on_request", checked_on=fresh),))
    organisation("Lange her", languages=(Language("ar", "always", checked_on=stale),))
    organisation("Nie geprüft", languages=(Language("ar", "always"), Language("tr", "always", checked_on=fresh)))
    answer = get("facets", language="ar").json()
    fits(answer, shapes.FACETS)
    assert (answer["total"], answer["sure"]) == (5, 2)
    counts = {value["value"]: (value["count"], value["sure"]) for value in answer["facets"]["language"]}
    assert counts == {"ar": (5, 2), "tr": (1, 1)}
    assert "sure" not in get("facets").json()
