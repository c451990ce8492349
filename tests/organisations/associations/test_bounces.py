"""Mails that come back: who is out of reach gets no reminders, until a sign of life; no mailbox does any harm."""

import mailbox
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from organisations.models import Editor, EditorLink, Mail, MailState
from organisations.outbox import bounces
from organisations.outbox.bounces import read_mailbox
from organisations.services.ownership import new_link, open_session
from tests.factories import organisation
from tests.organisations.associations.conftest import SITE
from tests.organisations.associations.test_reminders import ERIKA, edited_by

pytestmark = pytest.mark.django_db
REPORT = """From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: {kind}

Message-ID: {id}
Subject: Ihr Eintrag

--b--
"""


@pytest.fixture
def editor(vocabulary: None) -> Editor:
    """Somebody to whom a mail went yesterday."""
    return edited_by(organisation("Bunter Ball"))


@pytest.fixture
def mail(editor: Editor) -> Mail:
    """That mail."""
    sent = Mail.objects.create(
        purpose="reminder", recipient=ERIKA, language="de", header_id="<abc@stadt.example>", state=MailState.SENT,
        next_at=timezone.now(),
    )  # fmt: skip
    Mail.objects.update(created_at=timezone.now() - timedelta(days=1))
    return sent


def report(**values: str) -> bytes:
    words = {
        "to": "rueck@stadt.example", "recipient": ERIKA, "action": "failed", "status": "5.1.1",
        "id": "<abc@stadt.example>", "kind": "text/rfc822-headers",
    }  # fmt: skip
    return REPORT.format(**(words | values)).encode()


def as_mbox(folder: Path, *messages: bytes) -> str:
    box = mailbox.mbox(folder / "mbox")
    for message in messages:
        box.add(message)
    box.flush()
    return str(folder / "mbox")


def as_maildir(folder: Path, *messages: bytes) -> str:
    box = mailbox.Maildir(folder / "maildir")
    for message in messages:
        box.add(message)
    return str(folder / "maildir")


def bounced() -> bool:
    return Editor.objects.exclude(bounced_at=None).exists()


@pytest.mark.parametrize("kept", [as_mbox, as_maildir])
@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_a_mail_that_failed_for_good_is_found_by_its_message_id(mail, tmp_path, kept: Callable[..., str], kind):
    other = b"From: a@b.example\nSubject: Urlaub\n\nFrom here on nothing matters.\n"
    path = kept(tmp_path, other, report(kind=kind, recipient="forwarded@elsewhere.example"), other)
    assert read_mailbox(path) == (3, 1)
    assert bounced()


def test_or_by_its_recipient_if_we_wrote_to_them_lately(mail, tmp_path):
    path = as_mbox(tmp_path, report(id="", recipient=ERIKA.upper()))
    assert read_mailbox(path) == (1, 1)


@pytest.mark.parametrize(
    "values",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"action": "delivered", "status": "2.0.0"},
        {"action": "failed", "status": "4.2.2"},
        {"id": "<other@stadt.example>", "recipient": "somebody@else.example"},
        {"id": "", "recipient": ""},
    ],
    ids=str,
)
def test_delays_deliveries_and_mails_of_others_mean_nothing(mail, tmp_path, values):
    assert read_mailbox(as_mbox(tmp_path, report(**values))) == (1, 0)
    assert not bounced()


def test_nobody_is_silenced_by_a_notification_about_a_mail_that_we_never_sent(editor, tmp_path):
    assert read_mailbox(as_mbox(tmp_path, report())) == (1, 0)


def test_nor_by_one_about_a_mail_of_long_ago(mail, tmp_path):
    Mail.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert read_mailbox(as_mbox(tmp_path, report())) == (1, 0)


def test_a_sign_of_life_ends_it_and_the_same_mailbox_does_not_bring_it_back(mail, editor, tmp_path):
    path = as_mbox(tmp_path, report())
    read_mailbox(path)
    new_link(editor, SITE)
    open_session(EditorLink.objects.select_related("editor").get())
    assert not bounced()
    assert read_mailbox(path) == (1, 0)
    assert not bounced()


