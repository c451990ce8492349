"""Why entries need care: the one registry of reasons, for the numbers of the desk and the filter of the list.

To add one, put a `Reason` into REASONS (the order is that of the desk): `condition` is a Q on Organisation that asks by
columns or by `pk__in` of a subquery, never by a join, so that one statement counts all of them; a condition names the
states it speaks of. A number of something else than entries (rows that an import refused) has `count` and `page`
instead: then it is shown on the desk and cannot be asked for in the list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.curate.refused import refused_rows
from organisations.freshness import unconfirmed_since
from organisations.imports.missing import missing_in_source
from organisations.models import (
    Attention,
    DuplicatePair,
    Listing,
    Location,
    Organisation,
    Suggestion,
    Translation,
)
from organisations.models.organisation import State
from organisations.scope import within
from organisations.services.duplicate_pairs import mine, with_open_pairs
from organisations.services.links import with_broken_links

KEPT = Q(state__in=[State.PUBLIC, State.DRAFT])  # rejected and archived entries need nobody's care


@dataclass(frozen=True)
class Reason:
    """A reason: `name` in addresses, what it is called, its icon, and a sentence about what helps.

    `condition` makes the Q on Organisation for today. `count` gives the number for a user where it is not that of the
    entries, `page` the name of the address where that leads.
    """

    name: str
    label: Any
    icon: str
    hint: Any
    condition: Callable[[], Q] | None = None
    count: Callable[[Any], int] | None = None
    page: str = ""


@dataclass(frozen=True)
class Number:
    """A reason with its number for a curator, and where that leads."""

    reason: Reason
    count: int
    url: str


def waiting() -> Q:
    """Somebody proposed something."""
    return Q(pk__in=Suggestion.objects.waiting().order_by().values("organisation"))


def waiting_suggestions(user: Any) -> int:
    """How many suggestions wait for this curator."""
    return Suggestion.objects.waiting().filter(within(user, "organisation__")).count()


def unconfirmed() -> Q:
    """Public, and nobody has checked it for long, or ever."""
    old = Q(checked_on__isnull=True) | Q(checked_on__lt=unconfirmed_since(timezone.localdate()))
    return Q(state=State.PUBLIC) & old


def without_place() -> Q:
    """No point on the map but that of the area: no address, or one without a point. A private one is none."""
    vague = Listing.objects.filter(primary=True, approximate=True).values("organisation")
    private = Location.objects.filter(active=True, private=True).values("organisation")
    return KEPT & Q(pk__in=vague) & ~Q(pk__in=private)


def without_topic() -> Q:
    """No topic at all: it cannot be found by one."""
    return KEPT & Q(pk__in=Listing.objects.filter(primary=True, topics=[]).values("organisation"))


def without_translation() -> Q:
    """It has texts, and all of them in its own language."""
    texts = Translation.objects.order_by()
    others = texts.exclude(language=F("organisation__language"))
    return KEPT & Q(pk__in=texts.values("organisation")) & ~Q(pk__in=others.values("organisation"))


def doubtful_point() -> Q:
    """The point of a place could not be found or is doubtful."""
    return KEPT & Q(pk__in=Attention.objects.filter(location__active=True).order_by().values("organisation"))


def open_pairs(user: Any) -> int:
    """How many pairs this curator has to decide on."""
    return DuplicatePair.objects.open().filter(mine(user)).count()


REASONS: dict[str, Reason] = {
    reason.name: reason
    for reason in (
        Reason(
            "waiting",
            _("Waiting for a decision"),
            "list",
            _("What people have proposed and reported"),
            condition=waiting,
            count=waiting_suggestions,
            page="curate-queue",
        ),
        Reason(
            "unconfirmed",
            _("Unconfirmed"),
            "alert-triangle",
            _("Public, and nobody has checked it for long"),
            condition=unconfirmed,
        ),
        Reason(
            "place",
            _("Without a place"),
            "map-pin",
            _("No address, or one that is not on the map"),
            condition=without_place,
        ),
        Reason("topic", _("Without a topic"), "blocks", _("Nobody finds it by a topic"), condition=without_topic),
        Reason(
            "translation",
            _("Without a translation"),
            "language",
            _("Its texts are in one language only"),
            condition=without_translation,
        ),
        Reason(
            "geocoding",
            _("Address doubtful"),
            "map-2",
            _("Not found, not unique, or outside its area"),
            condition=doubtful_point,
        ),
        Reason(
            "links",
            _("Link broken"),
            "external-link",
            _("The web address did not answer for days"),
            condition=lambda: KEPT & with_broken_links(),
        ),
        Reason(
            "duplicate",
            _("Possible duplicates"),
            "copy",
            _("Pairs of entries that may be the same"),
            condition=lambda: KEPT & with_open_pairs(),
            count=open_pairs,
            page="curate-duplicates",
        ),
        Reason(
            "missing",
            _("Missing in its source"),
            "circle-dashed",
            _("The list it came from does not have it any more"),
            condition=lambda: KEPT & missing_in_source(),
        ),
        Reason(
            "refused",
            _("Refused by an import"),
            "book",
            _("Rows of the newest files that could not be taken"),
            count=lambda user: refused_rows(user).count(),
            page="curate-refused",
        ),
    )
}


def register(*reasons: Reason) -> None:
    """Adds reasons of another app, which count something else than entries; apps do so when they start."""
    REASONS.update({reason.name: reason for reason in reasons})


def condition_of(name: str) -> Q:
    """The Q on Organisation of a reason in REASONS that has one."""
    condition = REASONS[name].condition
    assert condition is not None, name  # noqa: S101  the query lets no other through
    return condition()


def numbers(user: Any) -> list[Number]:
    """Every reason with its number in the user's areas: one statement for all that count entries."""
    asked = {reason.name: condition_of(reason.name) for reason in REASONS.values() if not reason.count}
    counts = Organisation.objects.filter(within(user)).aggregate(
        **{name: Count("pk", filter=condition) for name, condition in asked.items()}
    )
    return [_number(reason, reason.count(user) if reason.count else counts[reason.name]) for reason in REASONS.values()]


def _number(reason: Reason, count: int) -> Number:
    page = reverse(reason.page) if reason.page else f"{reverse('curate-entries')}?reason={reason.name}"
    return Number(reason, count, page)
