"""What mails say: the association's in German, the newcomer's in their own language; both parts of one source."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from organisations import formats
from organisations.languages import language_name
from organisations.outbox.outline import GERMAN, Block, Outline, html_lang, one_full_stop, site_name
from organisations.participation.models import Answer, Message
from organisations.participation.phrases import Choices, isolated, letter
from organisations.reach import shown_phone


def to_association(message: Message, link: str, *, has_address: bool, entry_link: str) -> Outline:
    """The first message for the association, or for the curators if the entry has no address to write to."""
    with translation.override(GERMAN):
        return Outline(GERMAN, _subject(_("A message from a newcomer: %(name)s"), message), tuple(
            _message_blocks(message, link, has_address, entry_link)
        ))  # fmt: skip


def _message_blocks(message: Message, link: str, has_address: bool, entry_link: str) -> Iterable[Block]:
    yield Block(_("Good day,"))
    if not message.addressee:
        yield Block(_("somebody has written to you as the operator of “%(site)s”.") % {"site": site_name()})
    else:
        names = {"site": site_name(), "name": message.addressee}
        yield Block(_("somebody who is new here has written to %(name)s by way of “%(site)s”.") % names)
    if message.addressee and not has_address:
        yield Block(_("This entry has no mail address. Please pass the message on, or help the group to answer it."))
        yield Block(entry_link, "link")
    yield Block(_("These sentences were chosen from a list and put into German:"))
    sentences = letter(Choices.of(message.choices), message.name, GERMAN)
    yield Block("\n".join(map(one_full_stop, sentences)), "quote", GERMAN, "ltr")
    if message.words:
        name = language_name(message.language, GERMAN)
        yield Block(
            _("Written by them in addition, on the page in this language: %(language)s") % {"language": name.name}
        )
        yield Block(message.words, "quote", html_lang(message.language), "auto")
        yield Block(_("Please open no links in it that you do not know."))
    yield from _reach_blocks(message)
    yield Block(link, "link")
    day = {"date": formats.long_date(erased_on(message))}
    yield Block(_("The link works without an account until %(date)s. Then this message is erased here.") % day)
    yield Block(_("Please do not answer this mail itself: nobody would get your answer."))


def _reach_blocks(message: Message) -> Iterable[Block]:
    if message.phone:
        number = {"phone": shown_phone(message.phone)}
        yield Block(_("Please answer by telephone: %(phone)s") % number)
        yield Block(_("Afterwards you can say here that you have called:"))
        return
    if message.share_email:
        yield Block(_("You may write to this mail address: %(email)s") % {"email": message.email})
    yield Block(_("You can answer here; your mail address is not shown:"))


def to_newcomer(message: Message, answer: Answer, again_link: str) -> Outline:
    """The association's answer, in the language of the newcomer's page around the words as they were written."""
    with translation.override(message.language):
        name = isolated(message.addressee or site_name(), message.language)
        blocks = (
            Block(_("Hello %(name)s,") % {"name": isolated(message.name, message.language)}),
            Block(_("%(name)s has answered your message:") % {"name": name}),
            Block(answer.text, "quote", "", "auto"),
            Block(_("Please do not answer this mail itself: nobody would get your answer. You can write again here:")),
            Block(again_link, "link"),
        )
        return Outline(message.language, _subject(_("An answer from %(name)s"), message), blocks)


def erased_on(message: Message) -> date:
    """The day on which a message is erased if nothing happens before."""
    return timezone.localdate(message.touched_at) + timedelta(days=settings.MESSAGE_DAYS)


def _subject(text: str, message: Message) -> str:
    """With the name of the entry (or of the site) in it."""
    return text % {"name": message.addressee or site_name()}
