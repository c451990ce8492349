"""Approvals that end: the mentor is told some weeks before, and on the day after. Once each, whoever runs it."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from organisations.outbox.outline import Outline, put_out
from organisations.participation.mentors import mails
from organisations.participation.mentors.services import PURPOSE, new_link
from organisations.participation.models import Mentor, MentorState

SOON = timedelta(days=30)
MOST_AT_ONCE = 200  # mails a run; the next run goes on


def ending(today: date | None = None) -> QuerySet[Mentor]:
    """Mentors whose approval ends soon or is over, for the curators; those with a break too."""
    day = today or timezone.localdate()
    states = [MentorState.APPROVED, MentorState.PAUSED]
    return Mentor.objects.filter(state__in=states, expires_on__lte=day + SOON)


def tell(*, site: str, today: date | None = None) -> int:
    """Writes the mails that are due; how many. Safe to run often and in several processes."""
    day = today or timezone.localdate()
    over = Q(expires_on__lt=day) & (Q(told_over=None) | ~Q(told_over=F("expires_on")))
    soon = Q(expires_on__gte=day) & (Q(told_soon=None) | ~Q(told_soon=F("expires_on")))
    due = ending(day).filter(over | soon).order_by("expires_on", "pk")
    return sum(_tell(due, id, day, site) for id in due.values_list("pk", flat=True)[:MOST_AT_ONCE])


@transaction.atomic
def _tell(due: QuerySet[Mentor], id: UUID, day: date, site: str) -> int:
    mentor = due.select_for_update(skip_locked=True).filter(pk=id).first()
    if mentor is None or mentor.expires_on is None:
        return 0
    link, last = new_link(mentor, site), mentor.expires_on
    if last < day:
        outline: Outline = mails.over(mentor, link, site)
        mentor.told_over = last
    else:
        outline = mails.soon_over(mentor, last, link, site)
        mentor.told_soon = last
    mentor.save(update_fields=["told_soon", "told_over"])
    put_out(outline, mentor.email, purpose=PURPOSE)
    return 1
