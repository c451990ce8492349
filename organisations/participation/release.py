"""What happens to requests of newcomers when their mentor is no longer there."""

from datetime import datetime

from django.db.models import Q

from organisations.participation.company.ending import STANDING, open_again
from organisations.participation.models import Accompaniment, AccompanimentState, Mentor, Proposal, ProposalState


def let_go(mentor: Mentor, now: datetime) -> int:
    """Calls off whatever this mentor was asked for or had promised; such requests look for somebody again. How many.

    In the caller's transaction, which has locked the mentor. Visits that have taken place stay as they are; newcomers
    who had a plan are told.
    """
    standing = Proposal.objects.filter(mentor=mentor, state__in=STANDING)
    ids = list(standing.values_list("accompaniment", flat=True))
    running = Accompaniment.objects.filter(state__in=[AccompanimentState.PROPOSED, AccompanimentState.ACCEPTED])
    took_place = Q(state=AccompanimentState.ACCEPTED, meets_at__lte=now)
    found = list(running.exclude(took_place).select_for_update().filter(pk__in=ids))
    standing.filter(accompaniment__in=found).update(state=ProposalState.CANCELLED, answered_at=now)
    for request in found:
        open_again(request, now)
    return len(found)
