"""What is offered and what a committee says, in the admin: each save is one publication."""

from dataclasses import replace
from datetime import date

import pytest

from organisations.models import Listing, Revision
from organisations.services.rows import load_document
from tests.organisations.admin_forms import entry_address, open_form, row, save

pytestmark = pytest.mark.usefixtures("vocabulary")


def test_an_offer_is_added_changed_and_taken_away_each_as_a_revision(admin, entry, superuser):
    trial, _seat = load_document(entry.pk).openings
    form = open_form(admin, entry_address(entry.pk))
    offer = {"kind": "guest", "until": "2027-02-01", "title": "de: Gast\nar: ضيف"}
    assert admin.post(entry_address(entry.pk), row("openings", form, **offer)).status_code == 302
    assert load_document(entry.pk).openings[2].title == {"de": "Gast", "ar": "ضيف"}
    save(admin, entry, **{"openings-0-until": "2027-06-01", "openings-1-DELETE": "on"})
    changed, added = load_document(entry.pk).openings
    assert (changed, added.kind) == (replace(trial, until=date(2027, 6, 1)), "guest")
    assert Revision.objects.get(organisation=entry, number=3).author == f"user:{superuser.pk}"
    assert Listing.objects.filter(organisation=entry)[0].openings == [
        None,
        date(2027, 2, 1),
        date(2027, 6, 1),
        None,
        None,
    ]


def test_a_text_of_an_offer_keeps_its_lines_in_each_language(admin, entry):
    typed = "de: Eins.\r\n Zwei.\r\n\r\n am: drei\r\nar: سطر"
    save(admin, entry, **{"openings-0-text": typed})
    assert load_document(entry.pk).openings[0].text == {"de": "Eins.\nZwei.\n\nam: drei", "ar": "سطر"}


def test_what_a_committee_says_is_saved(admin, entry):
    save(admin, entry, committee_who=["young", "parents"], committee_citizenship="", committee_note="en: Ask us")
    saved = load_document(entry.pk).committee
    assert (saved.who, saved.citizenship, saved.how, saved.note) == (
        ("parents", "young"),
        "",
        "elected",
        {"en": "Ask us"},
    )


def test_two_offers_with_the_same_id_both_stay(admin, entry):
    form = open_form(admin, entry_address(entry.pk))
    trial, seat = load_document(entry.pk).openings
    form["openings-1-id"] = form["openings-0-id"]
    assert admin.post(entry_address(entry.pk), form).status_code == 302
    first, second = load_document(entry.pk).openings
    assert (first, second.kind) == (trial, seat.kind) and second.id not in (trial.id, seat.id)


@pytest.mark.parametrize("typed", ["0001-01-01", "9999-12-31"])
def test_a_last_day_that_nobody_plans_is_refused_with_a_sentence(admin, entry, typed):
    form = open_form(admin, entry_address(entry.pk)) | {"openings-0-until": typed}
    answer = admin.post(entry_address(entry.pk), form, headers={"Accept-Language": "en"})
    assert "at most ten years away" in answer.content.decode()
    assert Revision.objects.filter(organisation=entry).count() == 1
