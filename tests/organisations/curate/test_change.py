"""A curator reads all of an entry at the desk and changes it there."""

import re

import pytest

from organisations.models import Decision, Revision
from organisations.services.rows import load_document
from tests.factories import change, organisation, place
from tests.organisations.curate.test_item import fields_of

pytestmark = pytest.mark.usefixtures("english")


def form_of(desk, club):
    """What the form sends as it stands."""
    return fields_of(desk.get(f"/curate/o/{club.slug}/change/"))


def test_all_that_a_draft_says_is_read_at_the_desk(desk):
    draft = organisation("Chor", state="draft", phone="+49 711 1234567", places=(place(private=True, street="Weg 5"),))
    shown = desk.get(f"/curate/o/{draft.slug}/").content.decode()
    assert "711 1234567" in shown and "Weg 5" in shown


def test_a_curator_changes_an_entry(desk, club, curator):
    sent = form_of(desk, club) | {"about-website": "https://neu.example"}
    assert desk.post(f"/curate/o/{club.slug}/change/", sent).headers["Location"] == f"/curate/o/{club.slug}/"
    assert load_document(club.pk).website == "https://neu.example"
    last = Revision.objects.filter(organisation=club).latest("number")
    assert (last.author, last.reason) == (curator.author, "changed by a curator")
    assert Decision.objects.get().action == "entry:changed"
    assert "Eintrag geändert" in desk.get("/curate/log/").content.decode()


def test_a_form_that_changes_nothing_makes_no_revision(desk, club):
    desk.post(f"/curate/o/{club.slug}/change/", form_of(desk, club))
    assert Revision.objects.filter(organisation=club).count() == 1 and not Decision.objects.exists()


def test_a_form_sent_twice_is_one_change(desk, club):
    sent = form_of(desk, club) | {"about-website": "https://neu.example"}
    answers = [desk.post(f"/curate/o/{club.slug}/change/", sent).status_code for _again in range(2)]
    assert answers == [302, 302] and Revision.objects.filter(organisation=club).count() == 2


def test_what_others_changed_meanwhile_stays_and_nothing_typed_is_lost(desk, club):
    sent = form_of(desk, club) | {"about-website": "https://neu.example", "about-phone": "0711 222222"}
    change(club, phone="+49 711 333333")
    answer = desk.post(f"/curate/o/{club.slug}/change/", sent)
    assert answer.status_code == 409 and Revision.objects.filter(organisation=club).count() == 2
    shown = answer.content.decode()
    assert "711 333333" in shown and "711 222222" in shown and "https://neu.example" in shown


def test_what_is_typed_wrongly_is_shown_again(desk, club):
    answer = desk.post(f"/curate/o/{club.slug}/change/", form_of(desk, club) | {"about-name": ""})
    assert answer.status_code == 422 and load_document(club.pk).name == club.name


def test_a_form_of_no_revision_is_not_found(desk, club):
    for base in ("", "99", "x"):
        assert desk.post(f"/curate/o/{club.slug}/change/", form_of(desk, club) | {"base": base}).status_code == 404


def test_a_curator_of_another_area_changes_nothing(other_desk, club):
    assert other_desk.get(f"/curate/o/{club.slug}/change/").status_code == 403


def test_a_draft_is_published_from_its_page(desk):
    draft = organisation("Chor", state="draft")
    shown = desk.get(f"/curate/o/{draft.slug}/").content.decode()
    acts = re.findall(r'name="act" value="(\w+)"', shown)
    assert acts == ["publish", "geocode"]
    preview = desk.post(
        "/curate/entries/bulk/", {"pick": [draft.pk], "act": "publish", "back": f"/curate/o/{draft.slug}/"}
    )
    assert f'href="/curate/o/{draft.slug}/"' in preview.content.decode()


def test_an_entry_leads_back_to_its_list_and_on_to_the_next(desk):
    first, second = organisation("Chor A"), organisation("Chor B")
    place = "?from=q%3DChor%26sort%3Dname&at=0"
    shown = desk.get(f"/curate/o/{first.slug}/{place}").content.decode()
    assert f'href="/curate/o/{second.slug}/?from=' in shown and "q=Chor" in shown
    done = desk.post(f"/curate/o/{first.slug}/{place}", {"action": "check"})
    assert done.headers["Location"].startswith(f"/curate/o/{first.slug}/?from=")


@pytest.mark.parametrize(
    "place", ["from=", "from=x&at=-1", "from=page%3Dx&at=99999", f"from={'a%3D' * 2000}&at=0", "at=1"]
)
def test_a_list_that_is_none_leads_to_the_entries(desk, club, place):
    assert desk.get(f"/curate/o/{club.slug}/?{place}").status_code == 200
