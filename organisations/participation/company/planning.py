"""The plan of a pair: both are told with the yes, and once more when the mentor changes it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from organisations.outbox.outline import curators_address, put_out
from organisations.participation.company import adults, calls, mails, team_mails
from organisations.participation.company.ending import taken_back
from organisations.participation.company.keys import key_of
from organisations.participation.company.links import mentors_page
from organisations.participation.models import Accompaniment, AccompanimentState, Call, Proposal, ProposalState, Side
from organisations.secret_links import digest

PURPOSE = "company"


class TooLate(Exception):
    """The time for it is over, or somebody has ended the request or the proposal."""


def may_change(request: Accompaniment) -> bool:
    """Whether the visit is agreed on and still to come."""
    to_come = request.meets_at is not None and request.meets_at > timezone.now()
    return request.state == AccompanimentState.ACCEPTED and to_come


def stands(proposal: Proposal, *, meets_at: datetime | None, meeting_point: str, **shares: bool) -> bool:
    """Whether that is the plan already. `shares`: share_email and share_phone."""
    request = proposal.accompaniment
    plan = (request.meets_at, request.meeting_point) == (meets_at, meeting_point)
    return plan and all(getattr(proposal, name) == value for name, value in shares.items())


@transaction.atomic
def change(proposal: Proposal, *, meets_at: datetime, meeting_point: str, site: str, **shares: bool) -> None:
    """Another plan, as long as the visit is to come: both get it, and an earlier one that still waits is not sent.

    The plan that stands already is no change. Raises TooLate.
    """
    request = Accompaniment.objects.select_for_update().get(pk=proposal.accompaniment_id)
    locked = Proposal.objects.select_for_update(of=("self",)).select_related("mentor").get(pk=proposal.pk)
    locked.accompaniment = request
    if locked.state != ProposalState.ACCEPTED or not may_change(request):
        raise TooLate
    if stands(locked, meets_at=meets_at, meeting_point=meeting_point, **shares):
        return
    for name, value in shares.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(shares))
    request.meets_at, request.meeting_point = meets_at, meeting_point
    request.save(update_fields=["meets_at", "meeting_point"])
    tell_both(request, locked, site, changed=True)


def tell_both(request: Accompaniment, agreed: Proposal, site: str, *, changed: bool = False) -> None:
    """Mails both the plan, in the caller's transaction, which has locked both rows. `changed`: there was another one;
    for who has not got that yet, this one is the first."""
    key = key_of(Side.NEWCOMER, agreed.pk)
    request.touched_at, request.feedback_hash = timezone.now(), digest(key)
    again = changed and not taken_back(request)
    if request.email:
        link = f"{site}/{request.language}/company/after/{key}/"
        plan = mails.plan_for_newcomer(request, agreed, link, site, changed=again)
        request.mail = put_out(plan, request.email, purpose=PURPOSE)
    elif calls.note(request, Side.NEWCOMER, Call.PLAN):
        put_out(team_mails.to_call(request, site), curators_address(), purpose=PURPOSE)
    request.adult_mail = adults.tell_plan(request, agreed, site, changed=again)
    request.save(update_fields=["touched_at", "feedback_hash", "mail", "adult_mail"])
    again = changed and not taken_back(agreed)
    # the plan names the newcomer: this mail is the one that is emptied when the request is erased
    plan = mails.plan_for_mentor(request, agreed, mentors_page(agreed, site), site, changed=again)
    agreed.mail = put_out(plan, agreed.mentor.email, purpose=PURPOSE)
    agreed.save(update_fields=["mail"])
