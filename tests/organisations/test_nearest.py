"""What comes nearest to a query that nothing meets."""

from typing import Any

import pytest

from organisations.matching import Matching
from organisations.nearest import fewer_words, nearest_to, words_apart
from organisations.search import OrganisationQuery
from organisations.services.words import refresh_words
from organisations.vocabulary import vocabulary as terms
from tests.factories import BERNHAUSEN, HARTHAUSEN, meeting, organisation, place

pytestmark = pytest.mark.usefixtures("vocabulary")
FAR = (9.0, 48.3)


def nearest(**asked: Any) -> list[str]:
    matching = Matching.of(OrganisationQuery(**asked))
    assert matching.count() == 0, "there is something to show"
    found = nearest_to(matching, terms(), words_apart(matching))
    return [listing.name for listing in found.ordered()] if found else []


@pytest.fixture
def entries() -> None:
    organisation("Bunter Ball", flags=("childcare", "newcomers-welcome"))
    organisation("Chor", topics=("choir",), languages=(), german="fluent", places=(place(HARTHAUSEN),))
    organisation("Rat", kind="committee", topics=("round-table",), languages=(), german="fluent")
    refresh_words()


def test_what_meets_the_most_of_the_query_is_nearest(entries: None) -> None:
    assert nearest(topic=("football",), language=("ar",), kind=("committee",)) == ["Bunter Ball"]
    assert nearest(topic=("choir",), kind=("committee",)) == ["Chor", "Rat"]


def test_words_that_never_stand_together_are_looked_for_one_by_one_each_corrected_by_itself(entries: None) -> None:
    assert nearest(q="Chor Rat") == ["Chor", "Rat"]
    assert nearest(q="Chor Fusball zzzzqqq") == ["Bunter Ball", "Chor"]
    assert nearest(q='"Chor Fusball"') == ["Chor"]
    assert nearest(q="Bunter Chor", language=("ar",)) == ["Bunter Ball"]


def test_words_that_stand_together_count_as_one(entries: None) -> None:
    assert nearest(q="Bunter Ball", kind=("committee",)) == ["Bunter Ball", "Rat"]


def test_every_openness_counts_by_itself(entries: None) -> None:
    assert nearest(open=("childcare", "newcomers-welcome", "women-only")) == ["Bunter Ball"]


def test_where_nothing_lies_in_the_circle_the_nearest_come_first(entries: None) -> None:
    east = (HARTHAUSEN[1], HARTHAUSEN[0] + 0.1)
    assert nearest(near=east, radius=1.0)[0] == "Chor"
    assert nearest(near=east, radius=1.0, topic=("football",)) == ["Bunter Ball"]
    assert nearest(near=east, radius=1.0, q="zzzzqqq Bunter") == ["Bunter Ball"]


def test_what_speaks_of_the_place_must_hold_for_the_same_place() -> None:
    one, two = place(BERNHAUSEN, primary=True), place(FAR, area="musberg", wheelchair="yes")
    organisation("Zwei Orte", places=(one, two), meetings=(meeting(place=one.id),))
    organisation("Ein Ort", places=(place(BERNHAUSEN, wheelchair="yes"),), meetings=(meeting("FREQ=WEEKLY;BYDAY=SU"),))
    assert nearest(day=(1,), access="wheelchair", area=("bernhausen",), kind=("club",), topic=("choir",)) == [
        "Ein Ort",
        "Zwei Orte",
    ]
    assert nearest(day=(1,), access="wheelchair", kind=("club",)) == ["Ein Ort", "Zwei Orte"]


def test_of_a_single_condition_nothing_is_near(entries: None) -> None:
    assert nearest(q="zzzzqqq") == []
    assert nearest(language=("xx",)) == []


def test_drafts_never_come_near(entries: None) -> None:
    organisation("Geheim", state="draft", kind="committee", topics=("choir",))
    assert "Geheim" not in nearest(topic=("choir",), kind=("committee",), language=("ar",))


def test_the_text_without_each_of_its_words() -> None:
    less = [(word, query.q) for word, query in fewer_words(OrganisationQuery(q="Chor  und  Schach, Rat", page=3))]
    assert less == [("Chor", "und Schach, Rat"), ("Schach", "Chor und Rat"), ("Rat", "Chor und Schach,")]
    assert list(fewer_words(OrganisationQuery(q="der Chor"))) == []
    assert len(list(fewer_words(OrganisationQuery(q="a b c d e f g")))) == 5
