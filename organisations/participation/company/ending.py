"""How a request ends, and what is called off then. In the transaction of the caller, who has locked the request."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from organisations.models import Mail, MailState
from organisations.outbox.outline import curators_address, put_out
from organisations.participation.company import mails
from organisations.participation.models import Accompaniment, AccompanimentState, ProposalState

PURPOSE = "company"  # of mails
STANDING = (ProposalState.WAITING, ProposalState.ACCEPTED)


def call_off(request: Accompaniment, now: datetime | None = None) -> None:
    """Who is asked or has agreed is told that it does not take place; a mail that still waits is not sent."""
    for proposal in request.proposals.select_for_update().filter(state__in=STANDING):
        agreed = proposal.state == ProposalState.ACCEPTED
        proposal.state, proposal.answered_at = ProposalState.CANCELLED, now or timezone.now()
        proposal.save(update_fields=["state", "answered_at"])
        never_asked = not agreed and _unsent(proposal.mail_id)
        if proposal.mentor.email and not never_asked:
            put_out(mails.called_off(proposal), proposal.mentor.email, purpose=PURPOSE)


def _unsent(mail: UUID | None) -> bool:
    """Whether that mail still waits; it is not sent then."""
    return bool(mail and Mail.objects.filter(pk=mail, state=MailState.QUEUED).delete()[0])


def end(request: Accompaniment, state: AccompanimentState, now: datetime | None = None) -> None:
    """The request is over; from now on runs the time until it is erased."""
    request.state, request.ended_at = state, now or timezone.now()
    request.touched_at = request.ended_at
    request.save(update_fields=["state", "ended_at", "touched_at"])


def open_again(request: Accompaniment, now: datetime | None = None, *, by_curator: bool = False) -> None:
    """Somebody is looked for (again). A newcomer who had a plan is told that it does not hold any more.

    Curators, unless it is one who does this, get a request the matching does not look after, and a newcomer to call.
    """
    planned = request.state == AccompanimentState.ACCEPTED
    request.state, request.ended_at, request.touched_at = AccompanimentState.OPEN, None, now or timezone.now()
    request.meets_at, request.meeting_point, request.feedback_hash = None, "", None
    request.save(update_fields=["state", "ended_at", "touched_at", "meets_at", "meeting_point", "feedback_hash"])
    if planned and request.email and not _unsent(request.mail_id):
        put_out(mails.plan_is_off(request), request.email, purpose=PURPOSE)
    if not by_curator and (request.minor or (planned and request.phone)):
        put_out(mails.to_curators(request), curators_address(), purpose=PURPOSE)
