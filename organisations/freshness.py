"""Freshness: how long ago a human checked an entry, in three steps.

Never checked counts as unconfirmed. Beyond the steps an entry is hidden: no list and no map has it, only its own
address; one that was never checked so long after it became public as another after its last check.
"""

from datetime import date
from enum import StrEnum

from dateutil.relativedelta import relativedelta
from django.conf import settings


class Step(StrEnum):
    """The steps of the ladder, best first."""

    FRESH = "fresh"
    AGEING = "ageing"
    UNCONFIRMED = "unconfirmed"


def ageing_since(today: date) -> date:
    """Entries checked before this day are ageing."""
    return today - relativedelta(months=settings.FRESH_MONTHS)


def unconfirmed_since(today: date) -> date:
    """Entries checked before this day are unconfirmed."""
    return today - relativedelta(months=settings.UNCONFIRMED_MONTHS)


def hidden_since(today: date) -> date:
    """Entries that nobody vouched for since this day stand on no list and no map."""
    return today - relativedelta(months=settings.HIDDEN_MONTHS)


def stale_promise_since(today: date) -> date:
    """Promises of a language checked before this day do not count as sure."""
    return today - relativedelta(months=settings.PROMISE_MONTHS)


def vouched_on(checked_on: date | None, published_on: date | None) -> date:
    """The day that counts: of the last check, else of becoming public; without either it is still to come."""
    return checked_on or published_on or date.max


def is_hidden(vouched: date, today: date) -> bool:
    """Whether an entry that somebody vouched for on that day for the last time is reached by its own address only."""
    return vouched < hidden_since(today)


def step(checked_on: date | None, today: date) -> Step:
    """The step of an entry last checked on that day."""
    if checked_on is None or checked_on < unconfirmed_since(today):
        return Step.UNCONFIRMED
    return Step.AGEING if checked_on < ageing_since(today) else Step.FRESH
