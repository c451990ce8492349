"""A newcomer cannot come at the time of the plan: the mentor is asked for another one, or else the next mentor."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone

from organisations.forms.rows import Fields
from organisations.outbox.outline import put_out
from organisations.own_page import site_of
from organisations.participation.company import adult_mails, adults, facts, mails
from organisations.participation.company.ending import cancel, is_off, open_again, taken_back
from organisations.participation.company.fields import CompanyFields
from organisations.participation.company.keys import key_of
from organisations.participation.company.links import mentors_page, newcomers_page
from organisations.participation.company.matching import have_time
from organisations.participation.company.planning import may_change
from organisations.participation.company.proposing import PURPOSE, may_be_asked, time_limit
from organisations.participation.company.sides import seeker_of
from organisations.participation.company.team_mails import Why
from organisations.participation.models import (
    Accompaniment,
    AccompanimentState,
    Call,
    Mentor,
    Proposal,
    ProposalState,
)


class OtherTimeFields(Fields):
    """When the newcomer can come instead."""

    times = CompanyFields.base_fields["times"]


def sent(
    request: HttpRequest, page: Callable[..., HttpResponse], form: QueryDict, asked: Accompaniment
) -> HttpResponse:  # fmt: skip
    """The newcomer has pressed the button of a page; on to that of the request. Twice is once."""
    fields = OtherTimeFields(form)
    if not fields.is_valid():
        return page(400, other=fields)
    site = site_of(request)
    if not cannot_then(asked, fields.cleaned_data["times"], site):
        asked.refresh_from_db()
        if not is_off(asked):
            return page(409)
    return HttpResponseRedirect(reverse("company", args=[key_of("page", asked.pk)]))


@transaction.atomic
def cannot_then(request: Accompaniment, times: list[dict[str, Any]], site: str) -> bool:
    """The plan does not hold any more, and the newcomer can come at these times; nobody is blamed. False if it is too
    late for that. The mentor first, then the request: as everybody locks both.
    """
    agreed = facts.accepted_of(request)
    mentor = Mentor.objects.select_for_update().filter(pk=agreed.mentor_id).first() if agreed else None
    locked = Accompaniment.objects.select_for_update().get(pk=request.pk)
    standing = locked.proposals.select_for_update().filter(mentor=mentor, state=ProposalState.ACCEPTED).first()
    if mentor is None or standing is None or not may_change(locked):
        return False
    standing.mentor, standing.accompaniment = mentor, locked
    taken_back(locked)
    newcomers_page(locked, site)  # to which the button leads
    adults.tell_or_call(locked, adult_mails.off, Call.OFF, site)
    locked.times, locked.call_newcomer = times, ""
    locked.state = AccompanimentState.PROPOSED  # the newcomer knows: no mail about the plan that is off
    locked.save(update_fields=["times", "call_newcomer", "state"])
    busy = mentor.proposals.filter(state=ProposalState.WAITING).exists()
    if busy or not may_be_asked(mentor) or not have_time(seeker_of(locked).times, mentor.times):
        cancel(standing)
        open_again(locked, why=Why.CANNOT)
        return True
    _ask_again(locked, standing, site)
    return True


def _ask_again(request: Accompaniment, proposal: Proposal, site: str) -> None:
    now = timezone.now()
    taken_back(proposal)
    proposal.state, proposal.answered_at, proposal.expires_at = ProposalState.WAITING, None, now + time_limit()
    proposal.share_email = proposal.share_phone = False
    link = mentors_page(proposal, site)
    proposal.mail = put_out(mails.other_time(proposal, link), proposal.mentor.email, purpose=PURPOSE)
    proposal.save()
    request.meets_at, request.meeting_point, request.touched_at = None, "", now
    request.save(update_fields=["meets_at", "meeting_point", "touched_at"])
