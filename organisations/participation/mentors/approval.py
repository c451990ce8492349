"""What curators decide on mentors: noting the talk, approving until a day, a break, the end."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from organisations.models import Decision
from organisations.outbox.outline import put_out
from organisations.participation.mentors import mails
from organisations.participation.mentors.services import PURPOSE, new_link
from organisations.participation.models import Mentor, MentorLink, MentorState
from organisations.participation.release import ask_no_more, let_go
from organisations.services.deciding import Curator

LONGEST_DAYS = 2 * 366  # an approval is renewed after a new talk
USUAL_DAYS = 365


class NotPossible(Exception):
    """The mentor is in a state in which this cannot be done, or something is still missing: `why` is its code.

    Codes: state, talk (no talk was noted), agreement, training, day (the last day is not in the time that is allowed).
    """

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True)
class Talk:
    """What came of the talk; days are None as long as it has not taken place."""

    talked_on: date | None
    talk_notes: str
    agreed_on: date | None
    trained_on: date | None


@transaction.atomic
def note_talk(id: Any, talk: Talk, *, curator: Curator) -> None:
    """Keeps what came of the talk, for curators alone. Raises NotPossible for one who is gone."""
    mentor = _locked(id)
    for name in ("talked_on", "talk_notes", "agreed_on", "trained_on"):
        setattr(mentor, name, getattr(talk, name))
    mentor.save()
    _decided(mentor, "mentor:noted", curator)


@transaction.atomic
def approve(id: Any, until: date | None, *, curator: Curator) -> None:
    """The mentor is proposed to newcomers until that day, and told so; also after an earlier day, or out of a break.

    Raises NotPossible.
    """
    mentor = _locked(id)
    if why := lacking(mentor, until):
        raise NotPossible(why)
    if mentor.state == MentorState.APPROVED and mentor.expires_on == until:
        return  # pressed twice
    mentor.state, mentor.held, mentor.expires_on = MentorState.APPROVED, False, until
    mentor.approved_at, mentor.approved_by = timezone.now(), curator.author
    mentor.save()
    assert until  # noqa: S101 - lacking() says so
    put_out(mails.approved(mentor, until, new_link(mentor, curator.site)), mentor.email, purpose=PURPOSE)
    _decided(mentor, "mentor:approved", curator, until=until.isoformat())


def lacking(mentor: Mentor, until: date | None) -> str:
    """The code of what an approval until that day still needs; empty if nothing."""
    if missing := all_lacking(mentor):
        return missing[0]
    today = timezone.localdate()
    return "" if until and today < until <= today + timedelta(days=LONGEST_DAYS) else "day"


def all_lacking(mentor: Mentor) -> list[str]:
    """The codes of all that must be noted before an approval."""
    if mentor.state == MentorState.APPLIED:
        return ["state"]
    needed = {"talk": mentor.talked_on, "agreement": mentor.agreed_on, "training": mentor.trained_on}
    return [code for code, day in needed.items() if day is None]


@transaction.atomic
def hold(id: Any, *, curator: Curator) -> None:
    """A break that only a curator ends. What was accepted stays, a question that waits goes to somebody else. Raises
    NotPossible."""
    mentor = _locked(id)
    if mentor.state not in (MentorState.APPROVED, MentorState.PAUSED):
        raise NotPossible("state")
    if mentor.held:
        return
    mentor.state, mentor.held = MentorState.PAUSED, True
    mentor.save()
    ask_no_more(mentor, timezone.now())
    put_out(mails.held(mentor, new_link(mentor, curator.site), curator.site), mentor.email, purpose=PURPOSE)
    _decided(mentor, "mentor:paused", curator)


@transaction.atomic
def release(id: Any, *, curator: Curator) -> None:
    """The break is over, whoever made it. Raises NotPossible."""
    mentor = _locked(id)
    if mentor.state != MentorState.PAUSED:
        raise NotPossible("state")
    mentor.state, mentor.held = MentorState.APPROVED, False
    mentor.save()
    _decided(mentor, "mentor:resumed", curator)


@transaction.atomic
def end(id: Any, *, curator: Curator) -> None:
    """For good: nobody is proposed any more, what was promised is called off, the links let nobody in.

    What the mentor filled in stays until the time of keeping is over, so that curators know it if there is an offer
    once more. Raises NotPossible, also for an offer nobody has confirmed: it is erased by itself, and whoever the
    address belongs to may not have sent it.
    """
    mentor, now = _locked(id), timezone.now()
    if mentor.state == MentorState.APPLIED:
        raise NotPossible("state")
    let_go(mentor, now)
    mentor.state, mentor.ended_at = MentorState.ENDED, now
    mentor.save()
    MentorLink.objects.filter(mentor=mentor, revoked_at=None).update(revoked_at=now)
    put_out(mails.ended(mentor, curator.site), mentor.email, purpose=PURPOSE)
    _decided(mentor, "mentor:ended", curator)


def _locked(id: Any) -> Mentor:
    """The mentor, until the end of the transaction. Raises NotPossible for one who has left or was ended."""
    mentor = Mentor.objects.there().select_for_update().filter(pk=id).first()
    if mentor is None:
        raise NotPossible("state")
    return mentor


def _decided(mentor: Mentor, action: str, curator: Curator, **more: str) -> None:
    Decision.objects.create(actor=curator.author, action=action, detail={"mentor": str(mentor.pk), **more})
