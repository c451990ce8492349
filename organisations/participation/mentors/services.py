"""Everything mentors do themselves: offering, confirming, changing, pausing, leaving. Curators: `approval.py`."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from organisations.link_sessions import find_link, find_session, make_link, make_session
from organisations.models import Mail, MailState
from organisations.outbox.outline import curators_address, put_out
from organisations.participation.company import team_mails
from organisations.participation.mentors import mails
from organisations.participation.models import Feedback, Mentor, MentorLink, MentorSession, MentorState, Side
from organisations.participation.release import ask_no_more, let_go, waiting_about
from organisations.secret_links import digest
from organisations.turns import take_turn, take_turn_with

PURPOSE = "mentor"  # of mails
PURPOSES = (PURPOSE, "company")  # all that go to mentors: the second are about newcomers
Values = dict[str, Any]
Related = dict[str, list[Any]]
# What of a mentor is a person; `related` goes too.
PERSON: Values = {
    "name": "", "email": "", "phone": "", "languages": [], "times": [], "gender": "", "introduction": "",
    "consent": "", "talk_notes": "", "approved_by": "", "confirmed_at": None, "talked_on": None, "agreed_on": None,
    "trained_on": None, "approved_at": None, "expires_on": None, "told_soon": None, "told_over": None,
}  # fmt: skip

REACH = ("name", "email", "phone")  # what stays of who has left, while curators have to look into something


class SentAlready(Exception):
    """The form's ticket has sent an offer before."""


class AddressTaken(Exception):
    """The address that a link proves is that of another mentor: nothing was changed, and nobody is let in."""


@transaction.atomic
def offer(
    values: Values, related: Related, *, email: str, key: str, language: str, consent: str, site: str
) -> None:  # fmt: skip
    """Stores an offer and mails the link that confirms its address. `key`: that of the form's ticket, good for one.

    Each offer has a link of its own, which confirms what was sent with it: anybody can send another one with the same
    address. A mentor who is known gets the link to the own page instead, so that nobody learns here who is a mentor.
    Raises SentAlready if that ticket has sent an offer before.
    """
    take_turn_with(key)
    if sent_with(key):
        raise SentAlready
    filled = values | {"email": email, "language": language, "consent": consent, "ticket_hash": digest(key)}
    mentor = Mentor.objects.at(filled["email"]).confirmed().first()
    if mentor is None:
        mentor = Mentor.objects.create(**filled)
        _relate(mentor, related)
    _mail_link(mentor, site)


def sent_with(key: str) -> Mentor | None:
    """Whose offer the form's ticket with this key has sent."""
    return Mentor.objects.filter(ticket_hash=digest(key)).first()


def says_the_same(mentor: Mentor, values: Values, related: Related) -> bool:
    """Whether an offer is what the mentor's row holds."""
    same = all(getattr(mentor, name) == value for name, value in values.items())
    return same and all(
        {str(id) for id in ids} == {str(id) for id in getattr(mentor, name).values_list("pk", flat=True)}
        for name, ids in related.items()
    )


@transaction.atomic
def send_link(email: str, *, language: str, site: str) -> int:
    """Mails the link to the own page, if that is the address of a mentor, or else the one that confirms the newest
    offer from there; how many mails that makes.
    """
    there = Mentor.objects.at(email)
    mentor = there.confirmed().first() or there.waiting().last()
    if mentor is None:
        return 0
    _mail_link(mentor, site)
    return 1


def _mail_link(mentor: Mentor, site: str) -> None:
    if mentor.state == MentorState.ENDED:
        outline = mails.ended(mentor, site)
    else:
        told = mails.confirm if mentor.state == MentorState.APPLIED else mails.your_link
        outline = told(mentor, new_link(mentor, site))
    put_out(outline, mentor.email, purpose=PURPOSE)


def new_link(mentor: Mentor, site: str, email: str = "") -> str:
    """A fresh link to the own page, as it stands in a mail. `email`: the new address it proves."""
    return f"{site}/{mentor.language}/mentor/link/{make_link(MentorLink, mentor=mentor, email=email)}/"


def link_of(secret: str) -> MentorLink | None:
    """The link with that secret, if it still lets its mentor in."""
    return find_link(MentorLink.objects.filter(mentor__in=Mentor.objects.there()).select_related("mentor"), secret)


@transaction.atomic
def open_session(link: MentorLink, *, site: str) -> str:
    """Two hours on the own page, after the button was pressed; the secret for the cookie.

    The first time the address is confirmed and the curators learn of the offer; a new address counts from now on.
    Raises AddressTaken.
    """
    # All offers of the address, in one order: the buttons of two of them may be pressed at the same moment.
    others = Q(email__iexact=link.email or link.mentor.email, state=MentorState.APPLIED)
    rows = Mentor.objects.there().filter(Q(pk=link.mentor_id) | others).order_by("pk").select_for_update()
    mentor = next((row for row in rows if row.pk == link.mentor_id), None)
    if mentor is None:  # erased since the link was opened
        raise AddressTaken
    if mentor.state == MentorState.APPLIED:
        _confirm(mentor, site)
    if link.email and link.email != mentor.email:
        _move(mentor, link, site)
    return make_session(MentorSession, link, mentor=mentor)[1]


def _confirm(mentor: Mentor, site: str) -> None:
    mentor.state, mentor.confirmed_at = MentorState.VERIFIED, timezone.now()
    _save_address(mentor, "state", "confirmed_at")
    desk = site + reverse("curate-mentor", args=[mentor.pk])
    put_out(mails.offer_waits(mentor, desk), curators_address(), purpose=PURPOSE)


