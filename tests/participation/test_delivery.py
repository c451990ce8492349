"""Mail really travels: to a mail server on loopback, in both parts, with no address of the other side."""

from urllib.parse import quote

import pytest
from django.utils import translation

from organisations.document import Contact
from organisations.models import Organisation
from organisations.participation import services
from organisations.participation.phrases import Choices, letter
from organisations.services.consent import record_consent
from tests.factories import change, organisation
from tests.html import parse
from tests.participation.conftest import CLUB, GOOD, WRITER, Writer, only_message
from tests.participation.mailing import OURS, answer_path, answered, deliver, state
from tests.participation.smtp import part

pytestmark = [pytest.mark.django_db(transaction=True)]


def test_the_group_gets_both_parts_in_german_with_the_words_as_written(writer, mail_server):
    writer.sent()
    deliver()
    (mail,) = mail_server.mails()
    assert mail_server.taken[0].rcpt_tos == [CLUB]
    assert mail["Content-Language"] == "de"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    message = only_message()
    for sentence in letter(Choices.of(message.choices), "Oksana", "de"):
        assert sentence in part(mail, "plain")
        assert sentence in part(mail, "html")
    assert "Dienstag, Samstag" in part(mail, "plain")
    assert "Ukrainisch" in part(mail, "plain")
    assert f"> {GOOD['words']}" in part(mail, "plain")
    assert "Дуже дякую &lt;b&gt;вам&lt;/b&gt;" in part(mail, "html")
    html = parse(part(mail, "html"))
    assert html.one("html").get("lang") == "de"
    assert {quoted.get("lang") for quoted in html.all("blockquote")} == {"de", "en"}


def test_sender_and_envelope_are_our_own_and_nothing_leads_back_to_the_writer(writer, mail_server):
    writer.sent()
    deliver()
    (mail,), (envelope,) = mail_server.mails(), mail_server.taken
    assert envelope.mail_from == "ruecklaeufer@stadt.example"
    assert OURS in mail["From"]
    assert mail["Reply-To"] is None
    assert mail["Message-ID"].endswith("@stadt.example>")
    assert b"oksana@" not in mail_server.raw().lower()
    assert b"newcomer.example" not in mail_server.raw().lower()


def test_no_address_of_one_side_reaches_the_other_in_any_byte(writer, mail_server):
    path = writer.sent()
    deliver()
    link = answer_path(mail_server.mails()[0])
    shown = writer.client.get(link).content + writer.client.get(link).content
    assert WRITER.encode() not in shown
    mail_server.taken.clear()
    answered(writer, link, text="Kommen Sie am Dienstag.\nBitte Turnschuhe mitbringen.")
    deliver()
    raw = mail_server.raw()
    assert mail_server.taken[0].rcpt_tos == [WRITER]
    assert CLUB.encode() not in raw and b"verein.example" not in raw
    page = writer.client.get(path).content
    assert CLUB.encode() not in page
    assert "Turnschuhe" in page.decode()


def test_the_answer_comes_in_the_language_of_the_newcomers_page(club, client, no_haste, mail_server):
    writer = Writer(client, f"/ar/o/{club.slug}/contact/")
    writer.sent(words="شكرا")
    deliver()
    answered(writer, answer_path(mail_server.mails()[0]), text="Bitte kommen Sie.")
    deliver()
    mail = mail_server.mails()[1]
    html = parse(part(mail, "html")).one("html")
    assert (mail["Content-Language"], html.get("lang"), html.get("dir")) == ("ar", "ar", "rtl")
    assert "> Bitte kommen Sie." in part(mail, "plain")
    with translation.override("ar"):
        assert f"http://testserver/ar/o/{quote(club.slug)}/contact/" in part(mail, "plain")


def test_links_in_somebodys_words_stay_text(writer, mail_server):
    writer.sent(words="Look: https://evil.example/?a=1&b=2 <a href='https://evil.example'>x</a> www.evil.example")
    deliver()
    links = parse(part(mail_server.mails()[0], "html")).all("a")
    assert [
        link.get(
            "href",
        )
        for link in links
    ] == ["http://testserver" + answer_path(mail_server.mails()[0])]


def test_a_mail_address_is_passed_on_only_if_its_owner_allows_it(writer, mail_server):
    writer.sent(share="1")
    deliver()
    assert WRITER in part(mail_server.mails()[0], "plain")
    assert mail_server.mails()[0]["Reply-To"] is None
    assert WRITER.encode() not in mail_server.taken[0].original_content.split(b"\r\n\r\n", 1)[0]


def test_a_telephone_number_is_given_for_calling(writer, mail_server):
    path = writer.sent(reach="0711 2536110")
    deliver()
    mail = mail_server.mails()[0]
    assert "+49 711 2536110" in part(mail, "plain")
    link = answer_path(mail)
    page = parse(writer.client.get(link).content.decode())
    assert page.one(".letter-phone a").get("href") == "tel:+497112536110"
    assert not page.all("textarea")
    assert answered(writer, link).status_code == 302
    deliver()
    assert len(mail_server.taken) == 1
    assert "called you" in state(writer, path)


def test_an_entry_without_an_address_is_written_to_by_way_of_the_curators(
    client, vocabulary, no_haste, mail_server, settings
):
    settings.CURATORS_EMAIL = "team@stadt.example"
    silent = Contact(name="Petra", email="petra@person.example")
    entry = organisation("Ohne Adresse", contacts=(silent,))
    Writer(client, f"/en/o/{entry.slug}/contact/").sent()
    deliver()
    assert mail_server.taken[0].rcpt_tos == ["team@stadt.example"]
    assert f"http://testserver/en/o/{entry.slug}/" in part(mail_server.mails()[0], "plain")


def test_a_contact_person_gets_the_mail_only_with_consent(vocabulary):
    person = Contact(name="Petra", email="petra@person.example")
    entry = organisation("Ohne Adresse", contacts=(person,))
    assert services.address_of(entry.pk) == ""
    record_consent([person.id], text="ja", way="mail")
    assert services.address_of(entry.pk) == "petra@person.example"
    change(entry, email=CLUB)
    assert services.address_of(entry.pk) == CLUB


def test_a_name_of_many_lines_cannot_add_a_header(client, vocabulary, no_haste, mail_server):
    entry = organisation("Verein", email=CLUB)
    Organisation.objects.filter(pk=entry.pk).update(name="Verein\r\nBcc: x@evil.example")
    Writer(client, f"/en/o/{entry.slug}/contact/").sent(name="Oksana\r\nBcc: evil")
    deliver()
    assert mail_server.mails()[0]["Bcc"] is None
    assert mail_server.taken[0].rcpt_tos == [CLUB]
