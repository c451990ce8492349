"""Whom curators have to call about a request, what they say there, and that they have."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from organisations.participation.company import calls, facts, safety
from organisations.participation.company.ending import STANDING
from organisations.participation.company.keeping import was_taken_back
from organisations.participation.mentors.summary import Line
from organisations.participation.models import Accompaniment, AccompanimentState, Call, Side
from organisations.reach import shown_phone


@dataclass(frozen=True)
class ToCall:
    """One call: whom, and all there is to say. `form`: where the newcomer's answers are filled in, if any are asked."""

    who: str
    code: str
    title: str
    name: str
    phone: str
    what: str
    lines: list[Line]
    form: str = ""


def to_call(row: Accompaniment) -> list[ToCall]:
    """The calls of one request that nobody has made yet."""
    found = []
    if code := row.call_newcomer:
        title, phone = _("Please call the newcomer"), shown_phone(row.phone)
        # there the curator fills in what the newcomer says on the telephone
        form = facts.questions_after(row) if code == Call.AFTER else ""
        found.append(ToCall(Side.NEWCOMER, code, title, row.name, phone, str(Call(code).label), _plan(row, code), form))
    if code := row.call_adult:
        title, phone = _("Please call the adult who answers for the newcomer"), shown_phone(row.adult_phone)
        what = str(Call(code).label)
        if row.state == AccompanimentState.WITHDRAWN:
            ended = _("The request of %(name)s has ended: please say that nobody comes along.")
            if was_taken_back(row):
                ended = _("%(name)s has taken it back: please say that nobody comes along.")
            what = ended % {"name": row.name}
        lines = [Line(_("The newcomer"), [row.name]), *_plan(row, code)]
        found.append(ToCall(calls.ADULT, code, title, row.adult_name, phone, what, lines))
    return found


def _plan(row: Accompaniment, code: str) -> list[Line]:
    """What is told of a plan: who comes along, when and where, and of the mentor's reach what may be given."""
    agreed = facts.accepted_of(row) if code == Call.PLAN else None
    if agreed is None:
        return []
    mentor = agreed.mentor
    ways = [(_("Mail address of the mentor"), mentor.email, agreed.share_email)]
    if mentor.phone:
        ways.append((_("Telephone of the mentor"), shown_phone(mentor.phone), agreed.share_phone))
    reach = [Line(label, [way if given else _("may not be given")], ltr=given) for label, way, given in ways]
    return [Line(_("Comes along"), [mentor.name]), *facts.plan(row, others=True), *reach]


def called(row: Accompaniment, sent: Mapping[str, str]) -> bool:
    """The button was pressed. False if there is something else to say by now."""
    return safety.called(row, sent.get("who", ""), sent.get("what", ""))


def told_of_the_end(row: Accompaniment) -> list[str]:
    """Who learns by mail that it is stopped or that somebody else comes, and who has to be called."""
    found = []
    if any(one.state in STANDING for one in row.proposals.all()):
        found.append(_("The mentor who was asked or has said yes is told by mail."))
    if row.email:
        found.append(_("The newcomer is told by mail."))
    elif row.phone:
        found.append(_("The newcomer has no mail address: please call."))
    if row.minor and row.adult_email:
        found.append(_("The adult who answers for the newcomer is told by mail."))
    elif row.minor and row.adult_phone and not calls.is_first(row):
        found.append(_("The adult who answers for the newcomer has no mail address: please call."))
    return found
