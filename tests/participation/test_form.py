"""Writing a first message: nothing is lost, nothing is sent by mistake, every bad case has its sentence."""

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import translation

from organisations.models import Mail, Organisation
from organisations.participation.models import Message
from organisations.participation.phrases import Choices, letter
from organisations.public_forms import sent
from organisations.tickets import LASTS_SECONDS, Ticket
from tests.factories import change, organisation
from tests.html import Element, parse
from tests.participation.conftest import GOOD, WRITER, Writer, errors, only_message

pytestmark = pytest.mark.django_db


def tree(answer) -> Element:
    return parse(answer.content.decode())


def is_kept(answer) -> bool:
    """Whether everything that was typed and chosen stands in the form that came back."""
    form = tree(answer).one("form.letter")
    ticked = {box.get("value") for box in form.all("input[checked]")}
    typed = {form.one("#name").get("value"), form.one("#reach").get("value"), form.one("textarea").text}
    codes = {"trial", "TU", "SA", "evening", "uk", "ar", "little", "cost", "together"}
    return codes <= ticked and typed == {"Oksana", WRITER, GOOD["words"]}


def test_a_message_is_stored_with_its_mail_and_the_writer_gets_its_page(writer):
    path = writer.sent()
    message = only_message()
    assert (message.name, message.email, message.addressee) == ("Oksana", WRITER, "Bunter Ball")
    assert message.choices["days"] == ["TU", "SA"]
    assert "90 days" in message.consent
    assert message.mail and message.mail.state == "queued"
    page = writer.client.get(path)
    assert page.status_code == 200
    assert "stored and is being sent" in tree(page).one(".notice").text


def test_without_javascript_both_languages_are_shown_before_anything_is_sent(writer):
    answer = writer.sends(step="preview", consent=None)
    assert answer.status_code == 200
    assert not Message.objects.exists()
    page = tree(answer)
    german = page.one("[data-letter=german]")
    assert german.get("lang") == "de"
    assert "Dienstag, Samstag" in german.text
    assert "Arabisch, Ukrainisch" in german.text
    assert "Tuesday, Saturday" in page.one("[data-letter=own]").text
    hidden = {(field.get("name"), field.get("value")) for field in page.all("form input[type=hidden]")}
    assert {("day", "TU"), ("day", "SA"), ("words", GOOD["words"]), ("reach", WRITER)} <= hidden


def test_the_preview_leads_back_to_the_filled_form(writer):
    assert is_kept(writer.sends(step="edit", page="preview"))


def test_visitors_get_no_cookie_and_nothing_is_stored_in_between(writer):
    answer = writer.client.get(writer.path)
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert writer.sends(step="preview").headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert not writer.sends().cookies


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "write a name"),
        ({"name": "x" * 81}, "too long by 1 letter."),
        ({"words": "ä" * 2_003}, "too long by 3 letters."),
        ({"wish": [], "question": [], "words": ""}, "choose at least one sentence"),
        ({"reach": ""}, "mail address or a telephone number, so that"),
        ({"reach": "0152 288"}, "number is too short"),
        ({"reach": "0711 123456789012345"}, "number is too long"),
        ({"reach": "+999 123456"}, "no country with this code"),
        ({"reach": "call me"}, "neither a mail address nor a telephone"),
        ({"reach": "a@b"}, "name@example.org"),
        ({"reach": "a b@c.example, d@e.example"}, "name@example.org"),
        ({"reach": f"{WRITER}\nBcc: x@y.example"}, "name@example.org"),
        ({"words": f"write to {WRITER.upper()}"}, "stands in your text"),
        ({"consent": None}, "allow that your message is passed on"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(writer, changes, words):
    answer = writer.sends(**changes)
    assert answer.status_code == 400
    assert any(words in sentence for sentence in errors(answer)), errors(answer)
    assert not Message.objects.exists()
    assert is_kept(writer.sends(**{"name": "Oksana", "reach": WRITER, "consent": None}))


def test_a_text_that_is_too_long_comes_back_whole(writer):
    long = "Слово " * 400
    page = tree(writer.sends(words=long))
    assert page.one("textarea").text == long.strip()


def test_a_text_of_a_megabyte_gets_its_sentence(writer):
    answer = writer.sends(words="x" * 1_100_000)
    assert answer.status_code == 413
    assert "too long" in tree(answer).one("h1").text


@pytest.mark.parametrize("typed", ["0711 2536110", "+49 711 2536110", "0049 (0)711/253611-0".replace("(0)", "")])
def test_a_telephone_number_is_understood_as_people_write_it(writer, typed):
    writer.sent(reach=typed)
    assert only_message().phone == "+497112536110"


def test_an_old_form_comes_back_filled_and_works_at_the_second_try(writer):
    old = replace(Ticket.new(f"message:{Organisation.objects.get().pk}"), issued=time.time() - LASTS_SECONDS - 5)
    answer = writer.sends(ticket=str(old))
    assert answer.status_code == 400
    assert "open for too long" in tree(answer).one("[role=alert]").text
    assert is_kept(answer)
    new = tree(answer).one("input[name=ticket]").get("value")
    assert new != str(old)
    writer.sent(ticket=new)


@pytest.mark.parametrize("ticket", ["", "nonsense", "a:b:c", "\x00", "é" * 500])
def test_a_form_without_a_good_ticket_comes_back_filled(writer, ticket):
    answer = writer.sends(ticket=ticket)
    assert answer.status_code == 400
    assert is_kept(answer)


def test_a_ticket_for_another_entry_is_not_taken(writer):
    other = Writer(writer.client, f"/en/o/{organisation('Chor').slug}/contact/")
    assert writer.sends(ticket=other.ticket()).status_code == 400
    assert not Message.objects.exists()


def test_a_field_that_nobody_sees_catches_machines_and_people_can_go_on(writer):
    answer = writer.sends(website="https://spam.example")
    assert "nobody sees" in tree(answer).one("[role=alert]").text
    assert is_kept(answer)
    writer.sent(ticket=tree(answer).one("input[name=ticket]").get("value"))


def test_who_is_faster_than_people_is_asked_to_read_once_more(writer, monkeypatch):
    monkeypatch.setattr(sent, "LEAST_SECONDS", 3)
    answer = writer.sends()
    assert "very fast" in tree(answer).one("[role=alert]").text
    assert is_kept(answer)


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}]
)
def test_a_form_on_another_site_sends_nothing(writer, headers):
    answer = writer.sends(headers=headers)
    assert answer.status_code == 400
    assert is_kept(answer)
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "http://testserver"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "none"},
        {},
    ],
)
def test_a_form_with_a_good_ticket_is_taken_unless_another_page_sent_it(writer, headers):
    assert writer.sends(headers=headers).status_code == 302
    assert writer.sends(headers=headers, ticket="").status_code == 400


