"""Everything that writes messages: sending one, answering it, taking it back, erasing it when its time is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from organisations.models import ContactPerson, Mail, MailState, Organisation
from organisations.models.organisation import State
from organisations.outbox.outline import GERMAN, curators_address, put_out
from organisations.participation import mails
from organisations.participation.draft import Draft
from organisations.participation.models import Answer, End, Message
from organisations.secret_links import digest, new_secret
from organisations.turns import take_turn_with

KEPT_DAYS = 180  # after the last act; until then an erased message says that it was erased


class SentAlready(Exception):
    """The form's ticket has sent a message before."""


class EntryGone(Exception):
    """The entry is not public any more."""


class NotOpen(Exception):
    """The message was erased, or its time is over."""


class AnsweredAlready(Exception):
    """The form's ticket has given another answer before."""


@dataclass(frozen=True)
class Addressee:
    """To whom: an entry by id and name, with a link to its page; or the operator (no id)."""

    id: UUID | None = None
    name: str = ""
    link: str = ""

    @property
    def purpose(self) -> str:
        """What form tickets are for."""
        return f"message:{self.id or 'operator'}"


def address_of(id: UUID | None) -> str:
    """The mail address of an entry: its own, else that of the first contact person who agreed to be shown; else empty.

    A person whose consent is missing or withdrawn gets no mail.
    """
    found = Organisation.objects.filter(pk=id).values_list("email", flat=True).first() if id else ""
    if found or not id:
        return found or ""
    people = ContactPerson.objects.shown().filter(organisation_id=id).exclude(details=None).exclude(details__email="")
    first = people.select_related("details").order_by("position", "id").first()
    return first.details.email if first and first.details else ""


@transaction.atomic
def send(draft: Draft, to: Addressee, *, key: str, language: str, consent: str, site: str) -> Message:
    """Stores a message and its mail in one transaction. `key`: that of the form's ticket; `site`: our own address.

    The draft has no problems. Raises SentAlready if that ticket has sent a message before, EntryGone if the entry is
    not public any more.
    """
    take_turn_with(key)
    if sent_with(key):
        raise SentAlready
    if to.id and not _is_public(to.id):
        raise EntryGone
    answer_key = new_secret()
    message = Message.objects.create(
        **_content(draft),
        organisation_id=to.id,
        addressee=to.name,
        language=language,
        consent=consent,
        status_hash=digest(key),
        answer_hash=digest(answer_key),
        touched_at=timezone.now(),
    )
    address = address_of(to.id)
    link = f"{site}/{GERMAN}/answer/{answer_key}/"
    outline = mails.to_association(message, link, has_address=bool(address), entry_link=to.link)
    message.mail = put_out(outline, address or curators_address(), purpose="message")
    message.save(update_fields=["mail"])
    return message


def _content(draft: Draft) -> dict[str, Any]:
    """What the writer chose and typed, as a message holds it."""
    return {
        "choices": draft.choices.stored(),
        "words": draft.words,
        "name": draft.name,
        "email": draft.reached.email,
        "phone": draft.reached.phone,
        "share_email": draft.share and bool(draft.reached.email),
    }


def sent_with(key: str) -> Message | None:
    """The message that the form's ticket with this key has sent already."""
    return Message.objects.filter(status_hash=digest(key)).first()


def says_the_same(message: Message, draft: Draft) -> bool:
    """Whether a draft is what that message says. One that is over says nothing any more."""
    return not is_over(message) and all(getattr(message, name) == value for name, value in _content(draft).items())


def _is_public(id: UUID) -> bool:
    """Whether the entry is public; it stays so until the end of the transaction."""
    locked = Organisation.objects.select_for_update(no_key=True).filter(pk=id, state=State.PUBLIC)
    return bool(locked.values_list("pk", flat=True))


@transaction.atomic
def answer(message: Message, text: str, *, key: str, again: str) -> Answer:
    """Stores an answer and, if it has a text, its mail to the newcomer. An answer given twice (same `key`) is one.

    Raises NotOpen if the message is gone, AnsweredAlready if that key has given an answer with another text.
    """
    now_there = Message.objects.select_for_update().filter(pk=message.pk).first()
    if now_there is None or is_over(now_there):
        raise NotOpen
    given, new = Answer.objects.get_or_create(key_hash=digest(key), defaults={"message": now_there, "text": text})
    if not new:
        if given.text != text:
            raise AnsweredAlready
        return given
    Message.objects.filter(pk=now_there.pk).update(touched_at=timezone.now())
    if text and now_there.email:
        given.mail = put_out(mails.to_newcomer(now_there, given, again), now_there.email, purpose="answer")
        given.save(update_fields=["mail"])
    return given


@transaction.atomic
def withdraw(message: Message) -> None:
    """The writer takes the message back: nothing is left here, and a mail that waits is not sent any more."""
    locked = Message.objects.select_for_update().filter(pk=message.pk, erased_at=None).first()
    if locked:
        _erase(locked, End.WITHDRAWN, timezone.now())


def purge(now: datetime | None = None) -> int:
    """Erases messages whose time is over; how many."""
    now = now or timezone.now()
    erased = 0
    due = Message.objects.filter(erased_at=None, touched_at__lt=now - timedelta(days=settings.MESSAGE_DAYS))
    for id in due.values_list("pk", flat=True):
        with transaction.atomic():
            message = due.select_for_update().filter(pk=id).first()
            if message:
                _erase(message, End.PURGED, now)
                erased += 1
    return erased


def forget_empty(now: datetime | None = None) -> int:
    """Removes what is left of erased messages half a year after the last act of either side; how many."""
    then = (now or timezone.now()) - timedelta(days=KEPT_DAYS)
    removed = Message.objects.filter(touched_at__lt=then).exclude(erased_at=None).delete()[1]
    return removed.get("participation.Message", 0)


def is_over(message: Message) -> bool:
    """Whether a message is erased, or would be at the next purge."""
    over = timezone.now() - timedelta(days=settings.MESSAGE_DAYS)
    return message.erased_at is not None or message.touched_at < over


def _erase(message: Message, end: End, now: datetime) -> None:
    answers = message.answers.values_list("mail", flat=True)
    mails_of_it = Mail.objects.filter(pk__in=[id for id in (message.mail_id, *answers) if id])
    mails_of_it.exclude(state=MailState.SENT).delete()
    message.refresh_from_db(fields=["mail"])
    mails_of_it.update(recipient="", subject="", text="", html="")
    message.answers.update(text="")
    message.addressee = message.words = message.name = message.email = message.phone = message.consent = ""
    message.choices, message.share_email, message.organisation = {}, False, None
    message.erased_at, message.end = now, end
    message.save()
