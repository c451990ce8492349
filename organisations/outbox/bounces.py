"""Mails that come back: delivery status notifications (RFC 3464) in a mailbox, matched with what we have sent.

The mailbox may hold anything anybody sends: it is read within limits and never written. What it says counts only for a
mail of ours of the last weeks, found by its Message-ID, else by the recipient; and only until the person behind the
address gives a sign of life, so that reading the same mailbox again does no harm.
"""

import email
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import Message
from pathlib import Path
from typing import Any, BinaryIO

from django.utils import timezone

from organisations.models import Editor, EditorLink, Mail, MailState

LARGEST = 256_000  # bytes of a message that are read: a notification says what matters near its beginning
MOST_BYTES = 100_000_000  # of a mailbox file: its end
MOST_MESSAGES = 20_000
COUNTS_FOR = timedelta(days=30)  # as long as a link works: then we would not know of a sign of life any more
_LINE = 64_000
_ID = re.compile(r"<[^<>\s]{1,190}>")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failure:
    """A mail that could not be delivered for good: the Message-ID it had, if the notification says so, and to whom."""

    header_id: str
    recipient: str


def read_mailbox(path: str) -> tuple[int, int]:
    """Notes what came back in an mbox file or a Maildir; how many messages were read, how many editors that silences.

    Raises OSError when there is no such mailbox.
    """
    read = silenced = 0
    for raw in _messages(Path(path)):
        read += 1
        for failure in failures_of(raw):
            mail = _mail_of(failure)
            silenced += note_bounce(mail) if mail else 0
    return read, silenced


def note_bounce(mail: Mail) -> int:
    """No mail reaches the address of this one: no more reminders, until a sign of life. How many editors that touches.

    A link to that address that was used after the mail was written is one.
    """
    if mail.state == MailState.SENT:
        Mail.objects.filter(pk=mail.pk, bounced_at=None).update(bounced_at=timezone.now())
    if not mail.recipient:
        return 0
    everybody = Editor.objects.at(mail.recipient)
    if EditorLink.objects.filter(editor__in=everybody, used_at__gte=mail.created_at).exists():
        return 0
    return everybody.filter(revoked_at=None, bounced_at=None).update(bounced_at=timezone.now())


def failures_of(raw: bytes) -> list[Failure]:
    """What a message says of mails that failed for good; nothing if it is no notification, or cannot be understood."""
    try:
        message = email.message_from_bytes(raw)
        if message.get_content_type() != "multipart/report":
            return []
        parts = list(message.walk())
        header_id = next(filter(None, map(_original_id, parts)), "")
        return [Failure(header_id, address) for part in parts for address in _failed(part)]
    except Exception as trouble:  # whatever somebody sends, the next message is read
        logger.info("a message of the mailbox cannot be understood: %s", type(trouble).__name__)
        return []


def _failed(part: Message) -> Iterator[str]:
    """The recipients in the fields for one recipient each (RFC 3464, section 2.3) that failed for good."""
    for_good = str(part.get("Status", "")).strip().startswith("5")
    if str(part.get("Action", "")).strip().lower() == "failed" and for_good:
        kind, _, address = str(part.get("Final-Recipient", "")).partition(";")
        yield address.strip() if kind.strip().lower() == "rfc822" else ""


def _original_id(part: Message) -> str:
    """The Message-ID of the mail that came back, which stands in a part of its own, whole or its headers alone."""
    payload: Any = part.get_payload(decode=True)
    if part.get_content_type() == "text/rfc822-headers":
        original: Any = email.message_from_bytes(payload or b"")
    elif part.get_content_type() == "message/rfc822" and isinstance(payload := part.get_payload(), list):
        original = payload[0]
    else:
        return ""
    found = _ID.search(str(original.get("Message-ID", "")))
    return found.group() if found else ""


def _mail_of(failure: Failure) -> Mail | None:
    """The mail of ours that came back."""
    lately = Mail.objects.filter(state=MailState.SENT, created_at__gte=timezone.now() - COUNTS_FOR)
    if failure.header_id and (found := lately.filter(header_id=failure.header_id).first()):
        return found
    if not failure.recipient or "\0" in failure.recipient:
        return None
    return lately.filter(recipient__iexact=failure.recipient[:300]).order_by("created_at").last()


def _messages(path: Path) -> Iterator[bytes]:
    """The messages of a Maildir or mbox file as they came, cut where they are too long."""
    if path.is_dir():
        files = (file for name in ("new", "cur") for file in (path / name).iterdir() if file.is_file())
        newest = sorted(files, key=lambda file: file.stat().st_mtime, reverse=True)[:MOST_MESSAGES]
        for file in newest:
            with file.open("rb") as content:
                yield content.read(LARGEST)
        return
    with path.open("rb") as content:
        content.seek(max(0, path.stat().st_size - MOST_BYTES))
        yield from _of_mbox(content)


def _of_mbox(content: BinaryIO) -> Iterator[bytes]:
    """Messages begin with a line "From …" behind an empty one."""
    message, empty, count = bytearray(), True, 0
    while (line := content.readline(_LINE)) and count < MOST_MESSAGES:
        if empty and line.startswith(b"From "):
            if message:
                count += 1
                yield bytes(message)
            message = bytearray()
        elif len(message) < LARGEST:
            message += line
        empty = line in (b"\n", b"\r\n")
    if message:
        yield bytes(message)
