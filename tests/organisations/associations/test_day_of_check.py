"""The day of the last check moves by a human act alone: nothing else that changes an entry touches it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from mapping.geocoding.run import geocode
from organisations import outgoing
from organisations.document import Language, OrganisationDocument
from organisations.models import Organisation
from organisations.models.organisation import State
from organisations.services import deciding, ownership
from organisations.services.editing import confirm, edit, restore, restore_as_editor
from organisations.services.states import set_state
from organisations.services.suggestions import suggest_change, suggest_entry
from tests.factories import document, organisation, place
from tests.mapping.nominatim import house, nominatim
from tests.organisations.admin_forms import entry_address, open_form
from tests.organisations.associations.conftest import changed, now_of, sender
from tests.organisations.imports.town import CHOIR, run
from tests.organisations.imports.town import changed as other_row
from tests.organisations.imports.town import document as choir

pytestmark = pytest.mark.django_db
LONG_AGO = date(2025, 3, 4)
OLD = (Language("ar", "always", checked_on=LONG_AGO),)


@pytest.fixture
def club(vocabulary: None) -> Organisation:
    """An entry that was checked long ago, and its promise with it."""
    return organisation("Bunter Ball", email="vorstand@verein.example", checked_on=LONG_AGO, languages=OLD)


def days(entry: OrganisationDocument) -> tuple[date | None, date | None]:
    return entry.checked_on, entry.languages[0].checked_on


def an_editor_mends_a_typo(club, editor, **_):
    assert edit(changed(club, website="https://neu.example"), base=1, editor=editor, key="k1").revision


def an_editor_claims_that_it_was_checked_today(club, editor, **_):
    today = timezone.localdate()
    new = changed(club, phone="0711 1", checked_on=today, languages=(replace(OLD[0], checked_on=today),))
    assert edit(new, base=1, editor=editor, key="k1").revision


def two_changes_are_merged(club, editor, **_):
    old = now_of(club)
    assert edit(changed(club, phone="0711 1"), base=1, editor=editor, key="k1").revision
    assert edit(replace(old, website="https://neu.example"), base=1, editor=editor, key="k2").revision
    assert now_of(club).phone == "0711 1"


def a_curator_accepts_a_suggestion(club, curator, **_):
    today = timezone.localdate()
    made = suggest_change(changed(club, phone="0711 1", checked_on=today), base=1, sender=sender())
    deciding.accept(made.pk, curator=curator)
    assert now_of(club).phone == "0711 1"


def an_older_revision_is_restored(club, editor, **_):
    edit(changed(club, phone="0711 1"), base=1, editor=editor, key="k1")
    assert restore(club.pk, 1, author=editor.author)


def it_goes_and_comes_back(club, curator, **_):
    ownership.remove(club.pk, author=curator.author)
    assert set_state(club.pk, State.PUBLIC, author=curator.author, reason="back")


@pytest.mark.parametrize(
    "act",
    [
        an_editor_mends_a_typo,
        an_editor_claims_that_it_was_checked_today,
        two_changes_are_merged,
        a_curator_accepts_a_suggestion,
        an_older_revision_is_restored,
        it_goes_and_comes_back,
    ],
    ids=lambda act: act.__name__,
)
def test_the_day_stays_when(act: Callable[..., None], club: Any, editor: Any, curator: Any) -> None:
    first_public = Organisation.objects.get().published_on
    act(club=club, editor=editor, curator=curator)
    assert days(now_of(club)) == (LONG_AGO, LONG_AGO)
    assert Organisation.objects.get().published_on == first_public


def test_a_promise_that_an_editor_makes_is_checked_that_day_and_no_other(club, editor):
    languages = (*OLD, Language("tr", "on_request"))
    assert edit(changed(club, languages=languages), base=1, editor=editor, key="k1").revision
    assert [one.checked_on for one in now_of(club).languages] == [LONG_AGO, timezone.localdate()]
    languages = (replace(OLD[0], note="Frau Aziz"), replace(languages[1], assurance="always"))
    confirm(club.pk, author=editor.author, languages=())
    assert edit(changed(club, languages=languages), base=3, editor=editor, key="k2").revision
    assert [one.checked_on for one in now_of(club).languages] == [LONG_AGO, timezone.localdate()]
    assert now_of(club).languages[1].assurance == "always"


def test_a_promise_that_an_editor_restores_is_not_checked_by_that(club, editor):
    edit(changed(club, languages=()), base=1, editor=editor, key="k1")
    restore_as_editor(1, editor=editor, key="k2")
    assert now_of(club).languages[0].checked_on != timezone.localdate()


def test_the_day_stays_when_the_admin_is_saved_without_touching_it(club, admin):
    address = entry_address(club.pk)
    assert admin.post(address, open_form(admin, address) | {"phone": "0711 999"}).status_code == 302
    assert (now_of(club).phone, *days(now_of(club))) == ("0711 999", LONG_AGO, LONG_AGO)


def test_the_day_is_set_by_a_person_in_the_admin_and_by_confirming(club, admin, editor):
    address = entry_address(club.pk)
    assert admin.post(address, open_form(admin, address) | {"checked_on": "2026-01-02"}).status_code == 302
    assert now_of(club).checked_on == date(2026, 1, 2)
    confirm(club.pk, author=editor.author)
    assert days(now_of(club)) == (timezone.localdate(), timezone.localdate())


def test_an_import_checks_nothing_and_takes_no_check_back(vocabulary, tmp_path: Path):
    run(tmp_path, CHOIR)
    assert days(choir()) == (None, None)
    confirm(choir().id, author="user:1")
    checked = days(choir())
    run(tmp_path, other_row(CHOIR, Telefon="0711 23125777", Beschreibung="Wir singen laut."))
    assert (choir().phone, *days(choir())) == ("0711 23125777", *checked)


def test_a_point_found_by_the_geocoder_is_no_check(vocabulary, settings):
    settings.GEOCODER_INTERVAL = 0
    outgoing.breaker.reset()
    with nominatim(lambda query: [house(9.2197, 48.6790)]) as running:
        settings.GEOCODER_URL = running.url
        club = organisation("Ohne Punkt", places=(place(None),), checked_on=LONG_AGO, languages=OLD)
        assert geocode().found == 1
    assert days(now_of(club)) == (LONG_AGO, LONG_AGO)
    outgoing.breaker.reset()


def test_a_new_entry_that_a_stranger_proposed_is_unchecked_when_it_becomes_public(vocabulary, curator):
    proposed = document("Neu", checked_on=timezone.localdate())
    made = suggest_entry(proposed, sender=sender())
    deciding.accept(made.pk, curator=curator)
    entry = Organisation.objects.get()
    assert (entry.state, *days(now_of(entry))) == ("public", None, None)
