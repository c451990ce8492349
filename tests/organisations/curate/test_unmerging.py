"""Taking a merge back: all is as it was, but for what people did since."""

import pytest

from organisations.models import (
    CuratorRole,
    DuplicatePair,
    Editor,
    Merge,
)
from organisations.services.duplicate_pairs import pair_by_hand
from organisations.services.editing import confirm
from organisations.services.ownership import new_link
from organisations.services.suggestions import suggest_change
from tests.factories import change, organisation
from tests.organisations.associations.conftest import SITE, changed, now_of, secret_of, sender
from tests.organisations.curate.merging import PERSON, merged, state_of

pytestmark = pytest.mark.usefixtures("vocabulary")


def test_an_undone_merge_leaves_everything_as_it_was(client, curator_client, page, kept, gone):
    section = organisation("Bunter Ball Jugend", parent=gone.pk)
    secret_of(new_link(Editor.objects.get(organisation=gone, email="both@verein.example"), SITE))
    suggest_change(changed(gone, website="https://neu.example"), base=2, sender=sender())
    before = state_of(kept, gone, section)
    merged(curator_client, page)
    assert state_of(kept, gone, section) != before
    assert curator_client.post(page, {"action": "part"}).status_code == 302
    assert state_of(kept, gone, section) == before
    assert client.get("/de/o/bunter-ball-ev/").headers["Location"] == "/de/o/bunter-ball-filder/"
    assert client.get("/de/o/bunter-ball-filder/").status_code == 200
    assert client.get(f"/api/v1/organisations/{gone.pk}").status_code == 200
    assert DuplicatePair.objects.get().state == "open"
    assert curator_client.post(page, {"action": "part"}).status_code == 409
    merged(curator_client, page)  # and once more


def test_what_changed_elsewhere_since_stays(curator_client, page, kept, gone):
    merged(curator_client, page)
    change(kept, email="neu@verein.example")
    confirm(kept.pk, author="test")
    curator_client.post(page, {"action": "part"})
    assert now_of(kept).email == "neu@verein.example"
    assert now_of(kept).website == "" and now_of(gone).website == "https://ball.example"
    assert Merge.objects.get().undone_at


def test_what_would_be_lost_keeps_it_from_being_undone(curator_client, page, kept, gone):
    merged(curator_client, page, **{"row-website": "second"})
    change(kept, website="https://anders.example")
    answer = curator_client.post(page, {"action": "part"})
    assert answer.status_code == 409
    assert "Website was changed since the merge" in answer.content.decode()
    assert now_of(gone).state == "archived"


def test_a_later_merge_is_undone_first(client, curator_client, page, kept, gone):
    merged(curator_client, page)
    third = organisation("Bunter Ball", phone="0711 3")
    pair = pair_by_hand(kept, third, user=CuratorRole.objects.get().user)
    merged(curator_client, f"/curate/duplicates/{pair.pk}/", keep="second")
    third.refresh_from_db()
    assert client.get("/de/o/bunter-ball-filder/").headers["Location"] == f"/de/o/{third.slug}/"
    assert client.get(f"/api/v1/organisations/{gone.pk}").headers["Location"].endswith(str(third.pk))
    assert curator_client.post(page, {"action": "part"}).status_code == 409
    for address in (f"/curate/duplicates/{pair.pk}/", page):
        assert curator_client.post(address, {"action": "part"}).status_code == 302
    assert client.get("/de/o/bunter-ball-filder/").status_code == 200


def test_a_person_who_was_erased_does_not_come_back_by_undoing(curator_client, page, kept, gone):
    from organisations.services.erasing import erase_person

    merged(curator_client, page)
    erase_person(PERSON.id, author="test")
    curator_client.post(page, {"action": "part"})
    assert Merge.objects.get().undone_at
    assert now_of(gone).contacts == () and now_of(kept).contacts == ()
