"""What happens to requests of newcomers when their mentor is no longer there, or may not be asked now; and what was
reported about their visits."""

from collections.abc import Callable, Collection
from datetime import datetime

from django.db.models import F

from organisations.models import MailState
from organisations.outbox.outline import Outline
from organisations.participation.company import mails, reported
from organisations.participation.company.ending import STANDING, cancel, is_over, open_again, taken_back
from organisations.participation.company.keys import key_of
from organisations.participation.company.team_mails import Why
from organisations.participation.models import (
    Accompaniment,
    AccompanimentState,
    Mentor,
    Proposal,
    ProposalState,
    Side,
)
from organisations.secret_links import digest

YES = (ProposalState.ACCEPTED, ProposalState.GAVE_UP, ProposalState.CANCELLED)  # with an answer: after a yes


def let_go(mentor: Mentor, now: datetime) -> int:
    """Calls off whatever this mentor was asked for or had promised; such requests look for somebody again. How many.

    In the caller's transaction, which has locked the mentor. Nothing that waits and names one of the two is sent any
    more. Visits that have taken place stay as they are; newcomers who had a plan are told that nobody comes.
    """
    found = _called_off(mentor, STANDING, now)
    for proposal in mentor.proposals.filter(state=ProposalState.ACCEPTED):  # of visits that are over
        taken_back(proposal)
        taken_back(proposal.accompaniment)
    return found


def ask_no_more(mentor: Mentor, now: datetime) -> int:
    """Takes back whatever this mentor has not answered yet: there is a break, or the approval is over. What was
    promised stays. How many. In the caller's transaction, which has locked the mentor.
    """
    return _called_off(mentor, (ProposalState.WAITING,), now, mails.asked_no_more)


def _called_off(
    mentor: Mentor,
    states: Collection[ProposalState],
    now: datetime,
    told: Callable[[Proposal], Outline] = mails.called_off,
) -> int:
    standing = mentor.proposals.filter(state__in=states)
    running = Accompaniment.objects.filter(state__in=[AccompanimentState.PROPOSED, AccompanimentState.ACCEPTED])
    rows = running.select_for_update().filter(pk__in=list(standing.values_list("accompaniment", flat=True)))
    found = {request.pk: request for request in rows if not _took_place(request, now)}
    called_off = 0
    for proposal in standing.select_for_update().filter(accompaniment__in=found):  # as they are, now that all is locked
        proposal.mentor = mentor
        cancel(proposal, told)
        open_again(found[proposal.accompaniment_id], now, why=Why.GONE)
        called_off += 1
    return called_off


def _took_place(request: Accompaniment, now: datetime) -> bool:
    """Whether the visit is over, and the newcomer did know of it: the plan went out, or both were asked how it was."""
    told = "asked" in request.reasons or not _waits(request)
    return request.state == AccompanimentState.ACCEPTED and is_over(request, now) and told


def _waits(request: Accompaniment) -> bool:
    unsent = (MailState.QUEUED, MailState.FAILED)
    return request.mail is not None and request.mail.state in unsent


def waiting_about(mentor: Mentor) -> list[Accompaniment]:
    """Requests with a report that no curator has seen to and that may be about this mentor: somebody else made it, and
    this mentor had been asked before and has agreed at some time, whatever has become of that."""
    rows = mentor.proposals.filter(accompaniment__erased_at=None, made_at__lte=F("accompaniment__reported_at"))
    return [
        one.accompaniment
        for one in rows.select_related("accompaniment")
        if _has_agreed(one) and reported.waits_of_others(one.accompaniment, Side.MENTOR)
    ]


def _has_agreed(proposal: Proposal) -> bool:
    """Also if the mentor was asked for another time since: the newcomer's link is still that of the plan."""
    link = proposal.accompaniment.feedback_hash
    planned = link is not None and bytes(link) == digest(key_of(Side.NEWCOMER, proposal.pk))
    return planned or (proposal.answered_at is not None and proposal.state in YES)
