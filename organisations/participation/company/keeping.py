"""How requests for company are forgotten, and found for who asks what is known of them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.formats import long_date
from organisations.keeping import days
from organisations.models import Mail, MailState
from organisations.outbox.outline import curators_address
from organisations.participation.company import counting, farewell, mails, reported
from organisations.participation.company.ending import RUNNING, end, is_over
from organisations.participation.models import Accompaniment, AccompanimentState, Feedback, Side
from organisations.services.person_data import Found, Place, Whom, belonging
from organisations.services.retention import Rule

LINK_DAYS = 2  # so long the link of a request that was taken back says so, and its form is not sent a second time
WAS = "was"  # in `reasons`: how the visit had ended before its request was taken back; it counts as that
PERSON: dict[str, Any] = {
    "addressee": "", "languages": [], "times": [], "wish": "", "name": "", "email": "", "phone": "", "share": False,
    "minor": False, "adult_name": "", "words": "", "consent": "", "reasons": {}, "meeting_point": "", "report": "",
    "latitude": None, "longitude": None, "organisation": None, "message": None, "meets_at": None,
    "adult_email": "", "adult_phone": "", "adult_hash": None, "stopped_by": "", "area": None, "asked_at": None,
    "reported_at": None, "language": "", "call_newcomer": "", "call_adult": "",
}  # fmt: skip
CALLED_NEWCOMER = ("name", "phone", "call_newcomer")  # what a call needs
CALLED_ADULT = ("name", "minor", "adult_name", "adult_phone", "call_adult")
FIELDS = (
    "created_at addressee language languages times wish name email phone share minor adult_name words consent state"
    " adult_email adult_phone meets_at meeting_point ended_at"
).split()
OF_ADULT = "created_at addressee adult_name adult_email adult_phone state ended_at".split()


def purge(now: datetime | None = None) -> int:
    """What ended long ago, and what nobody has touched for as long, goes with all that belongs to it; how many."""
    now = now or timezone.now()
    return sum(_remove_one(id, now) for id in list(_over(now).values_list("pk", flat=True)))


def forget_links(now: datetime | None = None) -> int:
    """Nothing is left of requests that were taken back some days ago; how many."""
    over = (now or timezone.now()) - timedelta(days=LINK_DAYS)
    return Accompaniment.objects.filter(erased_at__lt=over).delete()[1].get("participation.Accompaniment", 0)


def _over(now: datetime) -> QuerySet[Accompaniment]:
    then = now - timedelta(days=settings.COMPANY_DAYS)
    return Accompaniment.objects.filter(Q(ended_at__lt=then) | Q(ended_at=None, touched_at__lt=then), erased_at=None)


@transaction.atomic
def _remove_one(id: UUID, now: datetime) -> int:
    if not _erase_one(_over(now), id, now):
        return 0
    Accompaniment.objects.filter(pk=id).exclude(erased_at=None).delete()
    return 1


@transaction.atomic
def _erase_one(rows: QuerySet[Accompaniment], id: UUID | str, now: datetime) -> int:
    request = rows.select_for_update().filter(pk=id, erased_at=None).first()
    if request is None:
        return 0
    letters = _told_of_the_end(request, now)
    if request.ended_at is None:
        end(request, AccompanimentState.ENDED, now)
    request.reported_at, request.report = None, ""
    erase_but_due(request, now)
    farewell.send(letters)
    return 1


def _told_of_the_end(request: Accompaniment, now: datetime) -> list[farewell.Letter]:
    """Who knew of a request that is erased before its visit learns that nobody comes, also if one of them alone has
    asked for it; who is to be called about that stays until then. All other calls are no matter any more."""
    to_come = request.state in RUNNING and not is_over(request, now)
    expected = to_come or (request.meets_at is not None and not is_over(request, now))
    calling = expected and farewell.stands(request)
    letters = farewell.tell_everybody(request, mails.erased(request)) if to_come else []
    if not calling:
        request.call_newcomer = request.call_adult = ""
    return letters


def is_emptied(request: Accompaniment) -> bool:
    """Whether it was erased for the newcomer, and stays alone for what curators still have to do (`erase_but_due`)."""
    taken_back = request.state == AccompanimentState.WITHDRAWN and request.erased_at is None
    return taken_back and not request.language  # every other request has one


def erase(request: Accompaniment, now: datetime) -> None:
    """Nothing of the person is left, in mails neither, nor any day but that of erasing: the row is there for its links
    alone, until it goes too. The request counts in the statistics. In the transaction of the caller, who has locked it.
    """
    now = _counted(request, now)
    _empty(request, now)
    to_curators = Mail.objects.filter(purpose="company", recipient=curators_address())
    _take_away(to_curators.filter(text__contains=str(request.pk)))  # there is nothing behind their links any more
    request.erased_at = now
    request.save()


def erase_but_due(request: Accompaniment, now: datetime) -> None:
    """The same, but with the name of the entry stays what the mentor has reported, until curators have seen to it, and
    whom they have to call: the newcomer, or the adult who was named, and by whom. Without either it is erased wholly.
    """
    kept = _due(request)
    if not kept:
        erase(request, now)
        return
    now = _counted(request, now)
    was, request.state = request.state, AccompanimentState.WITHDRAWN
    _empty(request, now)
    for name, value in kept.items():
        setattr(request, name, value)
    request.reasons = {} if was == AccompanimentState.WITHDRAWN else {WAS: was}
    request.save()


def _counted(request: Accompaniment, now: datetime) -> datetime:
    """It counts in the statistics, once, as what it was; the day of erasing."""
    emptied = is_emptied(request)
    request.state = request.reasons.get(WAS, request.state)
    if not emptied:
        counting.count(request)
    return request.ended_at or now if emptied else now


def was_taken_back(request: Accompaniment) -> bool:
    """Whether the newcomer has taken it back before the visit; else it was erased after that, or by curators."""
    return bool(request.reasons.get(WAS, request.state) == AccompanimentState.WITHDRAWN)


def _due(request: Accompaniment) -> dict[str, Any]:
    """What of a request that was taken back curators need, by column."""
    columns = [
        *(CALLED_NEWCOMER if request.call_newcomer else ()),
        *(CALLED_ADULT if request.call_adult else ()),
        *(["reported_at"] if request.reported_at else ()),
    ]
    if not columns:
        return {}
    kept = {name: getattr(request, name) for name in ("addressee", "area", *columns)}
    return kept | {"report": reported.of_others(request.report, Side.NEWCOMER) if request.reported_at else ""}


def _empty(request: Accompaniment, now: datetime) -> None:
    proposals = request.proposals.all()
    told = {
        address for address in (request.email, request.adult_email) if address and not _told_of_others(request, address)
    }
    ids = [id for id in (request.mail_id, request.adult_mail_id, *proposals.values_list("mail", flat=True)) if id]
    _take_away(Mail.objects.filter(Q(purpose="company", recipient__in=told) | Q(pk__in=ids)))
    request.refresh_from_db(fields=["mail", "adult_mail"])
    Feedback.objects.filter(proposal__accompaniment=request).delete()
    proposals.update(reasons={}, by="", share_email=False, share_phone=False, made_at=now, expires_at=now)
    proposals.exclude(answered_at=None).update(answered_at=now)
    for name, value in PERSON.items():
        setattr(request, name, value)
    request.created_at = request.touched_at = request.ended_at = now
    request.topics.clear()


def _take_away(rows: QuerySet[Mail]) -> None:
    """What waits is not sent, and of the others it stays that they were."""
    rows.exclude(state=MailState.SENT).delete()
    rows.update(recipient="", subject="", text="", html="")


def _told_of_others(request: Accompaniment, address: str) -> bool:
    """Whether mails to that address may be about another request: they still count."""
    theirs = Q(email__iexact=address) | Q(adult_email__iexact=address)
    return Accompaniment.objects.filter(theirs, erased_at=None).exclude(pk=request.pk).exists()


def _found(whom: Whom) -> list[Found]:
    """Requests of this person, and those in which this is the adult: without what the newcomer filled in."""
    there = Accompaniment.objects.filter(erased_at=None).order_by("created_at")
    rows = belonging(there, whom, "name")
    named = belonging(there, whom, "adult_name", email="adult_email", phone="adult_phone")
    told = [(row, {name: getattr(row, name) for name in FIELDS} | _said(row)) for row in rows]
    mine = [row.pk for row in rows]
    told += [(row, {name: getattr(row, name) for name in OF_ADULT}) for row in named.exclude(pk__in=mine)]
    return [Found(str(row.pk), long_date(row.created_at), values) for row, values in told]


def _said(row: Accompaniment) -> dict[str, Any]:
    """The newcomer's own words in reports and after the visit; those of the mentor are another person's."""
    mine = [words for side, words in reported.apart(row.report) if side == Side.NEWCOMER]
    told = Feedback.objects.filter(proposal__accompaniment=row, side=Side.NEWCOMER)
    return {"report": mine, "feedback": list(told.values("happened", "face", "wrong", "words"))}


def _forget(keys: Collection[str], author: str) -> int:
    now = timezone.now()
    return sum(_erase_one(Accompaniment.objects.all(), key, now) for key in keys)


RULES = (
    Rule(
        "company",
        _("Requests for company with all that belongs to them, after the end; only counts without persons stay"),
        lambda: days(settings.COMPANY_DAYS),
        purge,
    ),
    Rule(
        "company_links",
        _(
            "Links of requests for company that were taken back; all else of these is erased at once, or when curators"
            " have seen to a report or called the adult"
        ),
        lambda: days(LINK_DAYS),
        forget_links,
    ),
)
PLACES = (Place("company", _("Requests for company"), _found, _forget),)
