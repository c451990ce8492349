"""Areas changed in the admin: entries find their area anew, and no start of the site takes the change back."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from mapping.areas import load_areas
from organisations.document import Address, Place
from organisations.models import Area, Attention, Listing, OpennessFlag, Organisation, Topic
from organisations.services.rows import load_document
from organisations.services.vocabularies import load_vocabularies
from tests.factories import organisation, place
from tests.organisations.admin_forms import faults, open_form

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("vocabulary")]
ADD = "/admin/organisations/area/add/"
AREAS = settings.BASE_DIR / "fixtures" / "areas.geojson"
WORDS = settings.BASE_DIR / "fixtures" / "vocabularies.json"
NEW = {"slug": "neudorf", "name": "Neudorf", "kind": "municipality", "centre_lng": "9.5", "centre_lat": "48.4"}


@pytest.fixture(autouse=True)
def queue(vocabulary: None) -> None:
    """No jobs of other tests."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")


def save(admin: Client, address: str, **changes: Any) -> None:
    """Fill a form in, save it, and let the queue do its work."""
    response = admin.post(address, open_form(admin, address) | changes)
    assert response.status_code == 302, faults(response.content.decode())
    work()


def work() -> None:
    """The queue's worker, until nothing waits."""
    call_command("procrastinate", "worker", "--one-shot", "--no-listen-notify")


def form_of(slug: str) -> str:
    """Where an area is changed."""
    return f"/admin/organisations/area/{Area.objects.get(slug=slug).pk}/change/"


def area_of(entry: Organisation) -> str | None:
    """The area of the entry's first place."""
    return load_document(entry.pk).places[0].address.area


def test_a_new_area_gets_the_entries_whose_town_it_is(admin: Client) -> None:
    entry = organisation(area=None, places=(place(None, town="Neudorf", postcode="71111", area=None),))
    assert (area_of(entry), Listing.objects.get().areas) == (None, [])
    save(admin, ADD, **NEW)
    assert area_of(entry) == "neudorf"
    assert Listing.objects.get().areas == [Area.objects.get(slug="neudorf").pk]
    point = Listing.objects.get().point
    assert point and point.coords == (9.5, 48.4)


def test_an_area_gets_the_entries_of_its_new_name_and_keeps_those_of_the_old_one(admin: Client) -> None:
    save(admin, ADD, **NEW)
    new = organisation("Neu", area=None, places=(place(None, town="Seedorf", postcode="", area=None),))
    old = organisation("Alt", area=None, places=(place(None, town="Neudorf", postcode="", private=True, area=None),))
    assert (area_of(new), area_of(old)) == (None, "neudorf")
    save(admin, form_of("neudorf"), name="Seedorf")
    assert (area_of(new), area_of(old)) == ("neudorf", "neudorf")
    assert set(Listing.objects.values_list("card__place", flat=True)) == {"Seedorf"}


def test_new_postcodes_decide_between_areas_of_one_name(admin: Client) -> None:
    save(admin, ADD, **NEW, postcodes="71111")
    save(admin, ADD, **NEW | {"slug": "neudorf-2", "centre_lng": "10"}, postcodes="71112")
    entry = organisation(area=None, places=(place(None, town="Neudorf", postcode="71112", area=None),))
    assert area_of(entry) == "neudorf-2"
    save(admin, form_of("neudorf-2"), postcodes="71119")
    save(admin, form_of("neudorf"), postcodes="71111, 71112")
    assert area_of(entry) == "neudorf"


def test_a_postcode_of_another_region_takes_the_entry_out_of_the_area(admin: Client) -> None:
    save(admin, ADD, **NEW, postcodes="71111")
    entry = organisation(area=None, places=(place(None, town="Neudorf", postcode="71112", area=None),))
    save(admin, form_of("neudorf"), postcodes="26409")
    assert area_of(entry) is None


def test_points_of_imports_are_looked_at_again(admin: Client) -> None:
    address = Address(town="Neudorf", point=(9.6, 48.4), point_origin="import")
    organisation(area=None, places=(Place(address),))
    assert not Attention.objects.exists()
    save(admin, ADD, **NEW | {"centre_lng": "11"})
    assert Attention.objects.get().reason == "outside"


def test_a_change_that_is_refused_queues_nothing(admin: Client) -> None:
    admin.post(ADD, open_form(admin, ADD) | NEW | {"centre_lng": "x"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == (0,)


def test_the_start_of_the_site_leaves_an_area_as_the_operator_has_it(admin: Client) -> None:
    changes = {"name": "Filderstadt neu", "postcodes": "70794", "in_region": [], "centre_lng": "9.2"}
    save(admin, form_of("filderstadt"), **changes)
    before = Area.objects.filter(slug="filderstadt").values().get()
    assert load_areas(AREAS) == 0
    assert Area.objects.filter(slug="filderstadt").values().get() == before
    assert (before["name"], before["postcodes"], before["in_region"]) == ("Filderstadt neu", ["70794"], False)
    assert load_areas(AREAS, overwrite=True) == 1
    assert Area.objects.get(slug="filderstadt").name == "Filderstadt"


@pytest.mark.parametrize(("model", "slug"), [(Area, "bernhausen"), (Topic, "football"), (OpennessFlag, "childcare")])
def test_what_the_operator_deleted_stays_away_until_it_is_asked_for(admin: Client, model: Any, slug: str) -> None:
    row = model.objects.get(slug=slug)
    address = f"/admin/organisations/{model._meta.model_name}/{row.pk}/delete/"
    assert admin.post(address, {"post": "yes"}).status_code == 302
    assert (load_areas(AREAS), load_vocabularies(WORDS)) == (0, 0)
    assert not model.objects.filter(slug=slug).exists()
    assert load_areas(AREAS, overwrite=True) + load_vocabularies(WORDS, overwrite=True) == 1


def test_what_cannot_be_chosen_and_what_is_no_key_is_said_at_the_field(admin: Client) -> None:
    for parent in ("zz", "NaN", "1e9", "a\0b", "999999"):
        response = admin.post(ADD, open_form(admin, ADD) | NEW | {"kind": "district", "parent": parent})
        assert response.status_code == 200, parent
        assert re.search("Select a valid choice|Null characters", faults(response.content.decode())), parent
    response = admin.post(ADD, open_form(admin, ADD) | NEW | {"ags": "-1"})
    assert "An official key is made of digits." in faults(response.content.decode())
