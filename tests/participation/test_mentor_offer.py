"""Somebody offers to come along: the form, the mail, the button that confirms the address."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from organisations.editing import requests
from organisations.models import Mail, RateCounter
from organisations.participation.models import Mentor, MentorState
from tests.factories import organisation
from tests.html import parse
from tests.participation.mentoring import (
    ADDRESS,
    CHANGE,
    OFFER,
    OWN,
    UPDATE,
    area,
    filled,
    mailed_link,
    mentor,
    offers,
    presses,
    text,
    ticket_of,
)

pytestmark = pytest.mark.usefixtures("vocabulary", "no_haste")


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    """What the pause is for is shown by the tests of editors' links."""
    monkeypatch.setattr(requests, "EVEN_SECONDS", 0)


def test_an_offer_is_stored_as_it_was_filled_in_and_waits_for_the_address(client):
    assert offers(client).headers["Location"] == "/en/mentor/sent/"
    found = Mentor.objects.get()
    assert (found.name, found.email, found.phone) == ("Anna", ADDRESS, "+497112536110")
    assert found.languages == ["de", "fa"]
    assert found.times == [
        {"day": "MO", "from": "18:00", "to": "21:00"},
        {"day": "SA", "from": "00:00", "to": "23:59"},
    ]
    assert (found.gender, found.capacity, found.language, found.state) == ("woman", 2, "en", MentorState.APPLIED)
    assert [one.slug for one in found.topics.all()] == ["football"]
    assert "18 or older" in found.consent
    assert Mail.objects.get().recipient == ADDRESS


def test_opening_the_link_confirms_nothing_and_its_button_does_and_tells_the_curators(client, settings):
    settings.CURATORS_EMAIL = "team@stadt.example"
    offers(client)
    link = mailed_link()
    client.get(link)
    assert Mentor.objects.get().state == MentorState.APPLIED
    assert presses(client, link).headers["Location"] == OWN
    assert Mentor.objects.get().state == MentorState.VERIFIED
    told = Mail.objects.get(recipient="team@stadt.example")
    assert "/curate/participation/mentors/" in told.text and "Anna" not in told.text + told.subject
    presses(client, link)
    assert Mail.objects.filter(recipient="team@stadt.example").count() == 1


def test_the_same_form_sent_twice_is_one_offer_and_one_mail(client):
    ticket = ticket_of(client)
    assert offers(client, ticket).headers["Location"] == offers(client, ticket).headers["Location"]
    assert Mentor.objects.count() == Mail.objects.count() == 1


def test_other_words_with_a_used_form_come_back_and_are_an_offer_of_their_own(client):
    ticket = ticket_of(client)
    offers(client, ticket)
    back = offers(client, ticket, name="Anna B.")
    assert back.status_code == 409
    page = parse(back.content.decode())
    assert page.one("input[name=name]").get("value") == "Anna B."
    offers(client, page.one("form.letter input[name=ticket]").get("value"), name="Anna B.")
    assert sorted(Mentor.objects.values_list("name", flat=True)) == ["Anna", "Anna B."]


def test_each_link_shows_and_confirms_what_was_sent_with_its_own_form_and_the_other_offers_are_erased(client):
    offers(client)
    mine = mailed_link()
    offers(client, name="Mallory", phone="0711 999999", email=ADDRESS.upper(), introduction="Fremd")
    theirs = mailed_link(ADDRESS.upper())
    page = text(client.get(mine))
    for shown in ("Anna", ADDRESS, "2536110", "Persian", "Filderstadt", "Ich gehe gern wandern.", "Monday"):
        assert shown in page
    assert "Mallory" not in page and "Mallory" in text(client.get(theirs))
    presses(client, mine)
    found = Mentor.objects.get()
    assert (found.name, found.phone, found.state) == ("Anna", "+497112536110", MentorState.VERIFIED)
    assert "Mallory" not in text(client.get(OWN))
    assert presses(Client(), theirs).status_code == 404
    assert Mentor.objects.get().name == "Anna"


def test_an_offer_whose_address_became_that_of_a_mentor_meanwhile_opens_nothing(client):
    offers(client, name="Mallory")
    link = mailed_link()
    Mentor.objects.update(email="away@mentor.example")
    mentor()
    Mentor.objects.filter(name="Mallory").update(email=ADDRESS)
    refused = presses(client, link)
    assert (refused.status_code, "mentor" in refused.cookies) == (409, False)
    assert "This address belongs to a mentor already. Nothing was changed." in text(refused)
    assert Mentor.objects.get(name="Mallory").state == MentorState.APPLIED


