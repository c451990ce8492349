"""Mails to curators about coming along: why a request needs them. They name nobody: the desk knows who it is."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.outbox.outline import GERMAN, Block, Outline
from organisations.participation.models import Accompaniment, Side


class Why(StrEnum):
    """Why a request needs curators."""

    MINOR = "minor"
    NOBODY = "nobody"
    TIME = "time"
    EXPIRED = "expired"
    DECLINED = "declined"
    GONE = "gone"
    CALL = "call"
    SAY = "say"
    ADULT = "adult"
    NAMED = "named"
    CANNOT = "cannot"


WHY = {
    Why.MINOR: gettext_lazy("Somebody under 18 would like company: a person has to choose who comes along."),
    Why.NOBODY: gettext_lazy("No mentor was found who could come along."),
    Why.TIME: gettext_lazy("A week has passed, and no mentor who fits had time."),
    Why.EXPIRED: gettext_lazy("The mentor who was asked has not answered in time."),
    Why.DECLINED: gettext_lazy("The mentor who was asked has said no."),
    Why.GONE: gettext_lazy("The mentor cannot come any more."),
    Why.CALL: gettext_lazy("The newcomer has no mail address: please call and say that the visit is called off."),
    Why.SAY: gettext_lazy("The newcomer has no mail address: please call and say that nobody was found so far."),
    Why.CANNOT: gettext_lazy("The newcomer cannot come at the time of the plan."),
    Why.NAMED: gettext_lazy("Please call the adult first: nobody is asked before the adult has agreed."),
    Why.ADULT: gettext_lazy("The adult who answers for somebody under 18 has stopped it."),
}


REPORTED = {
    Side.NEWCOMER: gettext_lazy("The newcomer has reported it."),
    Side.MENTOR: gettext_lazy("The mentor has reported it."),
}


def to_curators(request: Accompaniment, why: Sequence[Why], site: str = "") -> Outline:
    """A request that needs a person, and the reasons."""
    return _to_team(request, gettext_lazy("A request for company needs you"), [WHY[one] for one in why], site)


def to_call(request: Accompaniment, site: str) -> Outline:
    """A mentor comes along, and the newcomer has no mail address."""
    what = gettext_lazy("A mentor comes along: please call the newcomer and say when and where")
    return _to_team(request, what, (), site)


def to_call_after(request: Accompaniment, site: str) -> Outline:
    """A visit is over, and the newcomer has no mail address."""
    what = gettext_lazy("A visit is over: please call the newcomer and ask how it was")
    return _to_team(request, what, (), site)


def to_call_adult(request: Accompaniment, site: str = "") -> Outline:
    """Something has changed, and the adult who answers for the newcomer has no mail address."""
    what = gettext_lazy("Please call the adult who answers for somebody under 18, and say how it stands now")
    return _to_team(request, what, (), site)


def something_wrong(request: Accompaniment, side: str, site: str = "") -> Outline:
    """Somebody says that something was not right."""
    what = gettext_lazy("Something is not right about company: please look at once")
    return _to_team(request, what, [REPORTED[Side(side)]], site)


def mentor_left(request: Accompaniment) -> Outline:
    """The mentor of a visit about which something was reported has left before curators have seen to it."""
    what = gettext_lazy("A mentor has left, and something that was reported about a visit still waits for you")
    return _to_team(request, what, [gettext_lazy("Name, address and number stay until you have seen to it.")], "")


def _to_team(request: Accompaniment, what: Promise, reasons: Iterable[Promise], site: str) -> Outline:
    """The curators read German, whatever the page speaks from which this comes: so it is put into words here."""
    with translation.override(GERMAN):
        desk = (site or settings.SITE_URL) + reverse("curate-company", args=[request.pk])
        blocks = [Block(str(one)) for one in (f"{what}.", *reasons)]
        return Outline(GERMAN, str(what), (Block(_("Good day,")), *blocks, Block(desk, "link")))
