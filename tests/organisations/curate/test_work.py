"""The pages of long work: whose it is, how far it is, ending it, taking back."""

from dataclasses import replace

import pytest

from organisations.models import Batch, Work
from organisations.services import work as works
from organisations.services.batches import start_undo
from organisations.services.publish import publish
from organisations.services.rows import load_document


@pytest.fixture
def changed(club, curator) -> Work:
    """Work that has changed the club's telephone."""
    batch = Batch.objects.create(source="town", author=curator.author)
    publish(replace(load_document(club.pk), phone="0711 77"), base=1, author="import", batch=batch)
    return Work.objects.create(
        kind="undo", title="town", by=curator.user, params={}, state="done", done=1, total=1, batch=batch
    )


def address(work: Work) -> str:
    return f"/curate/work/{work.pk}/"


def test_it_is_seen_by_who_started_it_and_by_those_who_decide_everywhere(desk, other_desk, admin_user, changed):
    from tests.signing_in import signed_in

    for client, status in ((desk, 200), (other_desk, 404), (signed_in(admin_user), 200)):
        assert client.get(address(changed)).status_code == status
        assert (address(changed) in client.get("/curate/work/").content.decode()) == (status == 200)


def test_the_button_takes_back_and_brings_again(desk, club, changed):
    answer = desk.post(address(changed), {"action": "undo"})
    works.go_on(60)
    assert load_document(club.pk).phone == ""
    undo = answer.headers["Location"]
    assert "0711" not in desk.get(undo).content.decode()
    assert undo in desk.get(address(changed)).content.decode()
    assert desk.post(address(changed), {"action": "undo"}).headers["Location"] == undo
    desk.post(undo, {"action": "undo"})
    works.go_on(60)
    assert load_document(club.pk).phone == "0711 77"


def test_a_running_one_renews_itself_without_scripts_and_can_be_ended(desk, curator, changed):
    waiting = start_undo(changed.batch, by=curator.user)
    page = desk.get(address(waiting), headers={"accept-language": "en"}).content.decode()
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    desk.post(address(waiting), {"action": "cancel"})
    works.go_on(60)
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    assert "http-equiv" not in desk.get(address(waiting)).content.decode()


def test_one_that_failed_says_why(desk, curator):
    work = Work.objects.create(kind="undo", by=curator.user, state="failed", result={"error": works.DIED})
    assert works.DIED in desk.get(address(work), headers={"accept-language": "en"}).content.decode()


def test_taking_back_that_was_ended_offers_the_rest_until_it_is_done(desk, club, curator, changed):
    ended = start_undo(changed.batch, by=curator.user)
    works.cancel(ended.pk)
    works.go_on(60)
    assert 'value="rest"' in desk.get(address(ended)).content.decode()
    rest = desk.post(address(ended), {"action": "rest"}).headers["Location"]
    assert rest != address(ended)
    assert desk.post(address(ended), {"action": "rest"}).headers["Location"] == rest
    works.go_on(60)
    assert load_document(club.pk).phone == ""
    page = desk.get(address(ended)).content.decode()
    assert rest in page
    assert 'value="rest"' not in page + desk.get(rest).content.decode()
    assert rest in desk.get(address(changed)).content.decode()


def test_what_is_gone_on_with_is_not_brought_back_before_its_end(desk, curator, changed):
    ended = start_undo(changed.batch, by=curator.user)
    works.go_on(60)
    Work.objects.filter(pk=ended.pk).update(state="failed")
    desk.post(address(ended), {"action": "rest"})
    assert 'value="undo"' not in desk.get(address(ended)).content.decode()
    told = desk.post(address(ended), {"action": "undo"}, follow=True, headers={"accept-language": "en"})
    assert "Work on this is not over yet." in told.content.decode()
