"""Taking back what a later batch has changed too: that is said, and once that is taken back, so is the rest."""

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from organisations.models import Batch, Organisation, Work
from organisations.services import work as works
from organisations.services.batches import start_rest, start_undo, undo_batch
from organisations.services.publish import Change, publish, publish_many
from organisations.services.rows import load_document
from tests.factories import organisation
from tests.signing_in import signed_in

pytestmark = pytest.mark.usefixtures("vocabulary")


@pytest.fixture
def root(admin_user: User) -> User:
    """A curator who decides everywhere."""
    return admin_user


@pytest.fixture
def entries() -> list[Organisation]:
    """Two entries."""
    return [organisation("Chor Muster"), organisation("Band Muster")]


def batch(source: str, *entries: Organisation, author: str = "import", **values: Any) -> Batch:
    """A batch that changes entries, with its work."""
    made = Batch.objects.create(source=source, author=author)
    numbers = dict(Organisation.objects.values_list("pk", "number"))
    changes = [Change(replace(load_document(one.pk), **values), numbers[one.pk]) for one in entries]
    publish_many(changes, author=author, batch=made)
    Work.objects.create(kind="import-run", title=source, params={}, state="done", done=1, total=1, batch=made)
    return made


def worked(work: Work) -> Work:
    assert not works.go_on(60)
    work.refresh_from_db()
    return work


def page(client: Client, work: Work) -> str:
    return " ".join(client.get(f"/curate/work/{work.pk}/", headers={"accept-language": "en"}).content.decode().split())


def now(entry: Organisation) -> tuple[str, str]:
    document = load_document(entry.pk)
    return document.phone, document.website


def numbers(work: Work) -> tuple[int, int, int]:
    return tuple(work.result[name] for name in ("restored", "kept", "later"))


def test_what_a_later_import_changed_is_said_to_be_that_and_the_way_on_is_shown(root, entries):
    first = batch("town", *entries, phone="0711 1", website="https://a.example")
    second = batch("county", entries[0], phone="0711 2")
    undo = worked(start_undo(first, by=root))
    assert numbers(undo) == (1, 0, 1)
    assert now(entries[0]) == ("0711 2", "")  # the rest of the entry is as it was
    told = page(signed_in(root), undo)
    assert "Left as later changes made them" in told and "changed by a later import or change of many" in told
    later = Work.objects.get(batch=second)
    assert f'<a href="/curate/work/{later.pk}/">county' in told and 'value="rest"' not in told


def test_once_the_later_one_is_taken_back_the_rest_is_too(root, entries):
    first = batch("town", *entries, phone="0711 1", website="https://a.example")
    second = batch("county", entries[0], phone="0711 2")
    undo = worked(start_undo(first, by=root))
    worked(start_undo(second, by=root))
    assert now(entries[0]) == ("0711 1", "")
    assert 'value="rest"' in page(signed_in(root), undo)
    publish(replace(load_document(entries[1].pk), phone="0711 1"), base=3, author="user:1")  # somebody says so again
    rest = worked(start_rest(first, by=root))
    assert (numbers(rest), rest.result["same"]) == ((1, 0, 0), 1)
    assert [now(one) for one in entries] == [("", ""), ("0711 1", "")]
    assert 'value="rest"' not in page(signed_in(root), rest)


def test_of_three_batches_the_newest_is_named_first_and_the_next_one_after_it(root, entries):
    first = batch("town", entries[0], phone="0711 1")
    second, third = (batch(name, entries[0], phone=f"0711 {name}") for name in ("22", "333"))
    undo = worked(start_undo(first, by=root))
    assert "333, " in page(signed_in(root), undo)
    worked(start_undo(third, by=root))
    rest = worked(start_rest(first, by=root))
    assert numbers(rest) == (0, 0, 1)
    told = page(signed_in(root), rest)
    assert "22, " in told and "333, " not in told
    worked(start_undo(second, by=root))
    worked(start_rest(first, by=root))
    assert now(entries[0])[0] == ""


def test_a_later_one_that_is_brought_back_stands_in_the_way_again(root, entries):
    first, second = batch("town", entries[0], phone="0711 1"), batch("county", entries[0], phone="0711 2")
    undo = worked(start_undo(first, by=root))
    back = worked(start_undo(second, by=root))
    assert back.batch
    worked(start_undo(back.batch, by=root))
    assert 'value="rest"' not in page(signed_in(root), undo)


def test_what_people_changed_after_the_later_import_is_said_to_be_theirs(root, entries):
    first = batch("town", entries[0], phone="0711 1")
    batch("county", entries[0], phone="0711 2")
    publish(replace(load_document(entries[0].pk), phone="0711 3"), base=3, author="user:1")
    undo = worked(start_undo(first, by=root))
    assert numbers(undo) == (0, 1, 0)
    assert "changed by people" in page(signed_in(root), undo)


def test_an_entry_that_a_change_of_many_published_since_is_left_to_that(root):
    made = Batch.objects.create(source="town", author="import")
    entry = organisation("Chor Muster", state="draft")
    Organisation.objects.get(pk=entry.pk).revisions.update(batch=made, author="import")
    later = batch("bulk:publish", entry, author=f"user:{root.pk}", state="public")
    undo = worked(start_undo(made, by=root))
    assert numbers(undo) == (0, 0, 1)
    worked(start_undo(later, by=root))
    worked(start_rest(made, by=root))
    entry.refresh_from_db()
    assert entry.state == "archived"


def test_at_once_it_is_counted_too(root, entries):
    first = batch("town", *entries, phone="0711 1")
    batch("county", entries[0], phone="0711 2")
    undone = undo_batch(first, by=root)
    assert (undone.restored, undone.later, [one["how"] for one in undone.told]) == (1, 1, ["later"])
