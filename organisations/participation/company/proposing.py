"""Asking one mentor after the other, each with a time limit, and what follows from yes, no and silence.

The queue runs this every few minutes. Each proposal is written in a transaction of its own, which locks the mentor and
then the request and looks again: two runs at once, or one that is killed, ask nobody twice. Whatever locks both does so
in this order, else a mentor who leaves and a curator who has the same one asked would wait for each other.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from organisations.ids import new_id
from organisations.models import Decision, MailState
from organisations.outbox.outline import curators_address, put_out
from organisations.participation.company import adult_mails, adults, calls, mails, team_mails
from organisations.participation.company.by_hand import AdultNotCalled, NotPossible, Shown, check
from organisations.participation.company.ending import call_off, end, is_over, open_again, taken_back
from organisations.participation.company.keys import key_of
from organisations.participation.company.links import mentors_page, newcomers_page
from organisations.participation.company.matching import PASSING, Candidate, judged, points_of
from organisations.participation.company.planning import TooLate, tell_both
from organisations.participation.company.rounds import Outcome, matched
from organisations.participation.company.sides import companion_of, companions, seeker_of, seekers, with_numbers
from organisations.participation.company.team_mails import Why
from organisations.participation.models import (
    Accompaniment,
    AccompanimentState,
    Call,
    Mentor,
    Proposal,
    ProposalState,
    Side,
)
from organisations.participation.release import ask_no_more
from organisations.secret_links import digest

PURPOSE = "company"
PATIENCE = timedelta(days=7)  # so long a request waits for mentors who have no time just now
OPEN, PROPOSED, NOBODY = AccompanimentState.OPEN, AccompanimentState.PROPOSED, AccompanimentState.NOBODY


def time_limit() -> timedelta:
    """How long a mentor has to answer."""
    return timedelta(hours=settings.COMPANY_HOURS)


def propose_due(*, site: str, now: datetime | None = None) -> int:
    """Lets proposals run out, asks the next mentors, tells where nobody is found; how many were asked."""
    now = now or timezone.now()
    waiting = Proposal.objects.filter(state=ProposalState.WAITING, expires_at__lte=now)
    for id in list(waiting.order_by("expires_at", "pk").values_list("pk", flat=True)):
        _expire(id, now)
    _ask_no_more(now)
    return _round(site, now)


def _ask_no_more(now: datetime) -> None:
    """Questions to mentors whose approval has ended since go to somebody else."""
    asked = Mentor.objects.filter(proposals__state=ProposalState.WAITING)
    over = asked.exclude(pk__in=Mentor.objects.available(timezone.localdate(now)))
    for id in list(over.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            ask_no_more(Mentor.objects.select_for_update().get(pk=id), now)


def propose_next(id: UUID, *, site: str, now: datetime | None = None) -> Proposal | None:
    """Asks the next mentor about one request; None if nobody can be asked now, or older requests need who could."""
    now = now or timezone.now()
    _round(site, now, only=id)
    return Proposal.objects.filter(accompaniment=id, state=ProposalState.WAITING).first()


def waiting_requests() -> QuerySet[Accompaniment]:
    """Requests the matching looks after: open, and not of somebody under 18."""
    return Accompaniment.objects.filter(state=OPEN, minor=False, erased_at=None)


def _round(site: str, now: datetime, only: UUID | None = None) -> int:
    """All requests are matched, so that the oldest choose first, also if just one is carried out."""
    outcomes = matched(seekers(waiting_requests()), companions(timezone.localdate(now)))
    return sum(_carry_out(outcome, site, now) for outcome in outcomes if only in (None, outcome.seeker.id))


def _carry_out(outcome: Outcome, site: str, now: datetime) -> int:
    """Writes what a round says of one request; 1 if a mentor was asked."""
    if outcome.candidate:
        return _propose(outcome.seeker.id, outcome.candidate, site, now)
    impatient = outcome.seeker.since < now - PATIENCE
    _note(outcome, site, now, over=impatient or not outcome.waits)
    return 0


@transaction.atomic
def _propose(id: UUID, candidate: Candidate, site: str, now: datetime) -> int:
    available = Mentor.objects.available(timezone.localdate(now)).select_for_update()
    mentor = available.filter(pk=candidate.companion.id).first()
    request = Accompaniment.objects.select_for_update().filter(pk=id, state=OPEN).first()
    if request is None or mentor is None or _judged(request, mentor).stop:
        return 0  # somebody was faster, or changed something: the next run looks again
    _ask(request, mentor, candidate.points, site, now)
    return 1


def _judged(request: Accompaniment, mentor: Mentor) -> Candidate:
    """As both are at this moment."""
    return judged(seeker_of(request), companion_of(with_numbers(Mentor.objects.filter(pk=mentor.pk)).get()))


def _ask(
    request: Accompaniment, mentor: Mentor, points: dict[str, int], site: str, now: datetime, by: str = ""
) -> Proposal:
    id = new_id()
    proposal = Proposal.objects.create(
        id=id,
        accompaniment=request,
        mentor=mentor,
        reasons=points,
        by=by,
        key_hash=digest(key_of(Side.MENTOR, id)),
        expires_at=now + time_limit(),
    )
    proposal.mail = put_out(mails.proposal(proposal, mentors_page(proposal, site)), mentor.email, purpose=PURPOSE)
    proposal.save(update_fields=["mail"])
    request.state, request.reasons, request.touched_at = PROPOSED, {}, now
    request.asked_at, request.ended_at = request.asked_at or now, None
    request.save(update_fields=["state", "reasons", "touched_at", "asked_at", "ended_at"])
    adults.tell(request, adult_mails.mentor_asked, site)
    return proposal


@transaction.atomic
def _note(outcome: Outcome, site: str, now: datetime, *, over: bool) -> None:
    """Why nobody was asked; if that is the end of it, the curators get it and the newcomer is told the truth."""
    request = Accompaniment.objects.select_for_update().filter(pk=outcome.seeker.id, state=OPEN).first()
    if request is None:
        return
    if request.reasons != outcome.stops:
        request.reasons = outcome.stops
        request.save(update_fields=["reasons"])
    if over:
        end(request, NOBODY, now)
        why = [Why.TIME if outcome.waits else Why.NOBODY]
        why += [Why.SAY] if calls.note(request, Side.NEWCOMER, Call.NOBODY) else []
        put_out(team_mails.to_curators(request, why, site), curators_address(), purpose=PURPOSE)
        if request.email:
            put_out(mails.nobody(request, newcomers_page(request, site)), request.email, purpose=PURPOSE)


@transaction.atomic
def _expire(id: UUID, now: datetime) -> None:
    request_id = Proposal.objects.values_list("accompaniment", flat=True).get(pk=id)
    request = Accompaniment.objects.select_for_update().filter(pk=request_id).first()
    due = Proposal.objects.select_for_update().filter(pk=id, state=ProposalState.WAITING, expires_at__lte=now)
    proposal = due.first()
    if request is None or proposal is None:
        return
    if proposal.mail and proposal.mail.state in (MailState.QUEUED, MailState.SENDING):
        proposal.expires_at = now + time_limit()  # mail server or queue are down: the mentor does not know of it yet
        proposal.save(update_fields=["expires_at"])
        return
    _close(proposal, ProposalState.EXPIRED, now)
    open_again(request, now, why=Why.EXPIRED)


def _close(proposal: Proposal, state: ProposalState, now: datetime) -> None:
    proposal.state, proposal.answered_at = state, now
    proposal.save(update_fields=["state", "answered_at", "share_email", "share_phone"])


@transaction.atomic
def assign(request: Accompaniment, mentor: Mentor, *, by: str, site: str, shown: Shown | None = None) -> Proposal:
    """A curator has this mentor asked, whoever was asked before; also about somebody under 18.

    `shown`: what the curator has read, which must still hold. Raises NotPossible, as after the visit, or a kind of it.
    """
    now = timezone.now()
    free = Mentor.objects.available().select_for_update().filter(pk=mentor.pk).first()
    locked = Accompaniment.objects.select_for_update().filter(pk=request.pk, erased_at=None).first()
    over = (AccompanimentState.MET, AccompanimentState.ENDED, AccompanimentState.WITHDRAWN, AccompanimentState.STOPPED)
    if locked is None or free is None or locked.state in over or is_over(locked, now):
        raise NotPossible
    if free.proposals.filter(state=ProposalState.WAITING).exists():
        raise NotPossible
    if calls.is_first(locked):
        raise AdultNotCalled
    if shown is not None:
        check(shown, locked, free)
    call_off(locked)
    open_again(locked, now)
    companion = companion_of(with_numbers(Mentor.objects.filter(pk=free.pk)).get())
    Decision.objects.create(actor=by, action="company:assigned", organisation_id=locked.organisation_id)
    return _ask(locked, free, points_of(seeker_of(locked), companion), site, now, by)


@transaction.atomic
def accept(
    proposal: Proposal, *, meets_at: datetime, meeting_point: str, share_email: bool, share_phone: bool,
    site: str = "",
) -> None:  # fmt: skip
    """Yes: both get the plan, each in their language, with the addresses each has agreed to give. Raises TooLate."""
    request, locked = _answered(proposal)
    if not may_be_asked(locked.mentor):
        raise TooLate
    locked.share_email, locked.share_phone = share_email, share_phone
    _close(locked, ProposalState.ACCEPTED, timezone.now())
    request.state, request.meets_at, request.meeting_point = AccompanimentState.ACCEPTED, meets_at, meeting_point
    request.save(update_fields=["state", "meets_at", "meeting_point"])
    tell_both(request, locked, site or settings.SITE_URL)


@transaction.atomic
def decline(proposal: Proposal) -> None:
    """No: the next mentor is asked. Raises TooLate."""
    request, locked = _answered(proposal)
    _close(locked, ProposalState.DECLINED, timezone.now())
    open_again(request, why=Why.DECLINED)


def can_give_up(proposal: Proposal) -> bool:
    """Whether the mentor has said yes and the visit is not over."""
    request = proposal.accompaniment
    agreed = proposal.state == ProposalState.ACCEPTED and request.state == AccompanimentState.ACCEPTED
    return agreed and not is_over(request)


@transaction.atomic
def give_up(proposal: Proposal) -> None:
    """The mentor who had said yes cannot come after all: the newcomer is told, the plans are taken back, and the next
    mentor is asked; this one not again. Raises TooLate.
    """
    request = Accompaniment.objects.select_for_update().get(pk=proposal.accompaniment_id)
    locked = Proposal.objects.select_for_update(of=("self",)).select_related("mentor").get(pk=proposal.pk)
    locked.accompaniment = request
    if not can_give_up(locked):
        raise TooLate
    taken_back(locked)
    locked.share_email = locked.share_phone = False
    _close(locked, ProposalState.GAVE_UP, timezone.now())
    open_again(request, why=Why.GONE)


def _answered(proposal: Proposal) -> tuple[Accompaniment, Proposal]:
    """Both, locked, while an answer counts."""
    request = Accompaniment.objects.select_for_update().get(pk=proposal.accompaniment_id)
    locked = Proposal.objects.select_for_update(of=("self",)).select_related("mentor").get(pk=proposal.pk)
    if locked.state != ProposalState.WAITING or locked.expires_at <= timezone.now() or request.state != PROPOSED:
        raise TooLate
    return request, locked


def may_be_asked(mentor: Mentor) -> bool:
    """Whether the mentor's yes counts now: neither in a break nor after the end of the approval."""
    return Mentor.objects.available().filter(pk=mentor.pk).exists()


def is_waiting_for_time(request: Accompaniment) -> bool:
    """Whether mentors who could come are only asked or full just now."""
    return any(stop in request.reasons for stop in PASSING)
