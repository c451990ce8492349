"""Mails about coming along to newcomers and mentors, each in its reader's language."""

from collections.abc import Iterable

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from organisations import formats
from organisations.languages import language_name
from organisations.outbox.outline import Block, Outline
from organisations.participation.closing import no_answer, write_to_us
from organisations.participation.company.home import at_home
from organisations.participation.models import Accompaniment, Proposal, Side
from organisations.participation.phrases import isolated, listed, unturned
from organisations.participation.week import told
from organisations.reach import shown_phone


def asked(request: Accompaniment, link: str) -> Outline:
    """To the newcomer: we are looking, and here is the page of the request."""
    with translation.override(request.language):
        sentence = _("we are looking for somebody who comes with you to %(name)s. Then we write to you again.")
        return _to(request.language, request.name, _("We are looking for somebody who comes with you"), (
            Block(sentence % {"name": entry_of(request)}), *_page_to_see(link),
        ))  # fmt: skip


def proposal(proposal: Proposal, link: str) -> Outline:
    """To a mentor: would you come along? Without the newcomer's name and address."""
    request, mentor = proposal.accompaniment, proposal.mentor
    with translation.override(mentor.language):
        entry = {"name": entry_of(request, mentor.language)}
        until = timezone.localtime(proposal.expires_at)
        limit = {"date": formats.long_date(until.date()), "time": formats.clock(until.time())}
        blocks = [
            Block(_("a newcomer would like somebody to come along to %(name)s.") % entry),
            *_under_18(request),
            *wanted_blocks(request, mentor.language),
            Block(_("Can you come along? Please say yes or no on this page until %(date)s, %(time)s:") % limit),
            Block(link, "link"),
            Block(_("If you say nothing, we ask somebody else then. That is all right.")),
        ]
        return _to(mentor.language, mentor.name, _("A newcomer would like company"), blocks)


def other_time(proposal: Proposal, link: str) -> Outline:
    """To a mentor who had agreed: the newcomer cannot come then. Is there another time?"""
    request, mentor = proposal.accompaniment, proposal.mentor
    with translation.override(mentor.language):
        off = _("the newcomer cannot come to %(name)s at the time of the plan. Please do not go to the meeting point.")
        until = timezone.localtime(proposal.expires_at)
        limit = {"date": formats.long_date(until.date()), "time": formats.clock(until.time())}
        return _to(mentor.language, mentor.name, _("Can you come along at another time?"), (
            Block(off % {"name": entry_of(request, mentor.language)}),
            *_moment(request),
            Block(_("Is there another time for you?")),
            *_under_18(request),
            *wanted_blocks(request, mentor.language),
            Block(_("Can you come along? Please say yes or no on this page until %(date)s, %(time)s:") % limit),
            Block(link, "link"),
            Block(_("If you say nothing, we ask somebody else then. That is all right.")),
        ))  # fmt: skip


def called_off(proposal: Proposal) -> Outline:
    """To a mentor who was asked or has agreed: you need not come."""
    request, mentor = proposal.accompaniment, proposal.mentor
    with translation.override(mentor.language):
        sentence = _("you need not come along to %(name)s any more: it does not take place, or somebody else comes.")
        return _to(mentor.language, mentor.name, _("You need not come along any more"), (
            Block(sentence % {"name": entry_of(request, mentor.language)}),
            *(_agreed_on(request, mentor.language) if proposal.answered_at else ()),
        ))  # fmt: skip


def asked_no_more(proposal: Proposal) -> Outline:
    """To a mentor who has not answered: the question goes to somebody else, since there is a break, or the end."""
    request, mentor = proposal.accompaniment, proposal.mentor
    with translation.override(mentor.language):
        sentence = _(
            "you have a break, or your time as a mentor is over for now. We ask somebody else about the visit to"
            " %(name)s. You need not do anything."
        )
        block = Block(sentence % {"name": entry_of(request, mentor.language)})
        return _to(mentor.language, mentor.name, _("We ask somebody else"), (block,))


def nobody(request: Accompaniment, link: str) -> Outline:
    """To the newcomer: the truth. `link`: to the page of the request, as below."""
    with translation.override(request.language):
        sentence = _("we have asked for somebody who comes with you to %(name)s, and have found nobody so far.")
        return _to(request.language, request.name, _("We have found nobody so far"), (
            Block(sentence % {"name": entry_of(request)}),
            Block(_("Now our team looks for somebody. You can go there without company, too: you are welcome.")),
            *_page(link),
        ))  # fmt: skip


