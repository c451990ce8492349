"""Mail servers that are away, refuse or hang up, and processes that are killed: nothing is lost."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from organisations.models import Mail, MailState, RateCounter
from organisations.outbox import sending
from organisations.participation import services
from organisations.participation.models import Message
from organisations.participation.phrases import Choices
from tests.participation.conftest import CLUB, Writer
from tests.participation.mailing import answer_path, answered, deliver, environment, state, time_passes
from tests.participation.smtp import MailServer

pytestmark = [pytest.mark.django_db(transaction=True)]


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


@contextmanager
def halted_before_it_is_written_down() -> Iterator[None]:
    """The database takes half a minute to note that a mail was sent; afterwards it forgets who waited for that."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION halt() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(30); RETURN NEW; END'"
        )
        cursor.execute(
            "CREATE TRIGGER halt BEFORE UPDATE ON organisations_mail FOR EACH ROW"
            " WHEN (NEW.state = 'sent') EXECUTE FUNCTION halt()"
        )
        yield
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event = 'PgSleep'"
        )
        time.sleep(0.3)
        cursor.execute("DROP FUNCTION halt CASCADE")


def kill_a_process_that_sends(mail_server: MailServer) -> None:
    """`kill -9` shortly after the mail server has taken its mail."""
    sends = "import django; django.setup(); from organisations.outbox.sending import deliver; deliver(60)"
    process = subprocess.Popen(
        [sys.executable, "-c", sends], env=os.environ | environment(mail_server), start_new_session=True
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


def test_killed_between_acceptance_and_commit_the_mail_comes_twice_with_the_same_message_id(writer, mail_server):
    """`kill -9` of a real process that waits for its word to be written down; the mail server has the mail by then."""
    writer.sent()
    with halted_before_it_is_written_down():
        kill_a_process_that_sends(mail_server)
    assert Mail.objects.get().state == MailState.SENDING
    time_passes(6)
    deliver()
    first, second = mail_server.mails()
    assert first["Message-ID"] == second["Message-ID"]
    assert Mail.objects.get().state == MailState.SENT
    deliver()
    assert len(mail_server.taken) == 2


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
