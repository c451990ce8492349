"""Mail really travels: to a mail server on loopback that may be away, refuse, hang up, or meet a killed process."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone, translation

from organisations.document import Contact
from organisations.models import Organisation, RateCounter
from organisations.participation import sending, services
from organisations.participation.models import Answer, Mail, MailState, Message
from organisations.participation.phrases import Choices, letter
from organisations.services.consent import record_consent
from tests.factories import change, organisation
from tests.html import parse
from tests.participation.conftest import CLUB, GOOD, WRITER, Writer, only_message
from tests.participation.smtp import MailServer, part

pytestmark = [pytest.mark.django_db(transaction=True)]
OURS = "karte@stadt.example"


def deliver() -> None:
    """What the queue's job does."""
    sending.deliver(30)


def time_passes(minutes: float) -> None:
    """The moment of the next attempt comes."""
    Mail.objects.update(next_at=timezone.now() - timedelta(seconds=1))
    Mail.objects.exclude(since=None).update(since=timezone.now() - timedelta(minutes=minutes))


def state(writer: Writer, path: str) -> str:
    return parse(writer.client.get(path).content.decode()).one("[role=status]").text


def answer_path(mail: Any) -> str:
    return re.findall(r"http://testserver(/de/answer/[\w-]{43}/)", part(mail, "plain"))[0]


def answered(writer: Writer, path: str, **form: str) -> Any:
    ticket = parse(writer.client.get(path).content.decode()).one("input[name=ticket]").get("value")
    return writer.client.post(path, {"ticket": ticket} | form)


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
    writer.sent(
        words="Look: https://evil.example/?a=1&b=2 <a href='https://evil.example'>x</a>", name="www.evil.example"
    )
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
    Writer(client, f"/en/o/{entry.slug}/contact/").sent(name="Oksana\r\nBcc: x@evil.example")
    deliver()
    assert mail_server.mails()[0]["Bcc"] is None
    assert mail_server.taken[0].rcpt_tos == [CLUB]


# Trouble


def test_mail_server_down_means_queued_and_said_so_and_up_means_sent(writer, mail_server):
    mail_server.stop()
    path = writer.sent()
    assert "stored and is being sent" in state(writer, path)
    deliver()
    assert "mail server does not answer" in state(writer, path)
    for _ in range(20):
        time_passes(1)
        deliver()
    assert Mail.objects.get().state == MailState.QUEUED
    mail_server.start()
    time_passes(1)
    deliver()
    assert "has been sent" in state(writer, path)
    assert len(mail_server.taken) == 1
    deliver()
    assert len(mail_server.taken) == 1


def test_without_a_mail_server_the_other_mails_do_not_try_in_vain(writer, mail_server):
    mail_server.stop()
    for number in range(3):
        writer.sent(reach=f"somebody{number}@newcomer.example")
    deliver()
    deliver()
    assert sorted(Mail.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    mail_server.start()
    time_passes(1)
    deliver()
    assert len(mail_server.taken) == 3


@pytest.mark.parametrize("behaviour", ["rcpt 451 try later", "data 452 full", "data 421 closing"])
def test_a_mail_refused_for_now_is_sent_later(writer, mail_server, behaviour):
    writer.sent()
    mail_server.behaviour = behaviour
    deliver()
    assert Mail.objects.get().state == MailState.QUEUED
    mail_server.behaviour = "take"
    time_passes(1)
    deliver()
    assert (Mail.objects.get().state, len(mail_server.taken)) == (MailState.SENT, 1)


@pytest.mark.parametrize("behaviour", [f"rcpt 550 no such user {CLUB}", "data 554 no"])
def test_a_mail_refused_for_good_is_told_to_the_writer_and_hinders_no_other(writer, mail_server, behaviour, caplog):
    path = writer.sent()
    mail_server.behaviour = behaviour
    deliver()
    assert "could not be delivered" in state(writer, path)
    assert mail_server.refused == 1
    assert CLUB not in caplog.text
    mail_server.behaviour = "take"
    writer.sent(reach="other@newcomer.example")
    deliver()
    assert len(mail_server.taken) == 1


def test_a_mail_taken_without_a_word_is_sent_again_with_the_same_message_id(writer, mail_server):
    writer.sent()
    mail_server.behaviour = "drop"
    deliver()
    assert Mail.objects.get().state == MailState.QUEUED
    mail_server.behaviour = "take"
    time_passes(1)
    deliver()
    first, second = mail_server.mails()
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]
    assert Mail.objects.get().state == MailState.SENT