def stopped(request: Accompaniment, link: str, site: str = "", *, planned: bool, by_adult: bool = False) -> Outline:
    """To the newcomer: a curator has ended it, or the adult who answers for a newcomer under 18. `planned`: somebody
    had agreed to come."""
    with translation.override(request.language):
        sentence = _("our team has called off the visit to %(name)s. Do you have questions? Please write to us.")
        if by_adult:
            sentence = _(
                "the adult you have named does not want somebody to come with you to %(name)s: nobody comes along. Do"
                " you have questions? Please write to us."
            )
        elif not planned:
            sentence = _(
                "our team does not look any more for somebody who comes with you to %(name)s. Do you have questions?"
                " Please write to us."
            )
        block = Block(sentence % {"name": entry_of(request)})
        subject = _("The visit is called off") if planned else _("We do not look for somebody any more")
        blocks = (block, *write_to_us(request.language, site), *_page(link))
        return _to(request.language, request.name, subject, blocks)


def erased(request: Accompaniment) -> Outline:
    """To the newcomer: nothing of the request is left, whoever has asked for that or because its time was over."""
    with translation.override(request.language):
        sentence = _("your request for company to %(name)s was erased here. So nobody comes along.")
        planned = request.meets_at is not None
        subject = _("The visit is called off") if planned else _("We do not look for somebody any more")
        return _to(request.language, request.name, subject, (
            Block(sentence % {"name": entry_of(request)}),
            *_moment(request),
            *([Block(_("Please do not go to the meeting point. You can write to us."))] if planned else ()),
            *write_to_us(request.language),
        ))  # fmt: skip


def plan_is_off(request: Accompaniment, link: str) -> Outline:
    """To the newcomer: the mentor who had agreed is not there any more, and we look for somebody else. With the plan as
    it was."""
    with translation.override(request.language):
        sentence = _(
            "the person who wanted to come with you to %(name)s cannot come. Please do not go to the meeting point."
            " We look for somebody else and write to you again."
        )
        return _to(request.language, request.name, _("The visit is called off"), (
            Block(sentence % {"name": entry_of(request)}),
            *_moment(request),
            *_page_to_see(link),
        ))  # fmt: skip


def asks_somebody_else(request: Accompaniment, link: str) -> Outline:
    """To the newcomer: a curator asks another mentor than the one who had agreed. With the plan as it was."""
    with translation.override(request.language):
        sentence = _(
            "our team now asks somebody else to come with you to %(name)s. The plan does not hold any more: please do"
            " not go to the meeting point. We write to you again."
        )
        return _to(request.language, request.name, _("The plan does not hold any more"), (
            Block(sentence % {"name": entry_of(request)}), *_moment(request), *_page_to_see(link),
        ))  # fmt: skip


def plan_for_newcomer(
    request: Accompaniment, agreed: Proposal, link: str, site: str, *, changed: bool = False
) -> Outline:
    """When and where, who comes, how they are reached if they agreed, the first-visit card. `changed`: once more."""
    with translation.override(request.language):
        mentor = agreed.mentor
        names = {"person": isolated(mentor.name, request.language), "name": entry_of(request)}
        reach = [mentor.email if agreed.share_email else "", shown_phone(mentor.phone) if agreed.share_phone else ""]
        subject = _("Your plan for the visit has changed") if changed else _("Somebody comes with you")
        return _to(request.language, request.name, subject, (
            *([Block(_("the plan has changed. This is what holds now:"))] if changed else ()),
            Block(_("%(person)s comes with you to %(name)s.") % names),
            *plan_blocks(request, request.language, site),
            *reach_blocks(names["person"], reach, request.language),
            *_home(agreed),
            Block(_("The plan stands on this page, too. There you can also say that something is not right:")),
            Block(link, "link"),
        ))  # fmt: skip


def plan_for_mentor(
    request: Accompaniment, agreed: Proposal, link: str, site: str, *, changed: bool = False
) -> Outline:
    """The same for the other side. How an adult who answers for the newcomer is reached stands on the page alone."""
    mentor = agreed.mentor
    with translation.override(mentor.language):
        names = {"person": isolated(request.name, mentor.language), "name": entry_of(request, mentor.language)}
        reach = [request.email, shown_phone(request.phone) if request.phone else ""] if request.share else []
        who = names["person"]
        if request.minor:
            names["person"] += f" ({isolated(request.adult_name, mentor.language)})"
        subject = _("Your plan for the visit has changed") if changed else _("Your plan for the visit")
        return _to(mentor.language, mentor.name, subject, (
            *([Block(_("the plan has changed. This is what holds now:"))] if changed else ()),
            Block(_("you go with %(person)s to %(name)s. Thank you!") % names),
            *plan_blocks(request, mentor.language, site),
            *reach_blocks(who, reach, mentor.language),
            Block(_("The plan stands on this page, too. There you can change it, call it off, or report something:")),
            Block(link, "link"),
        ))  # fmt: skip


