"""Taking a batch back: what it did goes, what people did since stays, and it can be brought back again."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.document import OrganisationDocument
from organisations.imports.run import run_import
from organisations.models import Area, Batch, CuratorRole, Decision, ExternalId, Listing, Organisation
from organisations.services import work as works
from organisations.services.batches import AlreadyUndone, Undone, start_undo, undo_batch
from organisations.services.geocoding import AUTHOR as GEOCODER
from organisations.services.ownership import remove
from organisations.services.publish import Change, publish, publish_many
from organisations.services.rows import load_document
from tests.factories import document as new_document
from tests.factories import organisation, organisations, place
from tests.organisations.imports.files import csv_file

pytestmark = pytest.mark.usefixtures("vocabulary")
HEADER = "ID;Name;Straße;PLZ;Ort;Telefon;Ansprechpartner"
CHOIR = "1;Chor Muster;Schulstr. 3;70794;Filderstadt;0711 23125001;Erika Muster"
BAND = "2;Band Muster;Weg 5;70794;Filderstadt;;"


@pytest.fixture
def root(admin_user: User) -> User:
    """A curator who decides everywhere."""
    return admin_user


def imported(folder: Any, *rows: str) -> Batch:
    """Imports these rows; the batch that made."""
    known = set(Batch.objects.values_list("pk", flat=True))
    run_import(csv_file(folder, "\n".join([HEADER, *rows])), source="town")
    return Batch.objects.exclude(pk__in=known).get()


def changes_nothing(folder: Any, *rows: str) -> bool:
    report = run_import(csv_file(folder, "\n".join([HEADER, *rows])), source="town")
    return report.counts()["unchanged"] == len(rows)


def entry(name: str = "Chor Muster") -> Organisation:
    return Organisation.objects.get(name=name)


def now(name: str = "Chor Muster") -> OrganisationDocument:
    return load_document(entry(name).pk)


def edit(name: str = "Chor Muster", author: str = "user:1", **values: Any) -> None:
    """Somebody changes the entry."""
    publish(replace(now(name), **values), base=entry(name).number, author=author)


def counts(undone: Undone) -> tuple[int, int, int]:
    return undone.restored, undone.archived, undone.kept


def state() -> list[Any]:
    """What there is: documents, their listings, what sources have said."""
    documents = [replace(load_document(row.pk)) for row in Organisation.objects.order_by("name")]
    listed = list(Listing.objects.public().order_by("name").values_list("name", flat=True))
    seen = list(ExternalId.objects.order_by("value").values_list("value", "seen"))
    return [documents, listed, seen]


def test_what_an_import_made_goes_off_the_map_and_what_it_changed_is_as_before(tmp_path, root):
    imported(tmp_path, CHOIR)
    before = now()
    batch = imported(tmp_path, CHOIR.replace("Schulstr. 3", "Neuweg 1").replace("Erika", "Else"), BAND)
    undone = undo_batch(batch, by=root)
    assert counts(undone) == (1, 1, 0)
    assert now() == before
    assert entry("Band Muster").state == "archived"
    assert list(Listing.objects.public().values_list("name", flat=True)) == ["Chor Muster"]


def test_the_same_import_does_the_same_again(tmp_path, root):
    imported(tmp_path, CHOIR)
    rows = [CHOIR.replace("Schulstr. 3", "Neuweg 1"), BAND]
    batch = imported(tmp_path, *rows)
    wanted = [replace(one, places=(), contacts=()) for one in state()[0]]
    undo_batch(batch, by=root)
    imported(tmp_path, *rows)
    assert [replace(one, places=(), contacts=()) for one in state()[0]] == wanted
    assert now().places[0].address.street == "Neuweg 1"
    assert len(now("Band Muster").places) == 1
    assert changes_nothing(tmp_path, *rows)  # and then it is known again


def test_what_people_changed_since_stays(tmp_path, root):
    imported(tmp_path, CHOIR)
    batch = imported(tmp_path, CHOIR.replace("23125001", "23125002").replace("Erika", "Else"), BAND)
    edit(phone="0711 99", website="https://chor.example")
    edit("Band Muster", email="band@muster.example")
    undone = undo_batch(batch, by=root)
    assert counts(undone) == (0, 0, 2)
    assert {one["name"] for one in undone.told} == {"Chor Muster", "Band Muster"}
    assert (now().phone, now().website, now().contacts[0].name) == ("0711 99", "https://chor.example", "Erika Muster")
    assert entry("Band Muster").state == "public"


def test_a_point_found_meanwhile_keeps_nothing_from_being_taken_back(tmp_path, root):
    imported(tmp_path, CHOIR)
    batch = imported(tmp_path, CHOIR.replace("Schulstr. 3", "Neuweg 1"), BAND)
    for name in ("Chor Muster", "Band Muster"):
        spot = now(name).places[0]
        found = replace(spot.address, point=(9.22, 48.66), point_origin="geocoder")
        edit(name, GEOCODER, places=(replace(spot, address=found),))
    assert counts(undo_batch(batch, by=root)) == (1, 1, 0)
    assert now().places[0].address.street == "Schulstr. 3"


def test_taking_back_is_a_batch_that_can_be_taken_back(tmp_path, root):
    imported(tmp_path, CHOIR)
    batch = imported(tmp_path, CHOIR.replace("Schulstr. 3", "Neuweg 1").replace("Erika", "Else"), BAND)
    after = state()
    undone = undo_batch(batch, by=root)
    assert undone.batch and state() != after
    assert counts(undo_batch(undone.batch, by=root)) == (2, 0, 0)
    assert state() == after
    assert changes_nothing(tmp_path, CHOIR.replace("Schulstr. 3", "Neuweg 1").replace("Erika", "Else"), BAND)
    with pytest.raises(AlreadyUndone):
        undo_batch(batch, by=root)


def test_a_batch_that_changed_an_entry_twice_is_taken_back_whole(root):
    club = organisation("Bunter Ball")
    batch = Batch.objects.create(source="desk", author="user:1")
    for number, phone in enumerate(("0711 1", "0711 2"), start=1):
        publish(replace(load_document(club.pk), phone=phone), base=number, author="user:1", batch=batch)
    undo_batch(batch, by=root)
    assert load_document(club.pk).phone == ""


def test_nobody_is_listed_again_who_does_not_want_to_be(root):
    club = organisation("Bunter Ball")
    batch = Batch.objects.create(source="desk", author="user:1")
    publish(replace(load_document(club.pk), state="archived"), base=1, author="user:1", batch=batch)
    remove(club.pk, author="user:1")
    undo_batch(batch, by=root)
    assert Organisation.objects.get(pk=club.pk).state == "archived"


def test_an_old_version_that_breaks_a_rule_of_today_is_left_out_alone(root):
    clubs = [organisation(name, topics=("football",)) for name in ("Eins", "Zwei")]
    Organisation.objects.filter(pk=clubs[0].pk).update(number=1)
    batch = Batch.objects.create(source="desk", author="user:1")
    changes = [Change(replace(load_document(club.pk), name=f"{club.name} neu"), 1) for club in clubs]
    publish_many(changes, author="user:1", batch=batch)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organisations_revision SET document = jsonb_set(document, '{name}', '\"\"')"
            " WHERE number = 1 AND organisation_id = %s",
            [clubs[0].pk],
        )
    undone = undo_batch(batch, by=root)
    assert (undone.refused, undone.restored) == (1, 1)
    assert set(Organisation.objects.values_list("name", flat=True)) == {"Eins neu", "Zwei"}


def test_a_curator_takes_back_what_lies_in_their_areas(root):
    here, there = organisation("Hier"), organisation("Dort", area="ostfildern", places=(place(area="ostfildern"),))
    batch = Batch.objects.create(source="desk", author="user:1")
    changes = [Change(replace(load_document(club.pk), phone="0711 1"), 1) for club in (here, there)]
    publish_many(changes, author="user:1", batch=batch)
    user = User.objects.create_user("c", "c@stadt.example", is_staff=True)
    CuratorRole.objects.create(user=user).areas.set(Area.objects.filter(slug="filderstadt"))
    undone = undo_batch(batch, by=user)
    assert (undone.restored, undone.outside) == (1, 1)
    assert (load_document(here.pk).phone, load_document(there.pk).phone) == ("", "0711 1")


def test_the_queue_takes_a_large_batch_back_and_it_is_written_down(root, monkeypatch):
    monkeypatch.setattr("organisations.services.batches.CHUNK", 2)
    made = [new_document(f"Verein {number}") for number in range(5)]
    organisations(made)
    batch = Batch.objects.create(source="desk", author="user:1")
    publish_many(
        [Change(replace(load_document(one.id), phone="0711 1"), 1) for one in made], author="user:1", batch=batch
    )
    work = start_undo(batch, by=root)
    with pytest.raises(AlreadyUndone):
        start_undo(batch, by=root)
    assert not works.go_on(60)
    work.refresh_from_db()
    assert (work.state, work.done, work.total, work.result["restored"]) == ("done", 5, 5, 5)
    assert work.batch and work.batch.undoes == batch
    assert not Organisation.objects.exclude(phone="").exists()
    assert Decision.objects.get().action == "batch:undone"


def test_taking_back_asks_as_much_for_one_entry_as_for_many(root):
    def asked(*names: str) -> int:
        made = [new_document(name) for name in names]
        organisations(made)
        batch = Batch.objects.create(source="desk", author="user:1")
        publish_many(
            [Change(replace(one, phone="0711 1"), 1) for one in map(load_document, [m.id for m in made])],
            author="user:1",
            batch=batch,
        )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            undo_batch(batch, by=root)
        return len(queries)

    asked("Warm")
    assert asked("Eins") == asked(*"abcdefgh")


@pytest.mark.parametrize("seed", range(6))
def test_imports_taken_back_one_after_the_other_leave_what_people_made_alone(tmp_path, root, seed):
    """Random histories: imports that change the same entry, edits of people in between, all undone from the last on."""
    random, batches, edited = Random(seed), [imported(tmp_path, CHOIR, BAND)], False
    for number in range(random.randint(1, 3)):
        batches.append(
            imported(tmp_path, CHOIR.replace("23125001", f"2312600{number}"), BAND.replace("5", f"{number}6", 1))
        )
        if random.random() < 0.3:
            edit(website=f"https://{number}.example")
            edited = True
        if random.random() < 0.3:
            for _forth_and_back in range(2):
                undoing = undo_batch(batches.pop(), by=root).batch
                assert undoing
                batches.append(undoing)
    for batch in reversed(batches):
        undo_batch(batch, by=root)
    assert (entry().state, entry("Band Muster").state) == ("public" if edited else "archived", "archived")


def test_an_entry_that_was_brought_back_and_changed_by_people_stays(tmp_path, root):
    undo_batch(imported(tmp_path, CHOIR), by=root)
    batch = imported(tmp_path, CHOIR)
    edit(website="https://chor.example")
    assert counts(undo_batch(batch, by=root)) == (0, 0, 1)
    assert entry().state == "public"
