"""After the visit: both are asked once how it was, and the mentor may confirm what the entry says."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from organisations.models import Organisation
from organisations.models.organisation import State
from organisations.outbox.outline import curators_address, put_out
from organisations.participation.company import calls, mails, safety, team_mails
from organisations.participation.company.ending import REST, end
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
    request.feedback_hash = digest(keys[0])
    if request.email:
        link = f"{site}/{request.language}/company/after/{keys[0]}/"
        put_out(
            mails.how_was_it(request.language, request.name, request.addressee, link), request.email, purpose=PURPOSE
        )
    elif calls.note(request, Side.NEWCOMER, Call.AFTER):
        put_out(team_mails.to_call_after(request, site), curators_address(), purpose=PURPOSE)
    mentor = proposal.mentor
    proposal.key_hash = digest(keys[1])
    link = f"{site}/{mentor.language}/company/after/{keys[1]}/"
    if mentor.state != MentorState.LEFT:
        put_out(mails.how_was_it(mentor.language, mentor.name, request.addressee, link), mentor.email, purpose=PURPOSE)
    proposal.save(update_fields=["key_hash"])
    request.reasons = {"asked": now.date().isoformat()}
    request.save(update_fields=["feedback_hash", "reasons"])
    return 1


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

    If the mentor found all five facts right, the entry counts as checked today, unless the mentor has left or was ended
    since. Curators are told of anything wrong.
    """
    request = Accompaniment.objects.select_for_update().get(pk=proposal.accompaniment_id)
    try:
        with transaction.atomic():
            given = Feedback.objects.create(
                proposal=proposal, side=side, happened=happened, face=face, wrong=wrong, words=words
            )
    except IntegrityError:
        raise GivenAlready from None
    if request.state in (AccompanimentState.ACCEPTED, AccompanimentState.ENDED):
        end(request, AccompanimentState.MET if happened else AccompanimentState.ENDED)
    if side == Side.NEWCOMER:
        calls.done(request, side, Call.AFTER)
    if side == Side.MENTOR and happened and set(confirmed) >= set(FACTS) and not proposal.mentor.is_gone:
        _check_entry(request.organisation_id, proposal.mentor.author)
    if wrong:
        safety.report(request, side, words, site=site)
    return given


def _check_entry(id: UUID | None, author: str) -> None:
    """A person was there today and found everything as the entry says."""
    if id and Organisation.objects.filter(pk=id, state=State.PUBLIC).exists():
        editing.confirm(id, author=author, reason="checked on a visit")