def test_a_mail_that_waits_for_days_is_given_up(writer, mail_server):
    path = writer.sent()
    mail_server.stop()
    Mail.objects.update(created_at=timezone.now() - timedelta(days=6))
    deliver()
    assert "could not be delivered" in state(writer, path)


def test_what_a_mail_says_is_emptied_once_it_is_sent(writer, mail_server):
    writer.sent()
    deliver()
    mail = Mail.objects.get()
    assert (mail.text, mail.html) == ("", "")


def test_a_worker_ended_in_the_middle_is_followed_by_another_after_five_minutes(writer, mail_server):
    writer.sent()
    assert sending.take_one()
    deliver()
    assert mail_server.taken == []
    time_passes(6)
    deliver()
    assert len(mail_server.taken) == 1


def test_killed_between_acceptance_and_commit_the_mail_comes_twice_with_the_same_message_id(writer, mail_server):
    """`kill -9` of a real process that waits for its word to be written down; the mail server has the mail by then."""
    writer.sent()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION halt() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(30); RETURN NEW; END'"
        )
        cursor.execute(
            "CREATE TRIGGER halt BEFORE UPDATE ON participation_mail FOR EACH ROW"
            " WHEN (NEW.state = 'sent') EXECUTE FUNCTION halt()"
        )
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import django; django.setup(); from organisations.participation.sending import deliver; deliver(60)",
        ],
        env=os.environ | environment(mail_server),
        start_new_session=True,
    )
    try:
        end = time.monotonic() + 60
        while not mail_server.taken:
            assert time.monotonic() < end and process.poll() is None
            time.sleep(0.05)
        time.sleep(0.5)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event = 'PgSleep'"
        )
        time.sleep(0.3)
        cursor.execute("DROP FUNCTION halt CASCADE")
    assert Mail.objects.get().state == MailState.SENDING
    time_passes(6)
    deliver()
    first, second = mail_server.mails()
    assert first["Message-ID"] == second["Message-ID"]
    assert Mail.objects.get().state == MailState.SENT
    deliver()
    assert len(mail_server.taken) == 2


def environment(mail_server: MailServer) -> dict[str, str]:
    """The settings of another process on the test's database."""
    database = connection.settings_dict
    place = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}@{database['HOST']}:{database['PORT']}"
    return {
        "DJANGO_SETTINGS_MODULE": "mapping.settings",
        "DATABASE_URL": f"postgres://{place}/{database['NAME']}",
        "DATABASE_READ_URL": "",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(mail_server.port),
        "DEFAULT_FROM_EMAIL": OURS,
    }


