"""The stages of a curator's import: what is read, compared, chosen and imported, and for whom."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from organisations.curate.imports.rows import Rows
from organisations.imports import missing, stages
from organisations.imports.missing import missing_in_source
from organisations.models import (
    Area,
    Batch,
    CuratorRole,
    Decision,
    ImportRow,
    ImportRun,
    Organisation,
    Suggestion,
    Work,
)
from organisations.services import work as works
from organisations.services.batches import undo_batch
from organisations.services.deciding import Curator, accept
from tests.factories import organisation
from tests.organisations.imports.files import xlsx_file
from tests.organisations.imports.staged import actions, again, compared, given, imported, outcomes, source
from tests.organisations.imports.town import BAND, CHOIR, changed, document, edit

pytestmark = pytest.mark.usefixtures("vocabulary")


@pytest.fixture
def root(admin_user: User) -> User:
    """A curator who decides everywhere."""
    return admin_user


@pytest.fixture
def limited(db: None) -> User:
    """A curator of Filderstadt."""
    user = User.objects.create_user("c", "c@stadt.example", is_staff=True)
    CuratorRole.objects.create(user=user).areas.set(Area.objects.filter(slug="filderstadt"))
    return user


def work_of(run: ImportRun) -> Work:
    assert run.work
    return run.work


def batch_of(run: ImportRun) -> Batch:
    batch = work_of(run).batch
    assert batch
    return batch


def test_reading_says_what_the_columns_hold(root, tmp_path):
    run = given(root, xlsx_file(tmp_path, [["Name", "Ort"], ["Chor", "Aich"], ["Band", ""], ["Ball", "Aich"]]))
    assert (run.phase, run.form, run.count) == ("columns", "xlsx", 3)
    assert run.columns == [
        {"name": "Name", "filled": 3, "samples": ["Chor", "Band", "Ball"]},
        {"name": "Ort", "filled": 2, "samples": ["Aich"]},
    ]


def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(root):
    run = given(root, b"Name;Ort\nCh\0r;Aich\n")
    assert run.phase == "refused" and run.error.startswith(
        "clubs.csv: the extension .csv is wrong, the content is binary"
    )
    assert not ImportRow.objects.exists()


def test_signs_that_no_database_takes_are_left_out_and_no_column_is_lost(root):
    keys = r'"Name":"Sur \ud83d Chor","k\u0000":"1","k\ud800":"2\u0000","k":"3"'
    one = rf'{{"type":"Feature","id":"a\ud800","geometry":null,"properties":{{{keys}}}}}'
    run = again(given(root, f'{{"type":"FeatureCollection","features":[{one}]}}', name="clubs.geojson"))
    assert (run.phase, [column["name"] for column in run.columns]) == ("ready", ["Name", r"k\u0000", r"k\ud800", "k"])
    assert [column["samples"] for column in run.columns] == [["Sur Chor"], ["1"], ["2"], ["3"]]
    assert [(row.name, row.identity) for row in run.rows.all()] == [("Sur Chor", "a")]


def test_rows_are_new_changed_unchanged_or_refused(root):
    imported(compared(root, CHOIR, BAND))
    new = "3;Neu;;70794;Filderstadt;;;;;;;;;"
    run = compared(root, changed(CHOIR, Telefon="0711 99"), BAND, new, new)
    assert actions(run) == [
        ("Chor Muster e.V.", "changed", True),
        ("Band Muster", "unchanged", False),
        ("Neu", "new", True),
        ("Neu", "refused", False),
    ]
    assert "the same entry stands in line 4" in run.rows.get(position=3).detail


def test_a_row_of_an_earlier_chunk_is_known_again(root, monkeypatch):
    monkeypatch.setattr(stages, "CHUNK", 1)
    run = compared(root, CHOIR, BAND, CHOIR)
    assert [action for _, action, _ in actions(run)] == ["new", "new", "refused"]
    assert "stands in line 2" in run.rows.get(position=2).detail


def test_what_is_chosen_is_imported_as_one_batch_and_nothing_else(root):
    run = compared(root, CHOIR, BAND)
    run.rows.filter(name="Band Muster").update(chosen=False)
    imported(run)
    assert outcomes(run) == ["new", ""]
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Chor Muster e.V."]
    assert (run.phase, work_of(run).result["new"]) == ("done", 1)
    assert batch_of(run).author == f"user:{root.pk}"
    assert Decision.objects.get().detail == {"source": "town", "run": str(run.pk), "new": 1}


def test_an_import_that_was_undone_can_be_done_again(root):
    run = imported(compared(root, CHOIR))
    undo_batch(batch_of(run), by=root)
    second = compared(root, CHOIR)
    assert actions(second) == [("Chor Muster e.V.", "changed", True)]
    imported(second)
    assert document().state == "public"


def test_what_people_changed_stays_unless_it_is_chosen_to_be_replaced(root):
    imported(compared(root, CHOIR))
    edit(lambda entry: replace(entry, phone="0711 11", website="https://chor.example"))
    run = compared(root, changed(CHOIR, Telefon="0711 99", Beschreibung="Neu."))
    row = run.rows.get()
    assert (row.action, row.kept) == ("changed", True)
    imported(run)
    assert document().phone == "0711 11"
    edit(lambda entry: replace(entry, phone="0711 12"))
    run = compared(root, changed(CHOIR, Telefon="0711 98"))
    run.rows.update(overwrite=True, chosen=True)
    stages.plan_rows(run, list(run.rows.all()), stages.planner_of(run, list(run.rows.all())))
    imported(run)
    assert document().phone == "0711 98"


def test_a_possible_duplicate_is_not_chosen_until_the_curator_says_so(root):
    there = organisation("Chor Muster", phone="0711 23125001", places=())
    run = compared(root, CHOIR)
    row = run.rows.get()
    assert (row.action, row.chosen) == ("new", False)
    assert row.alike == [{"organisation": str(there.pk), "reasons": ["same_name", "phone"]}]


def test_a_row_that_is_said_to_be_an_entry_fills_it_and_replaces_nothing(root):
    there = organisation("Chor Muster", phone="0711 23125001", email="", website="", texts={}, places=())
    run = compared(root, CHOIR)
    run.rows.update(entry=there, linked=True, chosen=True, action="changed")
    imported(run)
    (only,) = Organisation.objects.all()
    assert (only.name, only.email) == ("Chor Muster", "info@chor.example")
    undo_batch(batch_of(run), by=root)
    only.refresh_from_db()
    assert (only.email, only.state) == ("", "public")
    imported(compared(root, CHOIR))
    only.refresh_from_db()
    assert only.email == "info@chor.example"


def test_a_curator_imports_into_their_areas_alone(limited):
    organisation("Fremd", area="ostfildern", places=())
    run = compared(limited, CHOIR, BAND, "4;Ohne Ort;;;;;;;;;;;;")
    assert [action for _, action, _ in actions(run)] == ["new", "refused", "refused"]
    assert run.rows.get(name="Band Muster").detail == "lies outside of your areas"


def test_an_entry_cannot_be_moved_out_of_the_curators_areas_nor_into_them(root, limited):
    imported(compared(root, CHOIR, BAND))
    run = compared(
        limited,
        changed(CHOIR, PLZ="73760", Ort="Ostfildern", Lat="48.72", Lon="9.25"),
        changed(BAND, PLZ="70794", Ort="Filderstadt"),
    )
    assert [action for _, action, _ in actions(run)] == ["refused", "refused"]


def test_who_is_no_curator_any_more_imports_nothing(root):
    run = compared(root, CHOIR)
    User.objects.update(is_active=False)
    imported(run)
    assert work_of(run).state == "failed"
    assert not Organisation.objects.exists()


def test_words_that_nobody_knows_are_counted_once_and_a_decision_holds_for_the_next_file(root):
    run = compared(root, changed(CHOIR, Sparte="Gesang, Chor"), changed(BAND, Sparte="Gesang"))
    assert run.unknown == [["topic", "Gesang", 2]]
    run.source.mapping = {"values": {"topic": {"Gesang": "choir"}}}
    run.source.save()
    assert again(run).unknown == []
    assert compared(root, changed(BAND, Sparte="Gesang")).unknown == []
    imported(run)
    assert document("Band Muster").topics == ("choir",)


def test_what_the_whole_source_has_no_more_is_marked_and_never_deleted(root):
    imported(compared(root, CHOIR, BAND, whole=True))
    imported(compared(root, BAND))
    assert not Organisation.objects.filter(missing_in_source()).exists()
    run = compared(root, BAND, whole=True)
    assert Rows(run, root).missing == 1  # said before anything is done
    imported(run)
    assert [entry.name for entry in Organisation.objects.filter(missing_in_source())] == ["Chor Muster e.V."]
    assert Organisation.objects.filter(state="public").count() == 2
    imported(compared(root, CHOIR))
    assert not Organisation.objects.filter(missing_in_source()).exists()


def test_an_entry_whose_row_is_refused_is_not_missing(root):
    imported(compared(root, CHOIR, BAND, whole=True))
    imported(compared(root, changed(CHOIR, Name=""), BAND, whole=True))
    assert not Organisation.objects.filter(missing_in_source()).exists()


def test_a_curator_marks_nothing_outside_their_areas(root):
    imported(compared(root, CHOIR, BAND, whole=True))
    run = compared(root, BAND, whole=True)
    run.by = User.objects.create_user("f", "f@stadt.example", is_staff=True)
    CuratorRole.objects.create(user=run.by).areas.set(Area.objects.filter(slug="ostfildern"))
    run.save()
    assert missing.mark(run, lambda: batch_of(run)) == 0
    assert not Organisation.objects.filter(missing_in_source()).exists()


def test_an_import_can_be_ended_in_the_middle_and_taken_back(root, monkeypatch):
    monkeypatch.setattr(stages, "CHUNK", 1)
    run = compared(root, CHOIR, BAND)
    work = stages.begin_import(run, by=root)
    works._step(works._next() or work.pk)
    works.cancel(work.pk)
    assert not works.go_on(60)
    run.refresh_from_db()
    assert (run.phase, work_of(run).state, outcomes(run)) == ("done", "cancelled", ["new", ""])
    undo_batch(Batch.objects.get(), by=root)
    assert Organisation.objects.get().state == "archived"


# By timetable


def test_a_source_of_the_queue_proposes_each_change_once(root):
    given(root, "\n".join(["ID;Name;PLZ;Ort;Telefon", "1;Chor;70794;Filderstadt;0711 1"]), rule="queue")
    (new,) = Suggestion.objects.all()
    assert (new.kind, new.author, new.organisation.state) == ("new", "import", "draft")
    given(root, "\n".join(["ID;Name;PLZ;Ort;Telefon", "1;Chor;70794;Filderstadt;0711 1"]), rule="queue")
    assert Suggestion.objects.count() == 1
    accept(new.pk, curator=Curator(root, "http://testserver"))
    given(root, "\n".join(["ID;Name;PLZ;Ort;Telefon", "1;Chor;70794;Filderstadt;0711 2"]), rule="queue")
    change = Suggestion.objects.get(kind="change")
    assert Organisation.objects.get().phone == "0711 1"
    accept(change.pk, curator=Curator(root, "http://testserver"))
    assert Organisation.objects.get().phone == "0711 2"
    given(root, "\n".join(["ID;Name;PLZ;Ort;Telefon", "1;Chor;70794;Filderstadt;0711 2"]), rule="queue")
    assert Suggestion.objects.count() == 2


def test_a_trusted_source_publishes_and_takes_nothing_doubtful(root):
    organisation("Chor Muster", phone="0711 23125001", places=())
    source(state="public")
    run = given(
        root,
        "\n".join(
            ["ID;Name;PLZ;Ort;Telefon", "1;Chor Muster;70794;Filderstadt;0711 23125001", "2;Band;70794;Filderstadt;"]
        ),
        rule="publish",
    )
    assert (run.phase, outcomes(run)) == ("done", ["", "new"])
