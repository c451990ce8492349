"""Sending the mails that wait. Nothing is lost; a mail goes out twice only if the process dies after the mail server
took it and before that is written down, and then with the same Message-ID.
"""

import contextlib
import logging
import smtplib
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime, formataddr, parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import InterfaceError, OperationalError, connections, transaction
from django.db.models import Q
from django.utils import timezone, translation

from organisations.models import Mail, MailState
from organisations.outbox.bounces import note_bounce
from organisations.outbox.nudge import deliver_soon
from organisations.outbox.outline import html_lang, own_address, site_name

# A sender that is alive is done by then: EMAIL_TIMEOUT holds for each step of a conversation with the mail server.
STALLED = timedelta(minutes=5)
GIVE_UP = timedelta(days=5)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=30)
WAIT_SECONDS = 3_600.0  # for the database, with a mail that is sent
EMPTY = timedelta(days=365)
SERVER_PAUSE = timedelta(seconds=60)  # the mail server is away: all mails wait, and none is to blame
logger = logging.getLogger(__name__)


class ServerAway(Exception):
    """The mail server cannot be talked to at all."""


class Refused(Exception):
    """The mail server will not take this mail, now or ever."""


class NobodyThere(Refused):
    """The mail server knows no such recipient."""


@dataclass(frozen=True)
class Attempt:
    """A mail that this process has taken in hand, and which attempt it is."""

    mail: Mail
    number: int


def deliver(seconds: float) -> bool:
    """Sends waiting mails one after another for so long; whether some may still wait that could go now."""
    end = time.monotonic() + seconds
    connection = get_connection()
    try:
        while time.monotonic() < end:
            attempt = take_one()
            if attempt is None:
                return False
            if not _send(attempt, connection):
                return False
        return True
    finally:
        _close(connection)


def take_one() -> Attempt | None:
    """Takes the mail that has waited longest; nobody else takes it until it is stalled."""
    now = timezone.now()
    stalled = Q(state=MailState.SENDING) & (Q(since__lt=now - STALLED) | Q(since__gt=now + STALLED))
    waiting = Mail.objects.filter(Q(state=MailState.QUEUED, next_at__lte=now) | stalled)
    with transaction.atomic():
        mail = waiting.order_by("next_at", "id").select_for_update(skip_locked=True).first()
        if mail is None:
            return None
        mail.state, mail.since, mail.attempts = MailState.SENDING, now, mail.attempts + 1
        mail.save(update_fields=["state", "since", "attempts"])
    return Attempt(mail, mail.attempts)


def _send(attempt: Attempt, connection: BaseEmailBackend) -> bool:
    """One attempt; whether it makes sense to go on with the next mail."""
    try:
        hand_over(attempt.mail, connection)
    except ServerAway as trouble:
        later(attempt, SERVER_PAUSE, trouble)
        _hold_back()
        return False
    except Refused as trouble:
        give_up(attempt, trouble)
        return True
    except Exception as trouble:  # whatever hinders one mail must not hinder the others, nor lose it
        _close(connection)
        later(attempt, min(FIRST_PAUSE * 2 ** min(attempt.number - 1, 10), LONGEST_PAUSE), trouble)
        return True
    written_down(attempt.mail.pk)
    return True


def hand_over(mail: Mail, connection: BaseEmailBackend) -> None:
    """Gives a mail to the mail server. Raises ServerAway, Refused, or an error that may pass."""
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        raise ServerAway(_short(error)) from error
    try:
        connection.send_messages([as_mail(mail)])
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        if codes and min(codes) >= 500:
            raise NobodyThere(f"recipient refused with {codes[0]}") from error
        raise
    except smtplib.SMTPDataError as error:
        if error.smtp_code >= 500:
            raise Refused(f"message refused with {error.smtp_code}") from error
        raise


