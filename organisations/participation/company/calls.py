"""Whom curators have to call, because a mail reaches nobody there, and what they say. Noted until one has called."""

from django.db.models import Q

from organisations.participation.models import Accompaniment, Call, Side

ADULT = "adult"  # who answers for a newcomer under 18; also in `stopped_by`
COLUMNS = {Side.NEWCOMER.value: "call_newcomer", ADULT: "call_adult"}
OPEN = ~Q(call_newcomer="") | ~Q(call_adult="")  # somebody is to be called


def note(request: Accompaniment, who: str, what: Call) -> bool:
    """Notes that a newcomer or an adult without a mail address is to be told that; whether it is so.

    What was to be told before and is not so any more goes; an adult who has heard of nothing need not hear that it is
    over. In the transaction of the caller, who has locked the row.
    """
    email, phone = _reach(request, who)
    if email or not phone:
        return False
    if who == ADULT and what == Call.OVER and is_first(request):
        request.call_adult = ""
        request.save(update_fields=["call_adult"])
        return False
    setattr(request, COLUMNS[who], what)
    request.save(update_fields=[COLUMNS[who]])
    return True


def done(request: Accompaniment, who: str, what: str) -> bool:
    """A curator has called. False if something else is to be told since, which nobody has said yet. Twice is once."""
    column = COLUMNS.get(who)
    if column is None:
        return False
    rows = Accompaniment.objects.filter(pk=request.pk)
    return bool(rows.filter(**{f"{column}__in": [what, ""]}).update(**{column: ""}))


def is_first(request: Accompaniment) -> bool:
    """Whether the adult who answers for a newcomer is still to be called for the first time: nobody is asked before."""
    return request.call_adult == Call.NAMED


def _reach(request: Accompaniment, who: str) -> tuple[str, str]:
    if who == ADULT:
        return request.adult_email, request.adult_phone if request.minor else ""
    return request.email, request.phone
