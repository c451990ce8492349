"""Openings and the facts of a committee as an association fills them in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organisations.document import Committee, Opening
from tests.factories import document
from tests.organisations.forms.browser import no_id, opened, page, sent

pytestmark = pytest.mark.usefixtures("vocabulary")


def test_an_opening_is_added_in_the_language_of_the_texts_and_the_rest_stays():
    until = timezone.localdate() + timedelta(days=30)
    found = sent(
        "openings",
        document(committee=Committee(how="ask")),
        openings__count="1",
        openings__0__kind="helper",
        openings__0__title="Grillen",
        openings__0__until=until.isoformat(),
        openings__0__age_from="16",
        openings__0__answer="phone",
    )
    assert found.is_valid(), found.errors
    (made,) = found.document.openings
    assert (made.kind, made.until, made.title, made.age_from, made.age_to) == (
        "helper",
        until,
        {"de": "Grillen"},
        16,
        None,
    )
    assert found.document.committee == Committee(how="ask")


def test_an_opening_keeps_its_id_and_its_words_in_other_languages():
    one = Opening("seat", timezone.localdate(), title={"de": "Platz", "ar": "مقعد"})
    found = sent("openings", document(openings=(one,)), openings__0__title="Sitz", openings__0__german="none")
    assert found.is_valid(), found.errors
    assert found.document.openings[0].id == one.id
    assert found.document.openings[0].title == {"de": "Sitz", "ar": "مقعد"}


def test_an_id_that_is_not_of_this_entry_makes_a_new_opening_and_the_same_twice_loses_none():
    one = Opening("seat", timezone.localdate())
    found = sent("openings", document(openings=(one,)), openings__0__id=no_id())
    assert found.is_valid() and found.document.openings[0].id not in (one.id, no_id())
    both = (one, Opening("guest", timezone.localdate()))
    found = sent("openings", document(openings=both), openings__1__id=one.id)
    assert found.is_valid()
    kept, anew = found.document.openings
    assert (kept, anew.kind) == (one, "guest") and anew.id not in {opening.id for opening in both}


def test_a_last_day_that_is_over_is_refused_unless_it_stood_there():
    past = timezone.localdate() - timedelta(days=2)
    entry = document(openings=(Opening("seat", past),))
    assert sent("openings", entry).is_valid()
    earlier = (past - timedelta(days=1)).isoformat()
    found = sent("openings", entry, openings__0__until=earlier)
    assert not found.is_valid()
    assert [field for field, _sentence in found.errors] == ["id_openings-0-until"]
    assert page(found).one("[name=openings-0-until]").get("value") == earlier


def test_a_fault_says_in_which_of_several_openings_it_is():
    there = (Opening("seat", timezone.localdate()), Opening("trial", timezone.localdate()))
    found = sent("openings", document(openings=there), openings__1__until="2099-01-01")
    assert not found.is_valid()
    ((field, sentence),) = found.errors
    assert field == "id_openings-1-until" and sentence.startswith("Angebot 2 · Letzter Tag: "), sentence


@pytest.mark.parametrize("typed", ["0001-01-01", "1999-12-31", "2099-01-01", "9999-12-31"])
def test_a_last_day_that_nobody_plans_is_refused_at_its_field(typed):
    found = sent("openings", document(openings=(Opening("seat", timezone.localdate()),)), openings__0__until=typed)
    assert not found.is_valid()
    assert [field for field, _sentence in found.errors] == ["id_openings-0-until"]


@pytest.mark.parametrize("typed", ["-1", "121", "alt", "²", "9" * 400])
def test_an_age_that_is_none_is_refused_at_its_field(typed):
    found = sent("openings", document(openings=(Opening("seat", timezone.localdate()),)), openings__0__age_to=typed)
    assert not found.is_valid()
    assert [field for field, _sentence in found.errors] == ["id_openings-0-age_to"]


def test_a_committee_says_who_may_sit_there_and_only_its_form_is_unfolded():
    found = sent("openings", document(kind="committee"), openings__who=["parents", "young"], openings__citizenship="no")
    assert found.is_valid(), found.errors
    assert found.document.committee == Committee(who=("parents", "young"), citizenship="no")
    folds = [page(opened("openings", document(kind=kind))).one("details").get("open") for kind in ("committee", "club")]
    assert folds == ["", None]


def test_a_note_of_a_committee_that_is_too_long_stands_at_its_field():
    found = sent("openings", document(), openings__note="x" * 301)
    assert not found.is_valid()
    assert [field for field, _sentence in found.errors] == ["id_openings-note"]
