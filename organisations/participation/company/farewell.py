"""Who is told when a request ends before its visit, whoever ends it: the mentor, the newcomer and the adult.

In the transaction of the caller, who has locked the request, and before anything of it is erased.
"""

from collections.abc import Iterable, Sequence

from organisations.outbox.outline import Outline, curators_address, put_out
from organisations.participation.company import adult_mails, calls, team_mails
from organisations.participation.company.ending import call_off
from organisations.participation.company.links import adults_page
from organisations.participation.company.team_mails import Why
from organisations.participation.models import Accompaniment, AccompanimentState, Call, Side

PURPOSE = "company"  # of mails
STANDS = (AccompanimentState.PROPOSED, AccompanimentState.ACCEPTED)  # somebody is asked, or has agreed
Letter = tuple[Outline, str]  # with its address


def tell_everybody(
    request: Accompaniment, to_newcomer: Outline | None, *, but: str = "", why: Sequence[Why] = (), site: str = "",
    linked: bool = False,
) -> list[Letter]:  # fmt: skip
    """Everybody who knew of it learns that nobody comes along, but the one who ends it (`but`: a Side or ADULT).

    The mentor is told at once. Whoever has no mail address is noted to be called, and the curators learn that, with
    what else they have to know (`why`). The mails to the others are for `send`, once all that does not hold any more is
    taken away. `linked`: the page of the adult is still there.
    """
    call_off(request)
    letters = []
    if but != Side.NEWCOMER and request.email and to_newcomer:
        letters.append((to_newcomer, request.email))
    if but != calls.ADULT and request.minor and request.adult_email:
        link = adults_page(request, site) if linked else ""
        letters.append((adult_mails.over(request, link), request.adult_email))
    reasons = [*why, *([Why.CALL] if but != Side.NEWCOMER and calls.note(request, Side.NEWCOMER, Call.OVER) else [])]
    if reasons:
        put_out(team_mails.to_curators(request, reasons, site), curators_address(), purpose=PURPOSE)
    if but != calls.ADULT and calls.note(request, calls.ADULT, Call.OVER):
        put_out(team_mails.to_call_adult(request, site), curators_address(), purpose=PURPOSE)
    return letters


def send(letters: Iterable[Letter]) -> None:
    """The mails go out."""
    for outline, address in letters:
        put_out(outline, address, purpose=PURPOSE)


def stands(request: Accompaniment) -> bool:
    """Whether somebody would go, wait or answer for nothing if it ended without a word."""
    unsaid = {request.call_newcomer, request.call_adult} & {Call.OFF, Call.OVER}
    return request.state in STANDS or bool(unsaid)