def test_the_queue_sends_by_itself(writer, mail_server):
    """The real worker of the queue, as script/server starts it."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "work"], env=os.environ | environment(mail_server), start_new_session=True
    )
    try:
        writer.sent()
        end = time.monotonic() + 90
        while not (mail_server.taken and Mail.objects.get().state == MailState.SENT):
            assert time.monotonic() < end and process.poll() is None
            time.sleep(0.1)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)
    assert len(mail_server.taken) == 1


def test_many_mails_after_a_long_silence_go_out_once_each(club, mail_server):
    from organisations.participation.draft import Draft
    from organisations.participation.services import Addressee

    for number in range(60):
        draft = Draft(Choices(("ask",)), name="Oksana", reach=f"w{number}@newcomer.example", consent=True)
        services.send(
            draft, Addressee(club.pk, club.name), key=f"key{number}", language="en", consent="x", site="http://s"
        )
    deliver()
    ids = [mail["Message-ID"] for mail in mail_server.mails()]
    assert len(ids) == len(set(ids)) == 60


def test_a_mail_that_cannot_be_built_waits_and_hinders_no_other(writer, mail_server):
    writer.sent()
    Mail.objects.update(subject="two\nlines")
    writer.sent(reach="other@newcomer.example")
    deliver()
    assert len(mail_server.taken) == 1
    assert sorted(Mail.objects.values_list("state", flat=True)) == [MailState.QUEUED, MailState.SENT]


def test_an_address_with_umlauts_in_its_domain_gets_its_answer(writer, mail_server):
    writer.sent(reach="oksana@müller.example")
    deliver()
    answered(writer, answer_path(mail_server.mails()[0]), text="Ja.")
    deliver()
    assert mail_server.taken[1].rcpt_tos == ["oksana@xn--mller-kva.example"]


def test_a_form_sent_by_two_requests_at_once_is_one_message(writer, mail_server):
    ticket = writer.ticket()

    def send(_number: int) -> str:
        try:
            return writer.sent(ticket=ticket)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        paths = {path.split("?")[0] for path in hands.map(send, range(4))}
    assert len(paths) == Message.objects.count() == Mail.objects.count() == 1


def test_forty_generated_messages_leak_no_address_in_any_byte(club, client, no_haste, mail_server):
    chance = random.Random(7)
    for number in range(40):
        language = chance.choice(["de", "en", "ar"])
        writer = Writer(client, f"/{language}/o/{club.slug}/contact/")
        words = chance.choice(["", "Hallo\n.\nRCPT TO:<x@evil.example>\n", "From: x", "مرحبا", "<a href=x>", "=\n=3D"])
        name = chance.choice(["Oksana", "سمير", 'O\'Neil "Bo"', "=?utf-8?q?x?=", "Zoë; x"])
        writer.sent(reach=f"w{number}@newcomer{number}.example", words=words, name=name)
        RateCounter.objects.all().delete()
    deliver()
    assert len(mail_server.taken) == 40
    assert {tuple(envelope.rcpt_tos) for envelope in mail_server.taken} == {(CLUB,)}
    assert b"@newcomer" not in mail_server.raw().lower()
    links = [answer_path(mail) for mail in mail_server.mails()]
    mail_server.taken.clear()
    for link in links:
        assert b"@newcomer" not in client.get(link).content.lower()
        assert answered(writer, link, text=chance.choice(["Ja.", "Bitte\n.\nanrufen", "نعم"])).status_code == 302
    deliver()
    assert len(mail_server.taken) == 40
    assert CLUB.encode() not in mail_server.raw()


# Answers


def test_opening_the_link_of_the_mail_changes_nothing(writer, mail_server):
    path = writer.sent()
    deliver()
    link = answer_path(mail_server.mails()[0])
    before = list(Message.objects.values()), list(Mail.objects.values())
    for method in ("get", "head", "options"):
        getattr(writer.client, method)(link)
        getattr(writer.client, method)(path)
    assert (list(Message.objects.values()), list(Mail.objects.values())) == before
    assert not Answer.objects.exists()


def test_an_answer_given_twice_is_sent_once(writer, mail_server):
    writer.sent()
    deliver()
    link = answer_path(mail_server.mails()[0])
    ticket = parse(writer.client.get(link).content.decode()).one("input[name=ticket]").get("value")
    for _ in range(2):
        assert writer.client.post(link, {"ticket": ticket, "text": "Ja."}).status_code == 302
    deliver()
    assert len(mail_server.taken) == 2


@pytest.mark.parametrize(("text", "words"), [("", "write an answer"), ("ä" * 4_001, "too long by 1 letter")])
def test_an_answer_that_cannot_be_sent_comes_back(writer, mail_server, text, words):
    writer.sent()
    deliver()
    link = answer_path(mail_server.mails()[0]).replace("/de/", "/en/")
    back = answered(writer, link, text=text)
    page = parse(back.content.decode())
    assert back.status_code == 400
    assert words in page.one("[role=alert]").text
    assert page.one("textarea").text == text


def test_an_answer_to_an_old_page_is_not_lost(writer, mail_server):
    writer.sent()
    deliver()
    link = answer_path(mail_server.mails()[0]).replace("/de/", "/en/")
    back = writer.client.post(link, {"ticket": "old", "text": "Ja, gerne."})
    assert parse(back.content.decode()).one("textarea").text == "Ja, gerne."
    assert "Nothing is lost" in parse(back.content.decode()).one("[role=alert]").text


def test_an_answer_works_though_the_entry_is_gone_since(writer, club, mail_server):
    writer.sent()
    deliver()
    change(club, state="archived")
    answered(writer, answer_path(mail_server.mails()[0]), text="Ja.")
    deliver()
    assert "http://testserver/en/contact/" in part(mail_server.mails()[1], "plain")
