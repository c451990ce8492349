"""Addresses that a curator has looked up together: one batch, taken back as one, and not looked up again by itself."""

import pytest
from django.contrib.auth.models import User

from mapping.geocoding.run import geocode
from organisations.curate.bulk import Result
from organisations.models import AddressDue, Organisation, Work
from organisations.services import work as works
from organisations.services.batches import undo_batch
from organisations.services.bulk.acts import ACTS
from organisations.services.bulk.run import start_bulk
from organisations.services.geocoding import note_missing
from tests.factories import organisation, place
from tests.mapping.addresses import HOUSE, address_of, entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_words", "impatient")]


def looked_up() -> Work:
    """The work of looking up all entries, done by the queue, its addresses by the geocoder's job."""
    root = User.objects.create_superuser("root", "root@example.org")
    work = start_bulk(ACTS["geocode"], "", Organisation.objects.all(), by=root, site="http://testserver")
    works.go_on(60)
    work.refresh_from_db()
    return work


def test_points_found_belong_to_the_batch_and_go_with_it(geocoder):
    made = entry()
    organisation("Mit Punkt")
    organisation("Ohne Anschrift", places=())
    organisation("Daheim", places=(place(None, private=True),))
    AddressDue.objects.all().delete()
    work = looked_up()
    assert Result.of(work).looked_up == {"waiting": 1, "found": 0, "doubtful": 0}
    geocode()
    assert address_of(made).point == HOUSE
    assert Result.of(work).looked_up == {"waiting": 0, "found": 1, "doubtful": 0}
    assert work.result["outcomes"] == {"changed": 1, "has_point": 1, "no_address": 2}
    assert work.batch
    undone = undo_batch(work.batch, by=work.by)
    assert (undone.restored, address_of(made).point) == (1, None)
    assert geocode().done == 0
    assert note_missing() == 1  # somebody asks for it


def test_what_the_geocoder_does_not_know_is_named_as_doubtful(geocoder):
    geocoder.answer = lambda query: []
    entry()
    work = looked_up()
    geocode()
    assert Result.of(work).looked_up == {"waiting": 0, "found": 0, "doubtful": 1}
