"""A mentor's own page: changing, a break, another address, leaving."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from organisations.models import Mail
from organisations.participation.mentors.services import link_of, new_link
from organisations.participation.models import (
    Accompaniment,
    AccompanimentState,
    Mentor,
    MentorLink,
    MentorSession,
    MentorState,
    Proposal,
    ProposalState,
)
from organisations.secret_links import digest
from tests.html import parse
from tests.participation.mentoring import (
    ADDRESS,
    CHANGE,
    OWN,
    SITE,
    filled,
    mailed_link,
    mentor,
    offers,
    presses,
    signed,
    text,
    ticket_of,
)

pytestmark = pytest.mark.usefixtures("vocabulary")


def acts(client, act, **more):
    return client.post(OWN, {"act": act, **more}, follow=True)


def change_form(client, **changes):
    form = filled(mails="de", email=None, consent=None, **changes)
    return client.post(CHANGE, form | {"ticket": ticket_of(client, CHANGE)})


def proposal(row, state, request_state):
    asked = Accompaniment.objects.create(
        language="fa", name="Nadia", state=request_state, status_hash=digest(str(timezone.now())),
        touched_at=timezone.now(),
    )  # fmt: skip
    return Proposal.objects.create(
        accompaniment=asked, mentor=row, state=state, key_hash=digest(str(asked.pk)), expires_at=timezone.now()
    )


def test_the_own_page_tells_the_state_and_what_was_filled_in(client):
    row = mentor()
    told = text(signed(client, row).get(OWN))
    assert "You are a mentor until" in told and "Persian" in told and "Filderstadt" in told


def test_numbers_have_the_digits_of_the_page(client):
    signed(client, mentor(capacity=3))
    for path in (OWN, CHANGE):
        assert "۳" in text(client.get(path.replace("/en/", "/fa/", 1)))


def test_what_is_changed_is_so_from_now_on(client):
    row = mentor(phone="+497112536110")
    signed(client, row)
    shown = parse(client.get(CHANGE).content.decode())
    assert shown.one("input[name=name]").get("value") == "Anna"
    assert change_form(client, name="Anna B.").headers["Location"] == f"{OWN}?done=saved"
    row.refresh_from_db()
    assert (row.name, row.language, row.capacity, row.state) == ("Anna B.", "de", 2, MentorState.APPROVED)
    assert row.email == ADDRESS


def test_a_change_that_is_wrong_comes_back_and_changes_nothing(client):
    row = mentor()
    back = change_form(signed(client, row), name="")
    assert back.status_code == 400
    assert "Please fill this in." in parse(back.content.decode()).one("#errors").text
    assert client.post(CHANGE, filled(mails="de"), headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    row.refresh_from_db()
    assert row.name == "Anna"


def test_what_was_typed_when_the_session_ended_can_be_sent_once_more(client):
    row = mentor()
    ticket = ticket_of(signed(client, row), CHANGE)
    MentorSession.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    back = client.post(CHANGE, filled(mails="de", introduction="Neue Worte") | {"ticket": ticket})
    assert back.status_code == 403
    form = parse(back.content.decode()).one(f"form[action={CHANGE}]")
    assert "Neue Worte" in [field.get("value") for field in form.all("input")]


def test_a_break_keeps_proposals_away_until_it_ends(client):
    row = mentor()
    signed(client, row)
    assert "You have a break now." in text(acts(client, "pause"))
    assert not Mentor.objects.available().exists()
    acts(client, "resume")
    assert Mentor.objects.available().get() == row


@pytest.mark.parametrize(("state", "held"), [(MentorState.VERIFIED, False), (MentorState.PAUSED, True)])
def test_nobody_approves_oneself_by_ending_a_break(client, state, held):
    row = mentor(state=state, held=held)
    signed(client, row)
    for act in ("resume", "pause", "resume"):
        acts(client, act)
    row.refresh_from_db()
    assert row.state == state


def test_a_new_address_counts_when_its_button_is_pressed_and_ends_the_old_links(client):
    row = mentor()
    old = new_link(row, SITE).removeprefix(SITE)
    acts(signed(client, row), "address", email="neu@mentor.example")
    assert Mentor.objects.get().email == ADDRESS
    presses(Client(), mailed_link("neu@mentor.example"))
    assert Mentor.objects.get().email == "neu@mentor.example"
    assert Mail.objects.get(recipient=ADDRESS).subject == "Your mail address was changed"
    assert client.get(OWN).status_code == 403
    assert client.get(old).status_code == 404


def test_an_address_of_another_mentor_is_not_taken_over(client):
    row, other = mentor(name="Anna Muster"), mentor("berta@mentor.example", name="Berta")
    acts(signed(client, row), "address", email="Berta@mentor.example")
    link, hers = mailed_link("Berta@mentor.example"), signed(Client(), other)
    refused = presses(hers, link)
    assert (refused.status_code, "mentor" in refused.cookies) == (409, False)
    assert "This address belongs to a mentor already. Nothing was changed." in text(refused)
    assert "Anna" not in text(refused) and "Berta" in text(hers.get(OWN))
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.email, other.email) == (ADDRESS, "berta@mentor.example")
    assert not Mail.objects.filter(recipient=ADDRESS).exists()
    assert "Anna Muster" in text(client.get(OWN))


def test_a_new_address_learns_nothing_of_the_mentor_before_its_button_is_pressed(client):
    row = mentor(name="Anna Muster")
    acts(signed(client, row), "address", email="neu@mentor.example")
    mail = Mail.objects.get(recipient="neu@mentor.example")
    assert "wants this address to become the new one of a mentor" in mail.text
    assert not any(word in mail.text + mail.html for word in ("Anna", "Muster", "accompany", ADDRESS))
    page = text(Client().get(mailed_link("neu@mentor.example")))
    assert "Here a mentor confirms a new mail address" in page and "neu@mentor.example" in page
    assert "Anna" not in page and ADDRESS not in page


def test_an_offer_nobody_confirmed_does_not_keep_a_mentor_from_the_address_and_is_erased(client, no_haste):
    row = mentor()
    offers(Client(), email="neu@mentor.example", name="Mallory")
    acts(signed(client, row), "address", email="neu@mentor.example")
    assert presses(Client(), mailed_link("neu@mentor.example")).status_code == 302
    assert Mentor.objects.get().email == "neu@mentor.example"


@pytest.mark.parametrize("email", ["", "x", "a@b@c.example"])
def test_an_address_that_is_none_is_told(client, email):
    assert acts(signed(client, mentor()), "address", email=email).status_code == 400
    assert not Mail.objects.exists()


def test_leaving_erases_the_person_at_once_and_calls_off_what_was_promised(client):
    row = mentor(talk_notes="Gespräch", introduction="Ich")
    waiting = proposal(row, ProposalState.WAITING, AccompanimentState.PROPOSED)
    accepted = proposal(row, ProposalState.ACCEPTED, AccompanimentState.ACCEPTED)
    met = proposal(row, ProposalState.DECLINED, AccompanimentState.MET)
    signed(client, row)
    acts(client, "address", email="neu@mentor.example")
    assert "is erased" in text(acts(client, "leave"))
    row.refresh_from_db()
    kept = [row.name, row.email, row.phone, row.introduction, row.talk_notes, row.consent, row.languages, row.times]
    assert not any(kept) and not row.areas.exists()
    assert (row.state, bool(row.erased_at)) == (MentorState.LEFT, True)
    assert not Mail.objects.exclude(recipient="").exists()
    assert not MentorLink.objects.exclude(email="").exists()
    for one, state in ((waiting, "cancelled"), (accepted, "cancelled"), (met, "declined")):
        one.refresh_from_db()
        assert one.state == state
    assert sorted(Accompaniment.objects.values_list("state", flat=True)) == ["met", "open", "open"]


def test_leaving_twice_says_the_same_and_links_open_nothing_any_more(client):
    row = mentor()
    link = new_link(row, SITE).removeprefix(SITE)
    signed(client, row)
    secret = client.cookies["mentor"].value
    first = acts(client, "leave")
    client.cookies["mentor"] = secret
    assert text(acts(client, "leave")) == text(first)
    assert client.get(OWN).status_code == 403
    assert link_of(link.rstrip("/").rpartition("/")[2]) is None


def test_being_done_closes_the_page_in_this_browser_alone(client):
    row = mentor()
    other = signed(Client(), row)
    signed(client, row)
    acts(client, "close")
    assert (client.get(OWN).status_code, other.get(OWN).status_code) == (403, 200)


def test_a_button_nobody_has_does_nothing(client):
    assert acts(signed(client, mentor()), "approve").status_code == 400


def test_an_address_that_somebody_has_made_up_tells_nothing_that_is_not_so(client):
    assert "is erased" not in text(client.get("/en/mentor/?left=1"))
    told = text(signed(client, mentor(state=MentorState.PAUSED, held=True)).get(f"{OWN}?done=resumed"))
    assert "Welcome back" not in told