def _move(mentor: Mentor, link: MentorLink, site: str) -> None:
    """The new address counts; links to the former one let nobody in any more."""
    former = mentor.email
    mentor.email = link.email
    _save_address(mentor, "email")
    put_out(mails.moved(mentor, site), former, purpose=PURPOSE)
    _revoke(mentor, but=link)


def _save_address(mentor: Mentor, *fields: str) -> None:
    """The mentor's address is proved now; whatever else was sent with it and is not confirmed is erased."""
    take_turn(f"mentor {mentor.email.lower()}")
    if Mentor.objects.at(mentor.email).confirmed().exclude(pk=mentor.pk).exists():  # one address, one mentor
        raise AddressTaken
    mentor.save(update_fields=[*fields, "changed_at"])
    Mentor.objects.at(mentor.email).waiting().exclude(pk=mentor.pk).delete()


def _revoke(mentor: Mentor, but: MentorLink | None = None) -> None:
    links = mentor.links.filter(revoked_at=None)
    (links.exclude(pk=but.pk) if but else links).update(revoked_at=timezone.now())


def session_of(secret: str) -> MentorSession | None:
    """The session with that secret, if it is neither over nor revoked and its mentor still there."""
    rows = MentorSession.objects.filter(mentor__in=Mentor.objects.there())
    return find_session(rows.select_related("mentor"), secret)


def who_left(secret: str) -> Mentor | None:
    """The mentor who has left in that session."""
    return Mentor.objects.filter(sessions__secret_hash=digest(secret), state=MentorState.LEFT).first()


@transaction.atomic
def change(mentor: Mentor, values: Values, related: Related) -> None:
    """What the mentor offers is different from now on."""
    locked = Mentor.objects.there().select_for_update().filter(pk=mentor.pk).first()
    if locked:
        _write(locked, values, related)


def _write(mentor: Mentor, values: Values, related: Related) -> None:
    for name, value in values.items():
        setattr(mentor, name, value)
    mentor.save()
    _relate(mentor, related)


def _relate(mentor: Mentor, related: Related) -> None:
    for name, ids in related.items():
        getattr(mentor, name).set(ids)


@transaction.atomic
def ask_address(mentor: Mentor, email: str, *, site: str) -> None:
    """Mails a link to a new address; it counts as soon as its button is pressed. Also if it is another mentor's: that
    is told to nobody but to who reads the mails there."""
    put_out(mails.confirm_change(mentor, new_link(mentor, site, email)), email, purpose=PURPOSE)


@transaction.atomic
def pause(mentor: Mentor) -> None:
    """For now nobody is proposed to the mentor, and a question that waits goes to somebody else."""
    locked = Mentor.objects.select_for_update().filter(pk=mentor.pk, state=MentorState.APPROVED).first()
    if locked is None:
        return
    locked.state, locked.held = MentorState.PAUSED, False
    locked.save(update_fields=["state", "held", "changed_at"])
    ask_no_more(locked, timezone.now())


@transaction.atomic
def resume(mentor: Mentor) -> None:
    """The mentor's own pause is over."""
    Mentor.objects.filter(pk=mentor.pk, state=MentorState.PAUSED, held=False).update(state=MentorState.APPROVED)


@transaction.atomic
def leave(mentor: Mentor, now: datetime | None = None, *, wholly: bool = False) -> bool:
    """Erases the person at once and calls off what was promised; whether there was somebody to erase.

    If something was reported about one of the visits that curators have not seen to, name and reach stay until then,
    and both the mentor and the curators are told. `wholly`: a curator has decided that nothing stays.
    """
    now = now or timezone.now()
    locked = Mentor.objects.select_for_update().filter(pk=mentor.pk, erased_at=None).first()
    if locked is None:
        return False
    let_go(locked, now)
    waiting = [] if wholly else waiting_about(locked)
    erase(locked, now, but=REACH if waiting else ())
    if waiting:
        put_out(mails.kept(locked), locked.email, purpose=PURPOSE)
    for request in waiting:
        put_out(team_mails.mentor_left(request), curators_address(), purpose="company")
    return True


@transaction.atomic
def forget_kept(rows: QuerySet[Mentor], now: datetime) -> int:
    """Erases those of these mentors who have left and about whom nothing waits for curators any more; how many."""
    left = rows.filter(state=MentorState.LEFT, erased_at=None).order_by("pk").select_for_update()
    done = [mentor for mentor in left if not waiting_about(mentor)]
    for mentor in done:
        erase(mentor, now)
    return len(done)


def erase(mentor: Mentor, now: datetime, *, but: Collection[str] = ()) -> None:
    """Nothing of the person is left, in waiting mails neither; the row stays for the requests that lead to it. `but`:
    what stays all the same. In the caller's transaction."""
    theirs = {mentor.email, *mentor.links.exclude(email="").values_list("email", flat=True)}
    to_them = Mail.objects.filter(purpose__in=PURPOSES, recipient__in=theirs)
    to_them.exclude(state=MailState.SENT).delete()
    to_them.update(recipient="", subject="", text="", html="")
    for name, value in PERSON.items():
        setattr(mentor, name, getattr(mentor, name) if name in but else value)
    if mentor.state != MentorState.ENDED:
        mentor.state = MentorState.LEFT
    mentor.created_at = mentor.ended_at = now
    mentor.erased_at = None if but else now
    mentor.save()
    _relate(mentor, {"areas": [], "topics": [], "organisations": []})
    _revoke(mentor)
    mentor.links.update(email="")
    Feedback.objects.filter(proposal__mentor=mentor, side=Side.MENTOR).update(words="")