def how_was_it(agreed: Proposal, side: str, link: str) -> Outline:
    """To either side after the visit: which one it was, to the mentor also with whom."""
    request, mentor = agreed.accompaniment, agreed.mentor
    to_mentor = side == Side.MENTOR
    language, name = (mentor.language, mentor.name) if to_mentor else (request.language, request.name)
    with translation.override(language):
        names = {"person": isolated(request.name, language), "name": entry_of(request, language)}
        text = _("you wanted to visit %(name)s. How was it? Please tell us; it takes a minute.")
        if to_mentor:
            text = _("you wanted to go with %(person)s to %(name)s. How was it? Please tell us; it takes a minute.")
        return _to(language, name, _("How was the visit?"), (
            Block(text % names),
            *_moment(request),
            Block(link, "link"),
            *(() if to_mentor else _home(agreed)),
        ))  # fmt: skip


def _to(language: str, name: str, subject: str, blocks: Iterable[Block]) -> Outline:
    return Outline(language, subject, framed(language, name, blocks))


def framed(language: str, name: str, blocks: Iterable[Block]) -> tuple[Block, ...]:
    """With a greeting before it, and behind it that nobody reads answers. In the caller's language."""
    greeting = Block(_("Hello %(name)s,") % {"name": isolated(name, language)})
    return (greeting, *blocks, no_answer())


def entry_of(request: Accompaniment, language: str = "") -> str:
    """The name of the entry, for a sentence in that language (of the request)."""
    return isolated(request.addressee, language or request.language)


def _agreed_on(request: Accompaniment, language: str) -> Iterable[Block]:
    """To a mentor who had said yes: which visit it is that does not take place."""
    yield from _moment(request)
    yield Block(_("Please do not go to the meeting point. You can write to us."))
    yield from write_to_us(language)
    yield Block(_("Thank you that you were ready for it!"))


def _moment(request: Accompaniment) -> Iterable[Block]:
    if request.meets_at:
        when = timezone.localtime(request.meets_at)
        moment = {"date": formats.weekday_date(when.date()), "time": formats.clock(when.time())}
        yield Block(_("When: %(date)s, %(time)s") % moment)


def _home(agreed: Proposal) -> Iterable[Block]:
    if sentence := at_home(agreed):
        yield Block(sentence)


def _page_to_see(link: str) -> tuple[Block, Block]:
    return Block(_("On this page you see how far it is. There you can also take it back:")), Block(link, "link")


def _page(link: str) -> tuple[Block, Block]:
    return Block(_("On this page you can ask again, or take back and erase what you filled in:")), Block(link, "link")


def _under_18(request: Accompaniment) -> Iterable[Block]:
    if request.minor:
        yield Block(_("The newcomer is under 18. An adult answers for it; after a yes you learn who that is."))


def wanted_blocks(request: Accompaniment, language: str) -> Iterable[Block]:
    """Languages and times."""
    languages = listed((language_name(code, language).name for code in request.languages), language)
    yield Block(_("Languages: %(languages)s") % {"languages": languages})
    if request.times:
        yield Block(_("Possible times: %(times)s") % {"times": listed(told(request.times), language)})


def plan_blocks(request: Accompaniment, language: str, site: str) -> Iterable[Block]:
    """When and where the two meet, and what to expect there."""
    yield from _moment(request)
    yield Block(_("Meeting point: %(place)s") % {"place": isolated(request.meeting_point, language)})
    if request.organisation:
        yield Block(_("What to expect there:"))
        yield Block(f"{site}/{language}/o/{request.organisation.slug}/first-visit/", "link")


def reach_blocks(name: str, ways: Iterable[str], language: str) -> Iterable[Block]:
    """How somebody is reached; nothing without a way."""
    known = [unturned(way, language) for way in ways if way]
    if known:
        yield Block(_("This is how you reach %(name)s: %(ways)s") % {"name": name, "ways": listed(known, language)})