def as_mail(mail: Mail) -> EmailMultiAlternatives:
    """The mail as it goes over the wire. Nothing in it names the other side: sender and envelope are our own."""
    with translation.override(mail.language):
        name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
        sender = formataddr((name or site_name(), address))
    unsubscribe = {}
    if mail.unsubscribe:  # RFC 8058: one click, no page to read
        unsubscribe = {
            "List-Unsubscribe": f"<{mail.unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    made = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        settings.ENVELOPE_FROM or own_address(),
        [mail.recipient],
        headers={
            "From": sender,
            "Message-ID": mail.header_id,
            "Date": format_datetime(mail.created_at),
            "Content-Language": html_lang(mail.language),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            **unsubscribe,
        },
    )
    made.attach_alternative(mail.html, "text/html")
    return made


def written_down(id: UUID) -> None:
    """The mail server has taken the mail: it is never sent again, and what it said is emptied.

    If the database is away this waits for it: without the note the mail would go out twice.
    """
    end = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            sent = {"state": MailState.SENT, "sent_at": timezone.now()}
            Mail.objects.filter(pk=id).update(**sent, text="", html="", unsubscribe="")
            return
        except (OperationalError, InterfaceError):
            if time.monotonic() > end:
                raise
            logger.warning("mail %s is sent; the database is away, so that is written down later", id)
            connections["default"].close()
            time.sleep(1)


def later(attempt: Attempt, pause: timedelta, trouble: Exception) -> None:
    """The mail waits for its next attempt, unless it has waited long enough."""
    now = timezone.now()
    if attempt.mail.created_at < now - GIVE_UP:
        give_up(attempt, trouble)
        return
    mine = Mail.objects.filter(pk=attempt.mail.pk, state=MailState.SENDING, attempts=attempt.number)
    mine.update(state=MailState.QUEUED, next_at=now + pause)
    logger.warning("mail %s waits, attempt %s failed: %s", attempt.mail.pk, attempt.number, _short(trouble))


def give_up(attempt: Attempt, trouble: Exception) -> None:
    """The mail cannot be delivered; its writer sees that on the status page."""
    Mail.objects.filter(pk=attempt.mail.pk).exclude(state=MailState.SENT).update(state=MailState.FAILED)
    if isinstance(trouble, NobodyThere):
        note_bounce(attempt.mail)
    logger.error("mail %s cannot be delivered: %s", attempt.mail.pk, _short(trouble))


def send_again(id: str) -> bool:
    """A mail that failed is tried once more; False if there is nothing left of it to send."""
    try:
        failed = Mail.objects.filter(pk=UUID(id), state=MailState.FAILED).exclude(text="").exclude(recipient="")
    except ValueError:
        return False
    if not failed.update(state=MailState.QUEUED, next_at=timezone.now()):
        return False
    deliver_soon()
    return True


def forget_recipients(now: datetime | None = None) -> int:
    """Empties whom mails of long ago went to, and what they were about; returns of how many.

    What is empty for a year goes too.
    """
    now = now or timezone.now()
    over = Mail.objects.filter(
        state__in=[MailState.SENT, MailState.FAILED], created_at__lt=now - timedelta(days=settings.MESSAGE_DAYS)
    )
    over.filter(created_at__lt=now - EMPTY, recipient="").delete()
    return over.exclude(recipient="").update(recipient="", subject="", text="", html="", unsubscribe="")


def _hold_back() -> None:
    """Without a mail server no mail needs to try for a while."""
    soon = timezone.now() + SERVER_PAUSE
    Mail.objects.filter(state=MailState.QUEUED, next_at__lt=soon).update(next_at=soon)


def _close(connection: BaseEmailBackend) -> None:
    """Says goodbye; what was handed over stays handed over, whatever the server answers to that."""
    with contextlib.suppress(smtplib.SMTPException, OSError):
        connection.close()


def _short(error: BaseException) -> str:
    """An error for the log: its kind and code. Texts of mail servers quote addresses."""
    code = getattr(error, "smtp_code", "")
    if isinstance(error, ServerAway | Refused):
        return str(error)
    return f"{type(error).__name__} {code}".strip()
