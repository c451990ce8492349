"""Anybody suggests a change or says that something is wrong; the sender sees by a secret link what became of it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from time import sleep

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from organisations.document import Contact, Opening
from organisations.models import ContactDetails, Organisation, Suggestion
from organisations.proposal import proposal_of
from organisations.services import deciding
from organisations.services.suggestions import withdraw
from organisations.tickets import Ticket
from tests.factories import change, organisation, place
from tests.organisations.associations.conftest import now_of

pytestmark = pytest.mark.django_db


def address(club: Organisation, query: str = "", language: str = "en") -> str:
    return f"/{language}/o/{club.slug}/suggest/{query}"


def suggested(visitor, club, street="Neue Straße 1"):
    """A new street of the first place, sent."""
    visitor.open(address(club, "?section=places&how=change"))
    visitor.send("preview", places__0__street=street)
    visitor.send("send", consent="1", sender__email="who@x.example")
    return visitor.follow()


def test_the_entry_leads_to_the_choice_and_the_choice_names_the_sections(visitor, club):
    visitor.open(f"/en/o/{club.slug}/")
    assert address(club) in [link.get("href") for link in visitor.page.all("a")]
    visitor.open(address(club))
    assert visitor.says("What is not right?")
    assert len(visitor.page.all("[name=section]")) == 9


def test_a_change_is_looked_at_in_words_and_sent(visitor, club):
    visitor.open(address(club, "?section=places&how=change"))
    visitor.send("preview", places__0__street="Neue Straße 1")
    assert [piece.text for piece in visitor.page.all("del")][:2] == ["Musterweg", "4"]
    assert [piece.text for piece in visitor.page.all("ins")] == ["Neue", "Straße 1"]
    assert Suggestion.objects.count() == 0
    visitor.send("send", consent="1")
    made = Suggestion.objects.get()
    assert (made.kind, made.base, made.author, made.language) == ("change", 1, "visitor", "en")
    assert "people who look after this map" in made.consent
    assert now_of(club).places[0].address.street == "Musterweg 4"
    assert visitor.follow().says("Thank you. It has arrived.")


def test_texts_and_offers_are_suggested_in_another_language(visitor, club):
    offer = Opening("seat", timezone.localdate() + timedelta(days=900), title={"de": "Beirat"})
    change(club, openings=(offer,))
    visitor.open(address(club, "?section=about&section=openings&how=change", "en"))
    assert "uk" in [option.get("value") for option in visitor.page.all("select[name=texts] option")]
    visitor.open(address(club, "?section=about&section=openings&how=change&texts=uk", "en"))
    assert visitor.says("Original: Beirat")
    visitor.send("preview", about__summary="Граємо", openings__0__title="Рада")
    assert visitor.says("Ukrainian: \u2068Рада\u2069")
    visitor.send("send", consent="1")
    proposed = proposal_of(Suggestion.objects.get()).proposed
    assert proposed.openings == (replace(offer, title={"de": "Beirat", "uk": "Рада"}),)
    assert (proposed.texts["uk"].summary, proposed.texts["de"]) == ("Граємо", now_of(club).texts["de"])


@pytest.mark.parametrize("texts", ["xx", "<script>", "", "\u202e", "a" * 9_000])
def test_what_is_no_language_of_texts_is_the_entrys_own(visitor, club, texts):
    visitor.answer = visitor.client.get(address(club), {"section": "about", "how": "change", "texts": texts})
    assert visitor.page.one("input[name=texts]").get("value") == "de"


def test_words_alone_are_a_report_in_any_language(visitor, club):
    visitor.open(address(club, "?section=times&section=places&how=words", "ar"))
    visitor.send("preview", note__times="التدريب يوم الأربعاء")
    visitor.send("send", consent="1")
    made = Suggestion.objects.get()
    assert (made.kind, made.notes, made.document) == ("report", {"times": "التدريب يوم الأربعاء"}, None)


def test_words_need_no_section(visitor, club):
    visitor.open(address(club, "?how=words"))
    visitor.send("preview", note__entry="Gibt es nicht mehr")
    visitor.send("send", consent="1")
    assert Suggestion.objects.get().notes == {"entry": "Gibt es nicht mehr"}


def test_nothing_said_is_not_sent_and_consent_is_asked_for(visitor, club):
    visitor.open(address(club, "?section=places&how=change"))
    assert visitor.send("preview").status_code == 400
    assert visitor.says("You have not changed or written anything yet.")
    visitor.send("preview", note__places="Falsch")
    assert visitor.send("send").status_code == 400
    assert visitor.says("Please agree, so that we may read it.")
    assert visitor.page.one("[name=note-places]").get("value") == "Falsch"
    assert not Suggestion.objects.exists()


def test_the_form_shows_public_data_only(visitor, vocabulary):
    hidden = Contact(name="Silencia", phone="0711 5555")
    private = place(private=True, street="Geheimgasse 9")
    club = organisation("Stiller Verein", places=(private,), contacts=(hidden,))
    for section in ("about", "places", "times", "visit", "contacts"):
        text = visitor.open(address(club, f"?section={section}&how=change")).answer.content.decode()
        assert not [secret for secret in ("Silencia", "0711 5555", "Geheimgasse") if secret in text], section
    visitor.open(address(club, "?section=contacts&how=change"))
    visitor.send("preview", contacts__count="1", contacts__0__name="Neu Person")
    assert "Silencia" not in visitor.answer.content.decode()
    visitor.send("send", consent="1")
    assert "Neu Person" not in visitor.follow().answer.content.decode()  # hidden until the person has agreed
    assert "Silencia" not in visitor.answer.content.decode()


def test_sent_twice_is_sent_once_and_other_words_are_asked_about(visitor, club):
    visitor.open(address(club, "?how=words"))
    visitor.send("preview", note__entry="Eins")
    preview = visitor.answer
    visitor.send("send", consent="1")
    visitor.answer = preview
    visitor.send("send", consent="1")
    assert visitor.follow().says("more than once")
    visitor.answer = preview
    assert visitor.send("send", consent="1", note__entry="Zwei").status_code == 409
    assert visitor.says("already used once")
    visitor.send("send", consent="1")
    assert sorted(one.notes["entry"] for one in Suggestion.objects.all()) == ["Eins", "Zwei"]


def waiting(cursor) -> int:
    """How many wait for something that another one holds."""
    cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
    return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_different_words_sent_with_one_form_at_the_same_moment_are_never_lost(visitor, club):
    visitor.open(address(club, "?how=words"))
    visitor.send("preview", note__entry="0")
    preview = visitor.answer

    def send(number: int) -> tuple[int, str]:
        hand = replace(visitor, answer=preview, client=Client())
        try:
            return hand.send("send", consent="1", note__entry=f"Text {number}").status_code, str(hand.answer.content)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        with transaction.atomic(), connection.cursor() as cursor:  # all have looked before the first can store
            cursor.execute("LOCK TABLE organisations_suggestion IN SHARE MODE")
            sent = hands.map(send, range(4))
            while waiting(cursor) < 4:
                sleep(0.05)
        answers = list(sent)
    kept = Suggestion.objects.get().notes["entry"]
    for number, (status, page) in enumerate(answers):
        assert status == (302 if kept == f"Text {number}" else 409), page
        assert status == 302 or f"Text {number}" in page


def test_the_suggestion_is_made_from_the_revision_that_was_seen(visitor, club):
    visitor.open(address(club, "?section=places&how=change"))
    change(club, website="https://neu.example")
    visitor.send("preview", places__0__street="Neue Straße 1")
    assert len(visitor.page.all("section.letter-card")) == 1
    visitor.send("send", consent="1")
    assert Suggestion.objects.get().base == 1


def test_the_sender_sees_what_was_taken_over_and_why_not(visitor, club, curator):
    suggested(visitor, club)
    page = visitor.answer.wsgi_request.path
    made = Suggestion.objects.get()
    deciding.reject(made.pk, curator=curator, reason="Das stimmt nicht <b>")
    visitor.open(page)
    assert visitor.says("Your suggestion was not taken over.")
    assert visitor.says("Das stimmt nicht <b>")
    assert not visitor.page.all("form.letter")


def test_it_can_be_taken_back_until_it_is_decided(visitor, club):
    suggested(visitor, club)
    visitor.client.get(visitor.answer.wsgi_request.path)
    assert Suggestion.objects.get().state == "open"
    form = visitor.page.all("form.letter")[-1]
    ticket = form.one("[name=ticket]").get("value")
    page = visitor.answer.wsgi_request.path
    assert visitor.client.post(page, {"ticket": "x"}).status_code == 400
    assert visitor.client.post(page, {"ticket": ticket}).status_code == 302
    assert Suggestion.objects.get().state == "withdrawn"
    assert visitor.open(page).says("You have taken it back.")


def test_people_named_in_what_was_taken_back_are_forgotten(visitor, club):
    visitor.open(address(club, "?section=contacts&how=change"))
    visitor.send("preview", contacts__count="1", contacts__0__name="Petra Muster")
    visitor.send("send", consent="1")
    assert ContactDetails.objects.filter(name="Petra Muster").exists()
    withdraw(Suggestion.objects.get())
    assert not ContactDetails.objects.filter(name="Petra Muster").exists()


def test_a_place_made_private_since_is_not_shown_on_the_status_page(visitor, club):
    suggested(visitor, club)
    page = visitor.answer.wsgi_request.path
    (one,) = now_of(club).places
    change(club, places=(replace(one, private=True),))
    text = visitor.open(page).answer.content.decode()
    assert "Musterweg" not in text
    assert "Neue Straße" not in text


def test_an_entry_that_is_gone_gives_the_words_back(visitor, club):
    visitor.open(address(club, "?how=words"))
    visitor.send("preview", note__entry="Meine Worte")
    change(club, state="archived")
    assert visitor.send("send", consent="1").status_code == 410
    assert visitor.says("Meine Worte")
    assert not Suggestion.objects.exists()
    assert visitor.open(address(club)).answer.status_code == 404


def test_an_old_name_leads_on_and_loses_nothing(visitor, club):
    old = address(club, "?how=words")
    visitor.open(old)
    change(club, name="Neuer Ball")
    visitor.send("preview", note__entry="Meine Worte")
    assert visitor.says("Meine Worte")
    assert visitor.open(old).answer.status_code == 301


@pytest.mark.parametrize("link", ["x", "A" * 43, "%00", "ä"])
def test_a_guessed_link_leads_nowhere_calmly(visitor, link):
    assert visitor.client.get(f"/en/suggestion/{link}/").status_code in (400, 404)


def test_a_megabyte_is_too_much_and_never_an_error(visitor, club):
    visitor.open(address(club, "?how=words"))
    assert visitor.send("preview", note__entry="x" * 1_100_000).status_code == 413


@pytest.mark.parametrize("ticket", ["", "x", "{}"])
def test_a_ticket_that_is_none_gives_a_fresh_one_and_loses_nothing(visitor, club, ticket):
    visitor.open(address(club, "?how=words"))
    assert visitor.send("preview", note__entry="Worte", ticket=ticket).status_code == 400
    assert visitor.page.one("textarea").text == "Worte"
    assert visitor.send("preview").status_code == 200


def test_a_ticket_of_another_entry_is_none(visitor, club):
    other = organisation("Anderer")
    visitor.open(address(club, "?how=words"))
    ticket = str(Ticket.new(f"suggest:{other.pk}:1"))
    assert visitor.send("preview", note__entry="Worte", ticket=ticket).status_code == 400


def test_the_eleventh_of_one_network_for_one_entry_in_a_day_is_asked_for_work(visitor, club):
    for number in range(10):
        visitor.open(address(club, "?how=words"))
        visitor.send("preview", note__entry=f"Nummer {number}")
        assert visitor.send("send", consent="1").status_code == 302
    visitor.open(address(club, "?how=words"))
    visitor.send("preview", note__entry="Noch eins")
    assert visitor.send("send", consent="1").status_code == 429
    assert int(visitor.answer.headers["Retry-After"]) > 0
    assert visitor.says("Noch eins")
    assert '"challenge":{' in visitor.page.one("#page-config").text


def test_visitors_get_no_cookie(visitor, club):
    suggested(visitor, club)
    assert not visitor.client.cookies
