"""What a query finds, in which order, and what is said of parameters that cannot be used."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict

from organisations.document import Language, Text
from organisations.matching import Matching
from organisations.search import OrganisationQuery
from organisations.vocabulary import vocabulary as terms
from tests.factories import BERNHAUSEN, HARTHAUSEN, document, meeting, organisation, organisations, place

pytestmark = pytest.mark.usefixtures("vocabulary")


def parse(text: str) -> tuple[OrganisationQuery, list[tuple[str, str]]]:
    query, problems = OrganisationQuery.from_querydict(QueryDict(text), terms())
    return query, [(problem.parameter, problem.code) for problem in problems]


def found(text: str) -> list[str]:
    query, problems = parse(text)
    assert problems == []
    return [listing.name for listing in Matching.of(query).ordered()]


@pytest.mark.parametrize(
    "asked",
    [
        "fussball",
        "Fußball",
        "FUSSBALL",
        "fußballs",
        "football",
        "كرة القدم",
        "Fussbal",
        "Fusball",
        "Bernhausen",
        "Bernhausn",
    ],
)
def test_football_club_is_found_by_topic_place_and_with_typos(asked: str) -> None:
    organisation("Bunter Ball")
    organisation("Anderer Chor", topics=("choir",), area="musberg", places=())
    assert found(f"q={asked}") == ["Bunter Ball"]


def test_words_of_texts_in_all_languages_are_found() -> None:
    organisation(
        "Bunter Ball",
        texts={"de": Text(description="Die Bälle liegen bereit."), "tr": Text(summary="Yeni başlayanlar")},
    )
    for asked in ("Ball", "bälle", "baslayanlar", "yeni"):
        assert found(f"q={asked}") == ["Bunter Ball"], asked


def test_all_words_of_a_text_must_be_found() -> None:
    organisation("Bunter Ball")
    organisation("Bunter Chor", topics=("choir",))
    assert found("q=bunter+chor") == ["Bunter Chor"]


def test_exact_words_win_over_similar_ones() -> None:
    organisation("Stetten lernt", topics=("german-course",))
    organisation("Stettin lernt", topics=("german-course",))
    assert found("q=Stettin") == ["Stettin lernt"]


def test_a_text_without_any_word_finds_nothing() -> None:
    organisation("Bunter Ball")
    assert found("q=%3F%21") == []


def test_topic_includes_its_subtopics_and_area_its_districts() -> None:
    organisation("Bunter Ball")
    assert found("topic=sport&area=filderstadt") == ["Bunter Ball"]
    assert found("area=08116077") == ["Bunter Ball"]
    assert found("topic=choir") == []


def test_values_of_one_facet_are_or_and_facets_are_and() -> None:
    organisation("Ball", languages=(Language("ar", "always"),))
    organisation("Chor", topics=("choir",), languages=(Language("tr", "always"),))
    assert sorted(found("topic=football&topic=choir")) == ["Ball", "Chor"]
    assert found("topic=football&topic=choir&language=tr") == ["Chor"]


def test_all_chosen_flags_must_hold() -> None:
    organisation("Beides", flags=("women-only", "childcare"))
    organisation("Eines", flags=("women-only",))
    assert found("open=women-only&open=childcare") == ["Beides"]


def test_understood_means_spoken_there_or_little_german_needed() -> None:
    organisation("Spricht", german="fluent", languages=(Language("fa", "always"),))
    organisation("Wenig", german="little", languages=())
    organisation("Viel", german="fluent", languages=())
    organisation("Unbekannt", german="", languages=())
    assert sorted(found("understood=fa")) == ["Spricht", "Wenig"]


def test_unknown_german_never_matches() -> None:
    organisation("Unbekannt", german="")
    assert found("german=fluent") == []


def test_conditions_of_the_place_must_hold_for_the_same_place() -> None:
    here = place(BERNHAUSEN, wheelchair="no", primary=True)
    there = place(HARTHAUSEN, area="harthausen", wheelchair="yes")
    organisation("Zwei Orte", places=(here, there), meetings=(meeting(place=here.id),))
    assert found("area=bernhausen&day=TU") == ["Zwei Orte"]
    assert found("area=harthausen&access=wheelchair") == ["Zwei Orte"]
    assert found("area=bernhausen&access=wheelchair") == []
    assert found("area=harthausen&day=TU") == []


def test_nearest_come_first_and_approximate_places_last() -> None:
    organisation("Fern", places=(place(HARTHAUSEN),))
    organisation("Nah")
    organisation("Ungefähr", places=())
    assert found("near=48.679,9.2197&radius=20") == ["Nah", "Fern", "Ungefähr"]


def test_distance_is_metres_on_the_ellipsoid() -> None:
    organisation("Fern", places=(place((9.2197, 48.6890)),))
    query = replace(parse("near=48.6790,9.2197")[0])
    listing: Any = Matching.of(query).ordered().get()
    assert listing.distance == pytest.approx(1112.0, abs=0.5)  # 0.01 degrees of latitude at 48.7 degrees north


def test_recently_checked_come_before_old_ones() -> None:
    day = date.today()
    organisation("Alt", checked_on=day - timedelta(days=700))
    organisation("Zuletzt", checked_on=day - timedelta(days=10))
    organisation("Älter", checked_on=day - timedelta(days=400))
    organisation("Nie", checked_on=None)
    assert found("") == ["Zuletzt", "Älter", "Alt", "Nie"]
    assert found("fresh=1") == ["Zuletzt"]


def test_sorting_by_name_follows_the_alphabet_of_people() -> None:
    organisations([document(name) for name in ("Zebra", "Ähre", "apfel", "Öl")])
    assert found("sort=name") == ["Ähre", "apfel", "Öl", "Zebra"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("nothing=1", ("nothing", "unknown")),
        ("topic=nothing", ("topic", "value")),
        ("q=a&q=b", ("q", "repeated")),
        ("bbox=9,48,8,49", ("bbox", "malformed")),
        ("bbox=1,2,3", ("bbox", "malformed")),
        ("near=91,9", ("near", "malformed")),
        ("near=NaN,9", ("near", "malformed")),
        ("radius=5", ("radius", "needs_near")),
        ("sort=distance", ("sort", "needs_near")),
        ("page=0", ("page", "malformed")),
        ("page=٣", ("page", "malformed")),
        ("q=%00", ("q", "malformed")),
        ("q=" + "x" * 300, ("q", "malformed")),
        ("language=<script>", ("language", "malformed")),
        ("fresh=yes", ("fresh", "malformed")),
        ("day=Tuesday", ("day", "value")),
    ],
)
def test_parameter_that_cannot_be_used_is_named_and_left_out(text: str, problem: tuple[str, str]) -> None:
    query, problems = parse(text)
    assert problems == [problem]
    assert query.is_empty or problem[1] == "repeated"


def test_empty_fields_of_a_form_count_as_not_given() -> None:
    assert parse("q=&topic=&german=&near=&radius=") == (OrganisationQuery(), [])


def test_query_survives_its_own_query_string() -> None:
    text = (
        "q=Chor&topic=music&topic=choir&language=ar&near=48.66,9.25&radius=2.5&day=MO&access=wheelchair&fresh=1&page=3"
    )
    query, problems = parse(text)
    assert problems == []
    assert parse(query.to_querystring()) == (query, [])


def test_removing_a_position_removes_what_depends_on_it() -> None:
    query, _ = parse("near=48.66,9.25&radius=2&sort=distance&page=2&topic=sport")
    assert query.without("near").to_querystring() == "topic=sport"


def test_promises_nobody_checked_for_long_stay_and_come_last(today: date) -> None:
    fresh, stale = today - timedelta(days=30), today - timedelta(days=300)
    organisation("Alt", checked_on=fresh, languages=(Language("ar", "always", checked_on=stale),))
    organisation("Nie", checked_on=fresh, languages=(Language("ar", "always"),))
    asked = (Language("ar", "on_request", checked_on=fresh),)
    organisation("Neu", checked_on=today - timedelta(days=400), languages=asked)
    assert found("language=ar") == ["Neu", "Alt", "Nie"]
    assert found("language=ar&sort=name") == ["Alt", "Neu", "Nie"]
    assert found("") == ["Alt", "Nie", "Neu"]
