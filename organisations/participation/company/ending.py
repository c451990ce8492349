"""How a request ends, and what is called off then. In the transaction of the caller, who has locked the request."""

from datetime import datetime

from django.utils import timezone

from organisations.models import Mail, MailState
from organisations.outbox.outline import put_out
from organisations.participation.company import mails
from organisations.participation.models import Accompaniment, AccompanimentState, ProposalState
from organisations.participation.release import STANDING


def call_off(request: Accompaniment, now: datetime | None = None) -> None:
    """Who is asked or has agreed is told that it does not take place; a mail that still waits is not sent."""
    for proposal in request.proposals.select_for_update().filter(state__in=STANDING):
        agreed = proposal.state == ProposalState.ACCEPTED
        proposal.state, proposal.answered_at = ProposalState.CANCELLED, now or timezone.now()
        proposal.save(update_fields=["state", "answered_at"])
        unsent = (
            Mail.objects.filter(pk=proposal.mail_id, state=MailState.QUEUED)
            if proposal.mail_id
            else Mail.objects.none()
        )
        never_asked = not agreed and unsent.delete()[0]
        if proposal.mentor.email and not never_asked:
            put_out(mails.called_off(proposal), proposal.mentor.email, purpose="company")


def end(request: Accompaniment, state: AccompanimentState, now: datetime | None = None) -> None:
    """The request is over; from now on runs the time until it is erased."""
    request.state, request.ended_at = state, now or timezone.now()
    request.touched_at = request.ended_at
    request.save(update_fields=["state", "ended_at", "touched_at"])


def open_again(request: Accompaniment, now: datetime | None = None) -> None:
    """Somebody is looked for (again)."""
    request.state, request.ended_at, request.touched_at = AccompanimentState.OPEN, None, now or timezone.now()
    request.meets_at, request.meeting_point = None, ""
    request.save(update_fields=["state", "ended_at", "touched_at", "meets_at", "meeting_point"])
