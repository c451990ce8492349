"""A request for company in words of the page: for the newcomer, the mentor who is asked, and curators."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import formats
from organisations.languages import language_name
from organisations.models import Listing
from organisations.participation import week
from organisations.participation.company import reported
from organisations.participation.company.fields import WISHES, CompanyFields
from organisations.participation.company.keys import key_of
from organisations.participation.mentors.summary import Line
from organisations.participation.models import Accompaniment, Feedback, Mentor, Proposal, Side
from organisations.public_forms.pages import language_now
from organisations.reach import shown_phone


def public_slug(id: UUID | None) -> str:
    """The slug of an entry as long as it is public; else empty."""
    listings = Listing.objects.public().primary()
    return listings.filter(organisation_id=id).values_list("slug", flat=True).first() or "" if id else ""


def wanted(request: Accompaniment) -> list[Line]:
    """What a mentor needs to know before a yes or no: nothing that says who it is."""
    return _wanted(request, [_("Yes")], (
        _("Languages"), _("When the newcomer can come"), _("Who should come along"), _("Under 18"),
        _("In their own words"),
    ))  # fmt: skip


def filled_in(request: Accompaniment) -> list[Line]:
    """What the newcomer filled in, as the newcomer reads it: the questions of the form with what was answered."""
    asked = CompanyFields.base_fields
    order = ("languages", "times", "wish", "adult_name", "words")
    who = [Line(str(asked["name"].label), [request.name])]
    return (
        _wanted(request, _adult(request), [str(asked[name].label) for name in order])
        + who
        + _reach(request.email, request.phone)
        + [Line(str(asked["share"].label), [_("Yes") if request.share else _("No")])]
    )


def for_adult(request: Accompaniment) -> list[Line]:
    """What the adult who answers for somebody under 18 reads: without own words and address of the newcomer."""
    labels = (_("Languages"), _("When the newcomer can come"), _("Who should come along"), "", "")
    return [Line(_("Name"), [request.name]), *_wanted(request, [], labels)]


def _wanted(request: Accompaniment, minor: list[str], labels: Sequence[str]) -> list[Line]:
    """Languages, times, wish, what is said of who is under 18, and own words, under these labels. What was left empty,
    or has an empty label, is left out."""
    interface = language_now()
    wish = str(dict(WISHES)[request.wish]) if request.wish else ""
    values = (
        [language_name(code, interface).name for code in request.languages],
        week.told(request.times) or [_("Not known yet")],
        [wish] if wish else [],
        minor if request.minor else [],
        [request.words] if request.words else [],
    )
    return [Line(label, found) for label, found in zip(labels, values, strict=True) if label and found]


def _adult(request: Accompaniment) -> list[str]:
    """The adult who answers for somebody under 18, and how to reach that adult."""
    phone = shown_phone(request.adult_phone) if request.adult_phone else ""
    return [value for value in (request.adult_name, request.adult_email, phone) if value]


def person(request: Accompaniment, *, always: bool = False) -> list[Line]:
    """Who it is, and the adult who answers for somebody under 18: for curators, and for a mentor after the yes.
    `always`: with the newcomer's address, also if a mentor may not have it (for curators)."""
    found = [Line(_("Name"), [request.name])]
    found += _reach(request.email, request.phone) if always or request.share else []
    return found + ([Line(_("Under 18; this adult answers"), _adult(request))] if request.minor else [])


def companion(proposal: Proposal) -> list[Line]:
    """The mentor, as far as was agreed with the yes; nothing of one who has left or was ended since."""
    mentor = proposal.mentor
    if mentor.is_gone:
        return []
    found = [Line(_("Name"), [mentor.name])] if mentor.name else []
    return found + _reach(
        mentor.email if proposal.share_email else "", mentor.phone if proposal.share_phone else ""
    )  # fmt: skip


def reach(mentor: Mentor) -> list[Line]:
    """How a mentor is reached, whatever was agreed: for curators."""
    return _reach(mentor.email, mentor.phone)


def _reach(email: str, phone: str) -> list[Line]:
    found = [Line(_("Mail address"), [email], ltr=True)] if email else []
    return found + ([Line(_("Telephone"), [shown_phone(phone)], ltr=True)] if phone else [])


def are_in_touch(request: Accompaniment, proposal: Proposal) -> bool:
    """Whether one of the two has the other's address or number, or the mentor that of the adult who answers."""
    return request.share or request.minor or proposal.share_email or proposal.share_phone


def plan(request: Accompaniment, *, others: bool = False) -> list[Line]:
    """When and where the two meet; nothing before a yes. `others`: read by somebody who is neither of them."""
    if request.meets_at is None:
        return []
    label = _("They meet") if others else _("You meet")
    return [Line(label, [moment(request.meets_at)]), Line(_("Meeting point"), [request.meeting_point])]


def visit(proposal: Proposal, side: str) -> list[Line]:
    """Which visit it was, for one of the two afterwards: when, and with whom; not with a mentor who is gone."""
    request = proposal.accompaniment
    other = request.name if side == Side.MENTOR else "" if proposal.mentor.is_gone else proposal.mentor.name
    found = [Line(_("When?"), [moment(request.meets_at)])] if request.meets_at else []
    return found + ([Line(_("Name"), [other])] if other else [])


def moment(at: datetime) -> str:
    """A day with its time, local: "Dienstag, 24. November, 17:30"."""
    local = timezone.localtime(at)
    return _("%(day)s, %(hours)s") % {
        "day": formats.weekday_date(local.date()), "hours": formats.clock(local.time()),
    }  # fmt: skip


def was_unhappy(request: Accompaniment, side: str) -> bool:
    """Whether that side said that it did not take place, or that something was not right: no time for good wishes."""
    told = Feedback.objects.filter(proposal__accompaniment=request, side=side)
    return told.filter(Q(happened=False) | Q(wrong=True)).exists() or any(
        one == side for one, _words in reported.apart(request.report)
    )


def accepted_of(request: Accompaniment) -> Proposal | None:
    """The proposal whose mentor said yes."""
    return next((one for one in request.proposals.all() if one.state == "accepted"), None)


def questions_after(request: Accompaniment) -> str:
    """The path of the newcomer's questions after the visit; empty if nobody came along, or they are answered."""
    agreed = accepted_of(request)
    if agreed is None or agreed.feedback.filter(side=Side.NEWCOMER).exists():
        return ""
    return reverse("company-after", args=[key_of(Side.NEWCOMER, agreed.pk)])


def shared(request: Accompaniment) -> dict[str, Any]:
    """What every page about one request shows."""
    return {"asked": request, "slug": public_slug(request.organisation_id), "plan": plan(request)}