def test_the_answer_is_the_same_for_an_address_that_is_a_mentors_and_changes_nothing_there(client):
    known = mentor()
    answer = offers(client, name="Somebody else")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/mentor/sent/")
    known.refresh_from_db()
    assert (known.name, known.state) == ("Anna", MentorState.APPROVED)
    assert Mail.objects.get().subject == "Your page as a mentor"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"email": "anna@"}, "not complete"),
        ({"phone": "12"}, "too short"),
        ({"phone": "x@y.example"}, "neither a mail address nor a telephone number"),
        ({"languages": []}, "Please fill this in."),
        ({"languages": ["klingon"]}, "klingon"),
        ({"areas": []}, "Please fill this in."),
        ({"areas": ["0"]}, "0"),
        ({"times": [], "times-MO-from": None, "times-MO-to": None}, "Please fill this in."),
        ({"times": []}, "Monday: You have written a time. Please tick the day as well, or clear the time."),
        ({"times-MO-to": "17:00"}, "Monday: The end is before the beginning."),
        ({"times-MO-from": "abends"}, "Monday: “abends” is not a time of day"),
        ({"capacity": "99"}, "99"),
        ({"gender": "x"}, "x"),
        ({"topics": ["nonsense"]}, "nonsense"),
        ({"introduction": "a" * 601}, "too long by 1 letter"),
        ({"search": "Nirgendwo"}, "No group with this name was found"),
        ({"homes": ["\x00", "x" * 36]}, ""),
        ({"consent": None}, "Please agree"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, changes, sentence):
    back = offers(client, **changes)
    assert back.status_code == 400
    page = parse(back.content.decode())
    assert sentence in page.one("#errors").text
    assert page.one("textarea").text == filled(**changes)["introduction"]
    assert not Mentor.objects.exists() and not Mail.objects.exists()


def test_characters_nobody_can_type_are_left_out(client):
    offers(client, name="An\u202ena\x00", **{"times-SA-from": "\x00"})
    assert Mentor.objects.get().name == "Anna"


def test_a_group_is_searched_within_the_form_and_then_chosen(client):
    club = organisation("Bunter Ball")
    organisation("Geheimer Ball", state="draft")
    found = offers(client, step="find", search="Ball", consent=None)
    assert found.status_code == 200
    assert "Geheimer" not in text(found)
    box = parse(found.content.decode()).one("input[name=homes]")
    assert box.get("value") == str(club.pk)
    offers(client, search="Ball", homes=[str(club.pk)])
    assert list(Mentor.objects.get().organisations.all()) == [club]


def test_who_comes_from_the_page_of_a_group_has_it_chosen(client):
    club = organisation("Bunter Ball")
    page = parse(client.get(f"{OFFER}?at={club.slug}").content.decode())
    assert page.one("input[name=homes][checked]").get("value") == str(club.pk)
    assert client.get(f"{OFFER}?at=%00").status_code == 200


def test_a_form_of_another_site_an_old_one_and_one_a_machine_filled_in_come_back(client):
    ticket = ticket_of(client)
    foreign = client.post(OFFER, filled() | {"ticket": ticket}, headers={"Sec-Fetch-Site": "cross-site"})
    assert [foreign.status_code, offers(client, "x").status_code, offers(client, website="x").status_code] == [400] * 3
    assert not Mentor.objects.exists()


def test_three_offers_a_day_come_from_one_address(client):
    answers = [offers(client, name=f"Anna {number}").status_code for number in range(4)]
    assert answers == [302, 302, 302, 429]
    RateCounter.objects.all().delete()
    assert offers(client).status_code == 302


def test_a_renewed_link_gets_the_same_answer_for_every_address(client):
    mentor()
    answers = []
    for address in (ADDRESS.upper(), "nobody@nowhere.example"):
        answer = client.post(UPDATE, {"email": address, "ticket": ticket_of(client, UPDATE)}, follow=True)
        answers.append((answer.redirect_chain, text(answer)))
    assert answers[0] == answers[1]
    assert Mail.objects.get().recipient == ADDRESS


def test_a_link_that_is_wrong_and_a_page_without_a_session_lead_to_asking_for_a_new_one(client):
    for path, status in ((f"/en/mentor/link/{'A' * 43}/", 404), (OWN, 403), (CHANGE, 403)):
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code == status
            assert "Please ask for a new link" in text(answer)


def test_a_session_is_a_cookie_of_two_hours_and_no_visitor_gets_one(client):
    assert not client.get(OFFER).cookies
    offers(client)
    cookie = presses(client, mailed_link()).cookies["mentor"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (7200, True, "Lax")


@pytest.mark.django_db(transaction=True)
def test_two_offers_of_one_address_confirmed_at_the_same_moment_make_one_mentor(client):
    links = []
    for name in ("Anna", "Mallory"):
        offers(client, name=name)
        links.append(mailed_link())

    def press(link):
        try:
            return presses(Client(), link).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as hands:
        answers = sorted(hands.map(press, links))
    assert answers[0] == 302 and answers[1] in (404, 409)
    assert Mentor.objects.get().state == MentorState.VERIFIED


@pytest.mark.django_db(transaction=True)
def test_an_offer_sent_by_several_requests_at_once_is_one(client):
    ticket, areas = ticket_of(client), [area()]

    def send(_number):
        try:
            return Client().post(OFFER, filled(areas=areas) | {"ticket": ticket}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        assert set(hands.map(send, range(3))) == {302}
    assert Mentor.objects.count() == Mail.objects.count() == 1
