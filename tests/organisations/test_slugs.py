"""Slugs follow the name, never collide, and old ones lead to the entry."""

import pytest

from organisations.models import Organisation, SlugRedirect
from tests.factories import change, document, organisation, organisations

pytestmark = pytest.mark.usefixtures("vocabulary")


def test_slug_spells_out_german_letters() -> None:
    assert organisation("Gärten für Füße e. V.").slug == "gaerten-fuer-fuesse-e-v"


def test_name_in_another_script_keeps_its_letters() -> None:
    assert organisation("دار المثال").slug == "دار-المثال"


def test_same_names_get_numbers_and_at_last_random_letters() -> None:
    organisations([document("Chor") for _ in range(8)])
    organisation("Chor")
    slugs = Organisation.objects.values_list("slug", flat=True)
    assert len(set(slugs)) == 9
    assert {"chor", "chor-2", "chor-6"} <= set(slugs)


def test_old_slug_leads_to_the_renamed_entry() -> None:
    entry = organisation("Alter Name")
    change(entry, name="Neuer Name")
    entry.refresh_from_db()
    assert entry.slug == "neuer-name"
    assert SlugRedirect.objects.get(slug="alter-name").organisation_id == entry.pk


def test_going_back_to_the_old_name_takes_the_old_slug_again() -> None:
    entry = organisation("Alter Name")
    change(entry, name="Neuer Name")
    change(entry, name="Alter Name")
    entry.refresh_from_db()
    assert entry.slug == "alter-name"
    assert list(SlugRedirect.objects.values_list("slug", flat=True)) == ["neuer-name"]


def test_slug_an_entry_had_before_is_not_given_to_another() -> None:
    change(organisation("Chor"), name="Chorgemeinschaft")
    assert organisation("Chor").slug == "chor-2"