def test_the_sign_of_life_holds_for_all_entries_of_the_address(mail, editor, tmp_path):
    edited_by(organisation("Zweiter"), ERIKA.upper())
    path = as_mbox(tmp_path, report())
    assert read_mailbox(path) == (1, 2)
    new_link(editor, SITE)
    open_session(EditorLink.objects.select_related("editor").get())
    assert read_mailbox(path) == (1, 0)
    assert not bounced()


def test_reading_changes_nothing_in_the_mailbox(mail, tmp_path):
    path = as_mbox(tmp_path, report())
    before = Path(path).read_bytes()
    read_mailbox(path)
    assert Path(path).read_bytes() == before


def nested(levels: int) -> bytes:
    head = b"Content-Type: multipart/report; boundary=%d\n\n--%d\n"
    return b"".join(head % (number, number) for number in range(levels))


HOSTILE = {
    "nothing": b"",
    "no line ends": b"x" * 3_000_000,
    "NUL bytes": b"\0" * 10_000 + b"\nFrom \0\n" + report(),
    "no boundary": report().replace(b'boundary="b"', b'boundary="other"'),
    "boundary missing": report().replace(b'; boundary="b"', b""),
    "nested a thousand times": nested(1_000),
    "an unknown charset": report().replace(b"text/rfc822-headers", b"text/rfc822-headers; charset=x-none"),
    "broken base64": report().replace(
        b"Content-Type: text/rfc822-headers", b"Content-Type: text/rfc822-headers\nContent-Transfer-Encoding: base64"
    ),
    "a recipient of a megabyte": report(id="", recipient="a" * 1_000_000),
    "a recipient with NUL": report(id="", recipient="a\0b@x.example"),
    "bytes that are no text": report(id="", recipient="XX").replace(b"XX", b"\xff\xfe@\xff"),
    "a thousand recipients": report().replace(
        b"\n\n--b\nContent-Type: text/rfc822", b"\n\nFinal-Recipient: rfc822; x\nAction: failed\nStatus: 5" * 1_000
    ),
    "a header of a megabyte": b"Subject: " + b"=?utf-8?q?" * 100_000 + b"\n\n",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_message_is_harmless_and_the_one_behind_it_is_read(mail, tmp_path, content):
    path = tmp_path / "mbox"
    path.write_bytes(b"From x\n" + content + b"\n\nFrom MAILER-DAEMON\n" + report())
    _read, silenced = read_mailbox(str(path))
    assert (silenced, bounced()) == (1, True)


def test_of_a_mailbox_without_end_its_end_is_read_in_little_memory(mail, tmp_path, monkeypatch):
    monkeypatch.setattr(bounces, "MOST_BYTES", 1_000_000)
    path = tmp_path / "mbox"
    path.write_bytes(b"From x\n\n" + b"line\n" * 2_000_000 + b"\nFrom MAILER-DAEMON\n" + report())
    pieces = list(bounces._messages(path))
    assert sum(map(len, pieces)) < bounces.LARGEST + 2_000
    assert read_mailbox(str(path))[1] == 1


def test_a_mailbox_that_is_not_there_is_said_in_words(settings, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("read_bounces", str(tmp_path / "missing"))
    settings.BOUNCE_MAILBOX = ""
    with pytest.raises(CommandError, match="BOUNCE_MAILBOX"):
        call_command("read_bounces")


def test_the_command_says_how_many(mail, tmp_path, capsys):
    call_command("read_bounces", as_mbox(tmp_path, report()))
    assert capsys.readouterr().out == "1 messages read, 1 editors get no reminders any more.\n"


def test_an_ordinary_mail_that_quotes_a_notification_means_nothing(mail, tmp_path):
    quoting = EmailMessage()
    quoting["Subject"] = "Fwd: Undelivered"
    quoting.set_content(report().decode())
    assert read_mailbox(as_mbox(tmp_path, quoting.as_bytes())) == (1, 0)