@pytest.mark.parametrize(
    "gone", [{"state": "archived"}, {"state": "draft"}, {"ends_on": date.today() - timedelta(days=3)}], ids=str
)
def test_an_entry_that_is_gone_since_loses_nothing(writer, club, gone):
    ticket = writer.ticket()
    change(club, **gone)
    assert writer.client.get(writer.path).status_code == 404
    answer = writer.sends(ticket=ticket)
    assert answer.status_code == 410
    page = tree(answer)
    assert "no longer in the directory" in page.one("[role=alert]").text
    assert page.one("form.letter").get("action") == "/en/contact/"
    kept = page.one("textarea").text
    assert GOOD["words"] in kept
    for sentence in letter(Choices(wishes=("trial",), companion=("together",)), "", "en")[1:]:
        assert sentence in kept
    operator = Writer(writer.client, "/en/contact/")
    operator.sent(ticket=page.one("input[name=ticket]").get("value"), wish=[], words=kept)
    assert only_message().addressee == ""


def test_an_entry_renamed_since_gets_the_message(writer, club):
    ticket = writer.ticket()
    change(club, name="Runder Ball")
    club.refresh_from_db()
    assert writer.client.get(writer.path).headers["Location"] == f"/en/o/{club.slug}/contact/"
    writer.sent(ticket=ticket)
    assert only_message().addressee == "Runder Ball"


def test_the_page_of_no_entry_says_so_in_the_readers_language(client: Client, club):
    for language in ("de", "en", "ar"):
        answer = client.get(f"/{language}/o/nothing/contact/")
        assert answer.status_code == 404
        assert tree(answer).one("html").get("lang") == language
        assert len(tree(answer).all("h1")) == 1


def test_the_operator_is_reached_the_same_way(client: Client, no_haste, settings):
    settings.CURATORS_EMAIL = "team@stadt.example"
    writer = Writer(client, "/en/contact/")
    assert "privacy page" in writer.page().one("#consent").text
    writer.sent(wish=["wrong"], day=[], time=[], question=[], companion=None)
    assert Mail.objects.get().recipient == "team@stadt.example"


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_the_form_offers_the_readers_own_language_first(client: Client, club, language):
    page = tree(client.get(f"/{language}/o/{club.slug}/contact/"))
    first = page.one("input[name=language]")
    assert first.get("value") == (language if language != "de" else "en")
    assert (first.get("checked") is not None) == (language != "de")


def test_every_sentence_is_whole_in_every_language():
    choices = Choices(("trial",), ("MO",), ("morning",), ("ar",), ("none",), ("cost",), ("together",))
    for language in ("de", "en", "ar"):
        sentences = letter(choices, "Oksana", language)
        assert len(sentences) == 8
        assert all("%(" not in sentence and sentence for sentence in sentences)
    assert "Montag" in letter(choices, "", "de")[2]
    with translation.override("ar"):
        assert "الاثنين" in letter(choices, "", "ar")[2]


def test_a_name_of_the_other_direction_is_marked_off_in_its_sentence():
    assert "\u2068سمير\u2069" in letter(Choices(), "سمير", "de")[0]
    assert "\u2068" not in letter(Choices(), "Oksana", "de")[0]


def test_hostile_fields_never_break_the_form(writer):
    nasty = ["\x00", "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "%s%(n)s{{7*7}}", "<script>"]
    for value in nasty:
        for name in ("wish", "day", "language", "german", "words", "name", "reach", "step", "page", "work", "share"):
            answer = writer.sends(**{name: value})
            assert answer.status_code in (200, 302, 400, 429), (name, value)
            assert b"<script>" not in answer.content
