"""What a mentor is asked and has agreed to, for the mentor's own page."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.participation.company import facts
from organisations.participation.company.ending import REST
from organisations.participation.company.keys import key_of
from organisations.participation.company.proposing import may_be_asked
from organisations.participation.models import AccompanimentState, Mentor, Proposal, ProposalState, Side

AFTER = (AccompanimentState.ACCEPTED, AccompanimentState.MET, AccompanimentState.ENDED)


@dataclass(frozen=True)
class Lead:
    """One of them, and the path of its page. `who`: the newcomer, after a yes; `told`: until when an answer counts, or
    when the two meet.
    """

    addressee: str
    who: str
    told: str
    path: str


def leads(mentor: Mentor) -> list[tuple[str, list[Lead]]]:
    """Questions that wait, visits to come, visits of which the mentor has not told yet: under a title each, those that
    there are.
    """
    groups = (
        (_("Would you come along?"), _questions(mentor)),
        (_("You come along"), _visits(mentor)),
        (_("How was the visit?"), _untold(mentor)),
    )
    return [(title, found) for title, found in groups if found]


def _questions(mentor: Mentor) -> list[Lead]:
    if not may_be_asked(mentor):
        return []
    rows = _of(mentor, ProposalState.WAITING).filter(expires_at__gt=timezone.now()).order_by("expires_at")
    until = _("Please answer before this moment: %(until)s. Then we ask somebody else.")
    return [_lead(one, until % {"until": facts.moment(one.expires_at)}, "company-answer") for one in rows]


def _visits(mentor: Mentor) -> list[Lead]:
    rows = _of(mentor, ProposalState.ACCEPTED).filter(accompaniment__state=AccompanimentState.ACCEPTED)
    return _met(rows.filter(accompaniment__meets_at__gt=timezone.now() - REST), "company-answer")


def _untold(mentor: Mentor) -> list[Lead]:
    rows = _of(mentor, ProposalState.ACCEPTED).filter(accompaniment__state__in=AFTER)
    over = rows.filter(accompaniment__meets_at__lte=timezone.now() - REST)
    return _met(over.exclude(feedback__side=Side.MENTOR), "company-after")


def _of(mentor: Mentor, state: ProposalState) -> QuerySet[Proposal]:
    rows = mentor.proposals.select_related("accompaniment")
    return rows.filter(state=state, accompaniment__erased_at=None)


def _met(rows: QuerySet[Proposal], page: str) -> list[Lead]:
    found = [(one, one.accompaniment.meets_at) for one in rows.order_by("accompaniment__meets_at")]
    return [_lead(one, facts.moment(at), page) for one, at in found if at]


def _lead(proposal: Proposal, told: str, page: str) -> Lead:
    path = reverse(page, args=[key_of(Side.MENTOR, proposal.pk)])
    who = proposal.accompaniment.name if proposal.state == ProposalState.ACCEPTED else ""
    return Lead(proposal.accompaniment.addressee, who, told, path)
