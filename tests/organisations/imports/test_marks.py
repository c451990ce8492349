"""Marks of entries that are missing in their source belong to the batch of the import: undone and redone with it."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.curate.imports.sources import Sources
from organisations.curate.works import WorkPage
from organisations.models import Area, Batch, CuratorRole, ExternalId, ImportRun, Organisation, Work
from organisations.services.batches import start_undo, undo_batch
from organisations.services.marks import take_marks_back
from tests.organisations.imports.staged import compared, imported, worked
from tests.organisations.imports.town import BAND, CHOIR, changed

pytestmark = pytest.mark.usefixtures("vocabulary")
OLD = date(2026, 1, 2)


@pytest.fixture
def root(admin_user: User) -> User:
    """A curator who decides everywhere."""
    return admin_user


def of(run: ImportRun) -> Batch:
    """The batch of a run."""
    assert run.work and run.work.batch
    return run.work.batch


def whole(root: User, *rows: str) -> Batch:
    """The batch of an import of all of the source."""
    return of(imported(compared(root, *rows, whole=True)))


def marked() -> list[str]:
    """Names of what is marked."""
    rows = ExternalId.objects.exclude(missing_since=None).order_by("organisation__name")
    return list(rows.values_list("organisation__name", flat=True))


def counted() -> list[tuple[int, int]]:
    """Entries of each source, and those it has no more, as the desk tells."""
    return [(line.entries, line.missing) for line in Sources(User.objects.get(username="admin")).lines]


def marked_before() -> None:
    """The marks are of another day than today."""
    ExternalId.objects.exclude(missing_since=None).update(missing_since=OLD)


def test_an_import_that_changed_marks_alone_is_taken_back_and_brought_again(root):
    whole(root, CHOIR, BAND)
    batch = whole(root, BAND)
    work = Work.objects.get(batch=batch)
    assert (marked(), work.result["marks"], WorkPage(work).can_be_undone) == (["Chor Muster e.V."], 1, True)
    undo = start_undo(batch, by=root)
    worked()
    undo.refresh_from_db()
    assert (marked(), undo.state, undo.result["unmarked"]) == ([], "done", 1)
    assert undo.batch
    undo_batch(undo.batch, by=root)
    assert marked() == ["Chor Muster e.V."]
    assert Organisation.objects.filter(state="public").count() == 2


def test_a_mark_that_an_import_took_away_comes_back_with_its_day(root):
    whole(root, CHOIR, BAND)
    whole(root, BAND)
    marked_before()
    batch = whole(root, changed(CHOIR, Telefon="0711 99"), BAND)
    assert marked() == []
    undone = undo_batch(batch, by=root)
    assert (marked(), undone.marks, undone.restored) == (["Chor Muster e.V."], 1, 1)
    assert ExternalId.objects.exclude(missing_since=None).get().missing_since == OLD


def test_imports_are_taken_back_one_after_the_other(root):
    whole(root, CHOIR, BAND)
    first = whole(root, BAND)
    marked_before()
    second = whole(root, CHOIR)
    assert marked() == ["Band Muster"]
    undo_batch(second, by=root)
    assert marked() == ["Chor Muster e.V."]
    undo_batch(first, by=root)
    assert marked() == []


def test_entries_that_were_taken_off_the_map_are_not_missing_and_count_no_more(root):
    whole(root, CHOIR)
    batch = whole(root, CHOIR, BAND)
    whole(root, CHOIR)
    assert counted() == [(2, 1)]
    undo_batch(batch, by=root)
    assert counted() == [(1, 0)]
    ExternalId.objects.update(missing_since=None)
    run = compared(root, CHOIR, whole=True)
    assert run.numbers["missing"] == 0
    imported(run)
    assert marked() == []


def test_what_a_later_import_has_marked_anew_stays_even_on_the_same_day(root):
    whole(root, CHOIR, BAND)
    first = whole(root, BAND)
    whole(root, CHOIR, BAND)
    last = whole(root, BAND)
    assert undo_batch(first, by=root).marks == 0
    assert marked() == ["Chor Muster e.V."]
    assert undo_batch(last, by=root).marks == 1
    assert marked() == []


def test_bringing_it_back_again_leaves_what_was_marked_since(root):
    whole(root, CHOIR, BAND)
    undone = undo_batch(whole(root, BAND), by=root)
    whole(root, BAND)
    marked_before()
    assert undone.batch
    assert take_marks_back(undone.batch, by=root) == (0, 0)
    assert ExternalId.objects.exclude(missing_since=None).get().missing_since == OLD


def test_a_curator_takes_back_the_marks_of_their_areas_alone(root):
    whole(root, CHOIR, BAND, "3;Neu;;70794;Filderstadt;;;;;;;;;")
    batch = whole(root, "3;Neu;;70794;Filderstadt;;;;;;;;;")
    user = User.objects.create_user("f", "f@stadt.example", is_staff=True)
    CuratorRole.objects.create(user=user).areas.set(Area.objects.filter(slug="filderstadt"))
    assert len(marked()) == 2
    assert undo_batch(batch, by=user).marks == 1
    assert marked() == ["Band Muster"]


def test_marking_asks_as_much_for_many_as_for_few(root):
    def asked(number: int) -> int:
        rows = [f"{number}0{n};Verein {number}0{n};;70794;Filderstadt;;;;;;;;;" for n in range(number)]
        whole(root, CHOIR, *rows)
        run = compared(root, CHOIR, whole=True)
        with CaptureQueriesContext(connection) as queries:
            undo_batch(of(imported(run)), by=root)
        return len(queries)

    asked(1)
    assert asked(2) == asked(12)
