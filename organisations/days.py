"""Which days can be reckoned with, and what people are told of another."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_noop as _

FARTHEST = timedelta(days=3_653)  # ten years: behind the last day of the calendar there is none
TOO_FAR = _("Please choose a day that is at most ten years away.")


def is_too_far(day: date) -> bool:
    """Whether a day is farther away, ahead or behind, than anybody plans."""
    return abs(day - timezone.localdate()) > FARTHEST
