"""Mails to the adult who answers for somebody under 18, in the language of the request. `link`: to the adult's page.

An address may be mistyped: neither here nor on that page stand the newcomer's address and own words.
"""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from organisations.outbox.outline import Block, Outline
from organisations.participation.company.mails import entry_of, framed, plan_blocks, reach_blocks, wanted_blocks
from organisations.participation.models import Accompaniment, Proposal
from organisations.participation.phrases import isolated
from organisations.reach import shown_phone


def asked(request: Accompaniment, link: str) -> Outline:
    """Somebody under 18 asks for company and has named this adult."""
    with translation.override(request.language):
        first = _(
            "%(person)s is under 18, would like somebody to come along to %(name)s, and has named you as the adult who"
            " answers for it."
        )
        return _to(request, _("Somebody under 18 has named you"), (
            Block(first % _names(request)),
            *wanted_blocks(request, request.language),
            Block(_("A person chooses who comes along, never the computer alone. We write to you at every step.")),
            Block(_("A mentor who says yes gets your name, and your mail address or number.")),
        ), link)  # fmt: skip


def mentor_asked(request: Accompaniment, link: str) -> Outline:
    """A curator has had a mentor asked."""
    with translation.override(request.language):
        sentence = _("we have asked a mentor to go with %(person)s to %(name)s. After a yes you get the plan.")
        return _to(request, _("We have asked a mentor"), (Block(sentence % _names(request)),), link)


def plan(request: Accompaniment, agreed: Proposal, link: str, site: str, *, changed: bool = False) -> Outline:
    """Who goes along, when and where, and how the mentor is reached if that was agreed. `changed`: once more."""
    with translation.override(request.language):
        mentor = agreed.mentor
        names = _names(request) | {"mentor": isolated(mentor.name, request.language)}
        reach = [mentor.email if agreed.share_email else "", shown_phone(mentor.phone) if agreed.share_phone else ""]
        subject = _("Your plan for the visit has changed") if changed else _("A mentor has said yes. This is the plan.")
        return _to(request, subject, (
            *([Block(_("the plan has changed. This is what holds now:"))] if changed else ()),
            Block(_("%(mentor)s goes with %(person)s to %(name)s.") % names),
            *plan_blocks(request, request.language, site),
            *reach_blocks(names["mentor"], reach, request.language),
        ), link)  # fmt: skip


def off(request: Accompaniment, link: str) -> Outline:
    """The plan does not hold any more, and somebody else is looked for."""
    with translation.override(request.language):
        sentence = _(
            "the visit of %(person)s to %(name)s does not take place as planned: nobody comes to the meeting point."
            " We look for somebody else and write to you again."
        )
        return _to(request, _("The visit is called off"), (Block(sentence % _names(request)),), link)


def over(request: Accompaniment, link: str = "") -> Outline:
    """It has ended before a visit. Without `link` if nothing of it is left."""
    with translation.override(request.language):
        sentence = _("%(person)s does not go to %(name)s with a mentor: this has ended, and nobody comes along.")
        subject = _("The visit is called off") if request.meets_at else _("Nobody comes along")
        return _to(request, subject, (Block(sentence % _names(request)),), link)


def _names(request: Accompaniment) -> dict[str, str]:
    return {"person": isolated(request.name, request.language), "name": entry_of(request)}


def _to(request: Accompaniment, subject: str, blocks: Iterable[Block], link: str) -> Outline:
    page = [
        Block(_("On this page you see how far it is. You do not know of this, or do not want it? There you stop it:")),
        Block(link, "link"),
    ] if link else []  # fmt: skip
    return Outline(request.language, subject, framed(request.language, request.adult_name, (*blocks, *page)))
