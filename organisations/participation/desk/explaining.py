"""Why a mentor was chosen, and what speaks against one: the codes of the matching in words, for curators."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.participation.company.matching import Stop

POINTS = {
    "home": _("at home in this group"),
    "topic": _("likes this topic"),
    "place": _("near"),
    "languages": _("languages in common"),
    "free": _("accompanies nobody now"),
    "experience": _("has accompanied before"),
}
STOPS = {
    Stop.MINOR: _("Under 18: people choose"),
    Stop.ASKED: _("Was asked before"),
    Stop.LANGUAGE: _("No language in common"),
    Stop.WISH: _("Does not meet the wish for a woman or a man"),
    Stop.PLACE: _("Too far away"),
    Stop.TIME: _("No time in common"),
    Stop.FULL: _("Accompanies as many as possible already"),
    Stop.BUSY: _("Has not answered another question yet"),
}
FIRST = (Stop.WISH, Stop.LANGUAGE)


@dataclass(frozen=True)
class Told:
    """What speaks for a mentor, with its points, or all that speaks against."""

    words: list[str]
    stops: list[str]


def explained(points: Mapping[str, Any], stops: Collection[Stop] = ()) -> Told:
    """Points by code, the most first, and stops, in words: what the newcomer has wished for and the language first."""
    known = [(code, number) for code, number in points.items() if code in POINTS and isinstance(number, int)]
    words = [f"{POINTS[code]} +{number}" for code, number in sorted(known, key=lambda one: -one[1])]
    told = [*(stop for stop in FIRST if stop in stops), *(stop for stop in stops if stop not in FIRST)]
    return Told(words, [str(STOPS[stop]) for stop in told])


def against(stops: Mapping[str, Any]) -> list[str]:
    """How many mentors each thing speaks against, in words."""
    told = {str(stop): words for stop, words in STOPS.items()}
    return [
        gettext("%(reason)s: %(n)s") % {"reason": told[code], "n": number}
        for code, number in stops.items()
        if code in told and isinstance(number, int)
    ]
