"""How a request ends, and what is called off then. In the transaction of the caller, who has locked the request."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from organisations.models import Mail, MailState
from organisations.outbox.outline import Outline, curators_address, put_out
from organisations.participation.company import adult_mails, adults, calls, mails, team_mails
from organisations.participation.company.links import newcomers_page
from organisations.participation.company.team_mails import Why
from organisations.participation.models import Accompaniment, AccompanimentState, Call, Proposal, ProposalState, Side

PURPOSE = "company"  # of mails
STANDING = (ProposalState.WAITING, ProposalState.ACCEPTED)
LOOKING = (AccompanimentState.OPEN, AccompanimentState.PROPOSED, AccompanimentState.NOBODY)
RUNNING = (*LOOKING, AccompanimentState.ACCEPTED)
REST = timedelta(hours=3)  # after the meeting; then the visit is over


def call_off(request: Accompaniment) -> None:
    """Who is asked or has agreed is told that it does not take place; a mail that still waits is not sent."""
    for proposal in request.proposals.select_for_update().filter(state__in=STANDING):
        cancel(proposal)


def cancel(proposal: Proposal, told: Callable[[Proposal], Outline] = mails.called_off) -> None:
    """The mentor need not come, and is told so, unless nothing of it was known yet."""
    proposal.state = ProposalState.CANCELLED
    proposal.save(update_fields=["state"])
    unread = taken_back(proposal)
    if proposal.mentor.email and (had_agreed(proposal) or not unread):
        put_out(told(proposal), proposal.mentor.email, purpose=PURPOSE)


def had_agreed(proposal: Proposal) -> bool:
    """Whether it was called off after the mentor had said yes; who was only asked has answered nothing."""
    return proposal.state == ProposalState.CANCELLED and proposal.answered_at is not None


def taken_back(of: Accompaniment | Proposal) -> bool:
    """The newest mail of a request (to the newcomer; with it the plan for the adult) or of a proposal (to the mentor)
    is not sent any more: neither one that waits nor one that was given up, which curators could have sent again.
    Whether nobody can have read it.

    One that is just on its way is not tried again, and may arrive.
    """
    if isinstance(of, Accompaniment):
        _taken_back(of, "adult_mail")
    return _taken_back(of, "mail")


def _taken_back(of: Accompaniment | Proposal, column: str) -> bool:
    id = getattr(of, f"{column}_id")
    waiting = Mail.objects.select_for_update().exclude(state=MailState.SENT)
    mail = waiting.filter(pk=id).first() if id else None
    if mail is None:
        return False
    mail.delete()
    setattr(of, column, None)
    return mail.state != MailState.SENDING


def is_over(request: Accompaniment, now: datetime | None = None) -> bool:
    """Whether the visit is over: until then both look at the plan, also who waits at the meeting point."""
    return request.meets_at is not None and request.meets_at + REST <= (now or timezone.now())


def is_off(request: Accompaniment) -> bool:
    """Whether there was a plan that does not hold any more; nobody comes as long as there is no other one."""
    return request.feedback_hash is not None and request.state in LOOKING


def end(request: Accompaniment, state: AccompanimentState, now: datetime | None = None) -> None:
    """The request is over; from now on runs the time until it is erased. A plan that still waits is not sent."""
    if request.state == AccompanimentState.ACCEPTED:
        taken_back(request)
    request.state, request.ended_at = state, now or timezone.now()
    request.touched_at = request.ended_at
    request.save(update_fields=["state", "ended_at", "touched_at"])


def open_again(request: Accompaniment, now: datetime | None = None, *, why: Why | None = None) -> None:
    """Somebody is looked for (again). A newcomer who had a plan is told that it does not hold any more: by mail if the
    plan may have arrived, and by the pages, whose link (`feedback_hash`) leads there until there is another plan.

    `why`: what has become of the mentor; None if a curator does this. Else the curators get a request the matching does
    not look after; and in any case a newcomer to call. The adult who answers for a newcomer is told as well.
    """
    planned = request.state == AccompanimentState.ACCEPTED
    told = mails.plan_is_off if why else mails.asks_somebody_else
    off = told(request, newcomers_page(request)) if planned and request.email else None  # with the plan as it was
    request.state, request.ended_at, request.touched_at = AccompanimentState.OPEN, None, now or timezone.now()
    request.meets_at, request.meeting_point, request.reasons = None, "", {}
    request.save(update_fields=["state", "ended_at", "touched_at", "meets_at", "meeting_point", "reasons"])
    if planned:
        unread = taken_back(request)
        if off and not unread:
            put_out(off, request.email, purpose=PURPOSE)
        adults.tell_or_call(request, adult_mails.off, Call.OFF)
    call = planned and calls.note(request, Side.NEWCOMER, Call.OFF)
    reasons = [why] if why and (request.minor or call) else []
    reasons += [Why.MINOR] if why and request.minor else []
    reasons += [Why.CALL] if call else []
    if reasons:
        put_out(team_mails.to_curators(request, reasons), curators_address(), purpose=PURPOSE)
