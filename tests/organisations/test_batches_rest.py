"""Taking back that was ended in the middle: it can be gone on with, and what was brought back meanwhile stays."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from organisations.models import Batch, Organisation, Work
from organisations.services import work as works
from organisations.services.batches import AlreadyUndone, GoesOn, has_rest, start_rest, start_undo
from organisations.services.publish import Change, publish, publish_many
from organisations.services.rows import load_document
from tests.factories import document as new_document
from tests.factories import organisations

pytestmark = pytest.mark.usefixtures("vocabulary")


@pytest.fixture
def root(admin_user: User) -> User:
    """A curator who decides everywhere."""
    return admin_user


def phoned(number: int) -> Batch:
    """A batch that gave so many entries a telephone."""
    made = [new_document(f"Verein {n}") for n in range(number)]
    organisations(made)
    batch = Batch.objects.create(source="desk", author="user:1")
    changes = [Change(replace(load_document(one.id), phone="0711 1"), 1) for one in made]
    publish_many(changes, author="user:1", batch=batch)
    return batch


def phones() -> int:
    return Organisation.objects.exclude(phone="").count()


def ended_after_one_step(work: Work) -> Work:
    """The work was cancelled in the middle."""
    works._step(work.pk)
    works.cancel(work.pk)
    return worked(work)


def worked(work: Work) -> Work:
    assert not works.go_on(60)
    work.refresh_from_db()
    return work


def test_what_was_ended_in_the_middle_is_gone_on_with(root, monkeypatch):
    monkeypatch.setattr("organisations.services.batches.CHUNK", 2)
    batch = phoned(5)
    ended = ended_after_one_step(start_undo(batch, by=root))
    assert (ended.state, phones(), has_rest(batch)) == ("cancelled", 3, True)
    rest = worked(start_rest(batch, by=root))
    assert (rest.state, rest.batch, phones(), has_rest(batch)) == ("done", ended.batch, 0, False)
    assert (rest.result["restored"], rest.result["same"]) == (3, 2)
    with pytest.raises(AlreadyUndone):
        start_rest(batch, by=root)


def test_bringing_back_half_of_it_loses_neither_half(root, monkeypatch):
    monkeypatch.setattr("organisations.services.batches.CHUNK", 2)
    batch = phoned(5)
    undoing = ended_after_one_step(start_undo(batch, by=root)).batch
    assert undoing
    worked(start_undo(undoing, by=root))
    assert (phones(), has_rest(batch)) == (5, True)
    worked(start_rest(batch, by=root))
    assert (phones(), has_rest(undoing)) == (2, True)  # what was brought back stays
    worked(start_rest(undoing, by=root))
    assert (phones(), has_rest(undoing), has_rest(batch)) == (5, False, False)


def test_going_on_leaves_what_people_did_with_entries_that_were_taken_back(root, monkeypatch):
    monkeypatch.setattr("organisations.services.batches.CHUNK", 1)
    batch = phoned(2)
    ended_after_one_step(start_undo(batch, by=root))
    reached = Organisation.objects.get(phone="")
    publish(replace(load_document(reached.pk), phone="0711 1"), base=reached.number, author="user:1")
    worked(start_rest(batch, by=root))
    assert Organisation.objects.exclude(phone="").get() == reached


def test_nothing_is_taken_back_while_the_work_that_did_it_goes_on(root, monkeypatch):
    monkeypatch.setattr("organisations.services.batches.CHUNK", 2)
    batch = phoned(3)
    undoing = ended_after_one_step(start_undo(batch, by=root)).batch
    assert undoing
    rest = start_rest(batch, by=root)
    with pytest.raises(AlreadyUndone):
        start_rest(batch, by=root)
    with pytest.raises(GoesOn):
        start_undo(undoing, by=root)
    assert not Batch.objects.filter(undoes=undoing).exists()
    worked(rest)
    worked(start_undo(undoing, by=root))
    assert phones() == 3
