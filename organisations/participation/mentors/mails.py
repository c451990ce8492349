"""Mails to mentors, each in the language of their page, and the one that tells the curators of a new offer."""

from collections.abc import Iterable
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from organisations import formats
from organisations.link_sessions import LINK_DAYS
from organisations.outbox.outline import GERMAN, Block, Outline, site_name
from organisations.participation.closing import no_answer, write_to_us
from organisations.participation.models import Mentor
from organisations.sentences import digits


def confirm(mentor: Mentor, link: str) -> Outline:
    """To the address of an offer: is it theirs?"""
    with translation.override(mentor.language):
        return _outline(mentor, _("Please confirm your mail address"), [
            _("somebody, probably you, wants to accompany newcomers by way of “%(site)s”. Is this your mail address?")
            % {"site": site_name()},
        ], link)  # fmt: skip


def confirm_change(mentor: Mentor, link: str) -> Outline:
    """To the new address of a mentor. Names nobody: whoever reads it may be a stranger."""
    with translation.override(mentor.language):
        sentence = _("somebody, probably you, wants this address to become the new one of a mentor at “%(site)s”.")
        return Outline(mentor.language, _("Please confirm your mail address"), (
            Block(_("Good day,")),
            Block(sentence % {"site": site_name()}),
            *_linked(link),
            Block(_("You do not know what this is about? Then you need not do anything.")),
            no_answer(),
        ))  # fmt: skip


def your_link(mentor: Mentor, link: str) -> Outline:
    """The link to the own page, asked for or because an offer was made once more."""
    with translation.override(mentor.language):
        return _outline(mentor, _("Your page as a mentor"), [
            _("somebody, probably you, has asked “%(site)s” for the link to your page as a mentor.")
            % {"site": site_name()},
        ], link)  # fmt: skip


def approved(mentor: Mentor, day: date, link: str) -> Outline:
    """A curator has approved the mentor, until that day."""
    with translation.override(mentor.language):
        return _outline(mentor, _("You can accompany newcomers now"), [
            _("You are a mentor until %(date)s.") % {"date": formats.long_date(day)},
            _("We write to you as soon as a newcomer asks. On your page you can change everything, or take a break."),
        ], link)  # fmt: skip


def soon_over(mentor: Mentor, day: date, link: str, site: str) -> Outline:
    """The approval ends in a few weeks."""
    with translation.override(mentor.language):
        return _outline(mentor, _("Your time as a mentor ends on %(date)s") % {"date": formats.long_date(day)}, [
            _("Would you like to go on? Then please write to us; we talk again."),
        ], link, contact=site)  # fmt: skip


def over(mentor: Mentor, link: str, site: str) -> Outline:
    """The approval is over: nobody is proposed to the mentor any more."""
    with translation.override(mentor.language):
        return _outline(mentor, _("Your time as a mentor is over for now"), [
            _("the day we agreed on has come, so no newcomer is proposed to you any more. Thank you for your time!"),
            _("Would you like to go on? Then please write to us; we talk again."),
        ], link, contact=site)  # fmt: skip


def held(mentor: Mentor, link: str, site: str) -> Outline:
    """A curator has made a break."""
    with translation.override(mentor.language):
        return _outline(mentor, _("You have a break now."), [
            _("You have a break: for now no newcomer is proposed to you."),
            _("We will get in touch with you. You can write to us too."),
        ], link, contact=site)  # fmt: skip


def ended(mentor: Mentor, site: str) -> Outline:
    """A curator has ended it, or said no to the offer."""
    with translation.override(mentor.language):
        return _outline(mentor, _("Your offer to accompany newcomers"), [
            _("we have ended your time as a mentor, or cannot take up your offer. Thank you all the same."),
            _("You can write to us. What you filled in is erased after half a year, or at once if you wish."),
        ], contact=site)  # fmt: skip


def kept(mentor: Mentor) -> Outline:
    """To somebody who has left, and of whom something stays for now."""
    with translation.override(mentor.language):
        return _outline(mentor, _("You are no longer a mentor"), [
            _("you are no longer a mentor, and no newcomer is proposed to you any more. Thank you for your time!"),
            _(
                "Our team still has to look into something about one of your visits. Until then your name, mail address"
                " and telephone number stay here; everything else is erased."
            ),
        ])  # fmt: skip


def moved(mentor: Mentor, site: str) -> Outline:
    """To the former address: another one counts from now on."""
    with translation.override(mentor.language):
        return _outline(mentor, _("Your mail address was changed"), [
            _("on your page as a mentor another mail address was entered and confirmed. This one gets no more mails."),
            _("You did not do that? Then please write to us at once."),
        ], contact=site)  # fmt: skip


def offer_waits(mentor: Mentor, desk: str) -> Outline:
    """To the curators: somebody offers to come along. Names nobody."""
    with translation.override(GERMAN):
        blocks = (
            Block(_("Good day,")),
            Block(_("somebody offers to accompany newcomers and has confirmed the mail address. Next comes a talk.")),
            Block(desk, "link"),
        )
        return Outline(GERMAN, _("Somebody offers to accompany newcomers"), blocks)


def _outline(
    mentor: Mentor, subject: str, sentences: Iterable[str], link: str = "", *, contact: str = ""
) -> Outline:  # fmt: skip
    """Greeting, sentences, the link with what to know about it. `contact`: our address, if they say "write to us"."""
    blocks = [Block(_("Hello %(name)s,") % {"name": mentor.name}), *map(Block, sentences)]
    if contact:
        blocks += write_to_us(mentor.language, contact)
    if link:
        blocks += [*_linked(link), Block(_("Please do not pass the link on: it opens your page."))]
    blocks.append(no_answer())
    return Outline(mentor.language, subject, tuple(blocks))


def _linked(link: str) -> list[Block]:
    sentence = _("Opening the link changes nothing yet: the page has a button. It works for %(days)s days.")
    return [Block(link, "link"), Block(sentence % {"days": digits(LINK_DAYS)})]
