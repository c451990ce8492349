"""After the visit: both are asked once how it was, and the mentor may confirm what the entry says."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from organisations.models import Organisation
from organisations.models.organisation import State
from organisations.outbox.outline import curators_address, put_out
from organisations.participation.company import calls, mails, safety, team_mails
from organisations.participation.company.ending import REST, end, taken_back
from organisations.participation.company.keys import key_of
from organisations.participation.models import (
    Accompaniment,
    AccompanimentState,
    Call,
    Feedback,
    MentorState,
    Proposal,
    ProposalState,
    Side,
)
from organisations.secret_links import digest
from organisations.services import editing

FACTS = ("place", "times", "people", "languages", "newcomers")  # the five taps: right on the spot
SILENCE = timedelta(days=21)  # so long answers are waited for
PURPOSE = "company"


class GivenAlready(Exception):
    """That side has said how it was."""


def ask_both(*, site: str, now: datetime | None = None) -> int:
    """Mails both a link to the page after the visit, once; ends what nobody answered. How many visits were new."""
    now = now or timezone.now()
    met = Accompaniment.objects.filter(state=AccompanimentState.ACCEPTED, erased_at=None)
    for id in list(met.filter(meets_at__lte=now - SILENCE).values_list("pk", flat=True)):
        _end_silent(id, now)
    due = met.filter(meets_at__lte=now - REST).exclude(reasons__has_key="asked")
    return sum(_ask(id, site, now) for id in list(due.order_by("meets_at", "pk").values_list("pk", flat=True)))


@transaction.atomic
def _ask(id: UUID, site: str, now: datetime) -> int:
    rows = Accompaniment.objects.select_for_update().filter(pk=id, state=AccompanimentState.ACCEPTED)
    request = rows.exclude(reasons__has_key="asked").first()
    proposal = _agreed(request) if request else None
    if request is None or proposal is None:
        return 0
    keys = key_of(Side.NEWCOMER, proposal.pk), key_of(Side.MENTOR, proposal.pk)
    proposal.accompaniment, request.feedback_hash = request, digest(keys[0])
    if request.email:
        link = f"{site}/{request.language}/company/after/{keys[0]}/"
        put_out(mails.how_was_it(proposal, Side.NEWCOMER, link), request.email, purpose=PURPOSE)
    elif calls.note(request, Side.NEWCOMER, Call.AFTER):
        put_out(team_mails.to_call_after(request, site), curators_address(), purpose=PURPOSE)
    _ask_mentor(proposal, keys[1], site)
    request.reasons = {"asked": now.date().isoformat()}
    request.save(update_fields=["feedback_hash", "reasons"])
    return 1


def _ask_mentor(proposal: Proposal, key: str, site: str) -> None:
    """This mail names the newcomer, as the plan did that has no more to say: so it is not sent once the request is
    erased."""
    mentor = proposal.mentor
    proposal.key_hash = digest(key)
    if mentor.email and mentor.state != MentorState.LEFT:
        taken_back(proposal)
        link = f"{site}/{mentor.language}/company/after/{key}/"
        outline = mails.how_was_it(proposal, Side.MENTOR, link)
        proposal.mail = put_out(outline, mentor.email, purpose=PURPOSE)
    proposal.save(update_fields=["key_hash", "mail"])


def _agreed(request: Accompaniment) -> Proposal | None:
    return request.proposals.select_related("mentor").filter(state=ProposalState.ACCEPTED).first()


@transaction.atomic
def _end_silent(id: UUID, now: datetime) -> None:
    request = Accompaniment.objects.select_for_update().filter(pk=id, state=AccompanimentState.ACCEPTED).first()
    if request:
        end(request, AccompanimentState.ENDED, now)


@transaction.atomic
def give(
    proposal: Proposal, side: str, *, happened: bool, face: int | None, wrong: bool, words: str,
    confirmed: Collection[str] = (), site: str = "",
) -> Feedback:  # fmt: skip
    """What one side says, once; the first that says it took place makes it so. Raises GivenAlready.

    If the mentor found all five facts right, the entry counts as checked on the day of the visit, unless the mentor has
    left or was ended since. Curators are told of anything wrong. Raises Gone.
    """
    request = Accompaniment.objects.select_for_update().filter(pk=proposal.accompaniment_id, erased_at=None).first()
    if request is None:
        raise safety.Gone
    if Feedback.objects.filter(proposal=proposal, side=side).exists():
        raise GivenAlready
    given = Feedback.objects.create(
        proposal=proposal, side=side, happened=happened, face=face, wrong=wrong, words=words
    )
    if request.state in (AccompanimentState.ACCEPTED, AccompanimentState.ENDED):
        end(request, AccompanimentState.MET if happened else AccompanimentState.ENDED)
    if side == Side.NEWCOMER:
        calls.done(request, side, Call.AFTER)
    if side == Side.MENTOR and happened and set(confirmed) >= set(FACTS) and not proposal.mentor.is_gone:
        _check_entry(request, proposal.mentor.author)
    if wrong:
        safety.report(request, side, words, site=site)
    return given


def can_check(request: Accompaniment, now: datetime | None = None) -> bool:
    """Whether the visit was not long ago: then what the mentor found there says something of the entry as it is."""
    return request.meets_at is not None and request.meets_at > (now or timezone.now()) - SILENCE


def _check_entry(request: Accompaniment, author: str) -> None:
    """A person was there on that day and found everything as the entry says."""
    id, at = request.organisation_id, request.meets_at
    if id and at and can_check(request) and Organisation.objects.filter(pk=id, state=State.PUBLIC).exists():
        editing.confirm(id, author=author, reason="checked on a visit", on=timezone.localdate(at))
