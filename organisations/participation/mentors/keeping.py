"""How what mentors filled in is forgotten, and found for who asks what is known of them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.formats import long_date
from organisations.keeping import days
from organisations.link_sessions import forget_over
from organisations.participation.company import reported
from organisations.participation.mentors.services import erase, forget_kept, leave
from organisations.participation.models import (
    Accompaniment,
    Feedback,
    Mentor,
    MentorLink,
    MentorSession,
    MentorState,
    ProposalState,
    Side,
)
from organisations.participation.release import let_go
from organisations.services.person_data import Found, Place, Whom, belonging
from organisations.services.retention import Rule

UNCONFIRMED_DAYS = 7
EMPTY_DAYS = 2  # then the row without a person goes too; sessions on its page are over long before
FIELDS = (
    "name email phone language languages times gender capacity introduction consent state created_at confirmed_at"
    " talked_on talk_notes agreed_on trained_on approved_at expires_on ended_at"
).split()


def purge(now: datetime | None = None) -> int:
    """Erases whose time is over, deletes offers nobody confirmed and rows that are long empty; how many persons."""
    now = now or timezone.now()
    unconfirmed = Mentor.objects.filter(
        state=MentorState.APPLIED, changed_at__lt=now - timedelta(days=UNCONFIRMED_DAYS)
    )
    gone: dict[str, int] = unconfirmed.delete()[1]
    erased = sum(_erase_one(id, now) for id in list(_over(now).values_list("pk", flat=True)))
    erased += forget_kept(Mentor.objects.all(), now)
    _empty(now - timedelta(days=EMPTY_DAYS)).delete()
    MentorLink.objects.filter(expires_at__lt=now).exclude(email="").update(email="")
    forget_over(MentorLink.objects.all(), MentorSession.objects.all(), now)
    return erased + gone.get("participation.Mentor", 0)


def _empty(then: datetime) -> QuerySet[Mentor]:
    """Rows without a person since then which no request needs any more: it goes 180 days after its own end."""
    return Mentor.objects.filter(erased_at__lte=then, proposals=None)


def _over(now: datetime) -> QuerySet[Mentor]:
    """Ended, run out, never approved, or kept although they have left, and long ago."""
    then = now - timedelta(days=settings.COMPANY_DAYS)
    ended = Q(state__in=[MentorState.ENDED, MentorState.LEFT], ended_at__lt=then)
    run_out = Q(state__in=[MentorState.APPROVED, MentorState.PAUSED], expires_on__lt=timezone.localdate(then))
    waiting = Q(state=MentorState.VERIFIED, changed_at__lt=then)
    return Mentor.objects.filter(ended | run_out | waiting, erased_at=None)


@transaction.atomic
def _erase_one(id: Any, now: datetime) -> int:
    mentor = _over(now).select_for_update().filter(pk=id).first()
    if mentor is None:
        return 0
    let_go(mentor, now)
    erase(mentor, now)
    _empty(now).filter(pk=id).delete()
    return 1


def _found(whom: Whom) -> list[Found]:
    rows = belonging(Mentor.objects.filter(erased_at=None), whom, "name")
    more = rows.prefetch_related("areas", "topics", "organisations")
    return [Found(str(row.pk), f"{row.name}, {long_date(row.created_at)}", _values(row)) for row in more]


def _values(row: Mentor) -> dict[str, Any]:
    related = {
        "areas": [area.name for area in row.areas.all()],
        "topics": [topic.slug for topic in row.topics.all()],
        "organisations": [entry.name for entry in row.organisations.all()],
    }
    return {name: getattr(row, name) for name in FIELDS} | related | _said(row)


def _said(row: Mentor) -> dict[str, Any]:
    """The mentor's own words after visits and in reports; those of newcomers are another person's."""
    told = Feedback.objects.filter(proposal__mentor=row, side=Side.MENTOR)
    requests = Accompaniment.objects.filter(proposals__mentor=row, proposals__state=ProposalState.ACCEPTED)
    return {
        "feedback": list(told.values("happened", "face", "wrong", "words")),
        "reports": [
            words for one in requests for side, words in reported.apart(one.report) if side == Side.MENTOR
        ],
    }  # fmt: skip


def _erase(keys: Collection[str], author: str) -> int:
    return sum(leave(row, wholly=True) for row in Mentor.objects.filter(pk__in=keys))


def _found_new_addresses(whom: Whom) -> list[Found]:
    """Addresses that mentors typed as their new ones: nobody has confirmed yet that they are theirs."""
    if not whom.email:
        return []
    rows = MentorLink.objects.filter(email__iexact=whom.email).select_related("mentor").order_by("pk")
    names = "email created_at expires_at used_at".split()
    return [Found(str(row.pk), long_date(row.created_at), {name: getattr(row, name) for name in names}) for row in rows]


def _erase_new_addresses(keys: Collection[str], author: str) -> int:
    """The link ends too: without its address it would open the page of a mentor to whoever got it."""
    rows = MentorLink.objects.filter(pk__in=keys)
    rows.filter(revoked_at=None).update(revoked_at=timezone.now())
    return rows.update(email="")


RULES = (
    Rule(
        "mentors",
        _(
            "Mentors: who leaves, at once (name and reach, if something was reported: when curators have seen to it);"
            " whose time ended, ran out or never began, after"
        ),
        lambda: days(settings.COMPANY_DAYS),
        purge,
    ),
)
PLACES = (
    Place("mentors", _("Mentors"), _found, _erase),
    Place("mentor_links", _("New mail addresses that mentors typed"), _found_new_addresses, _erase_new_addresses),
)
