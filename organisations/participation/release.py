"""What happens to requests of newcomers when their mentor is no longer there."""

from datetime import datetime

from organisations.participation.models import Accompaniment, AccompanimentState, Mentor, Proposal, ProposalState

STANDING = (ProposalState.WAITING, ProposalState.ACCEPTED)


def let_go(mentor: Mentor, now: datetime) -> int:
    """Calls off whatever this mentor was asked for or had promised; such requests look for somebody again. How many.

    In the caller's transaction, which has locked the mentor. Visits that have taken place stay as they are.
    """
    standing = Proposal.objects.filter(mentor=mentor, state__in=STANDING)
    running = [AccompanimentState.PROPOSED, AccompanimentState.ACCEPTED]
    ids = list(standing.filter(accompaniment__state__in=running).values_list("accompaniment", flat=True))
    open_again = Accompaniment.objects.select_for_update().filter(pk__in=ids, state__in=running)
    found = list(open_again.values_list("pk", flat=True))
    Proposal.objects.filter(mentor=mentor, state__in=STANDING, accompaniment__in=found).update(
        state=ProposalState.CANCELLED, answered_at=now
    )
    Accompaniment.objects.filter(pk__in=found).update(
        state=AccompanimentState.OPEN, meets_at=None, meeting_point="", touched_at=now
    )
    return len(found)
