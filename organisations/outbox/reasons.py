"""Reasons for not taking something over that come again and again; senders read them in their own language."""

from collections.abc import Collection
from typing import Any

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as mark

from organisations.models import SuggestionKind

REASONS = {
    "unsure": mark("We could not find out whether it is right."),
    "otherwise": mark("The group told us that it is otherwise."),
    "there": mark("It already stands there like that."),
    "consent": mark("The person who is named has not agreed to be shown."),
    "twice": mark("This group is on the map already."),
    "outside": mark("The place lies outside the area of this map."),
    "closed": mark("This map shows only groups that newcomers can join."),
    "advertising": mark("It is advertising."),
    "proof": mark("We could not find out whether you belong to this group."),
}
_FITTING: dict[str, tuple[str, ...]] = {
    SuggestionKind.CHANGE: ("unsure", "otherwise", "there", "consent", "advertising"),
    SuggestionKind.NEW: ("unsure", "twice", "outside", "closed", "consent", "advertising"),
    SuggestionKind.REPORT: ("unsure", "otherwise", "there", "advertising"),
    SuggestionKind.CLAIM: ("proof",),
    SuggestionKind.REMOVAL: ("proof", "otherwise"),
}


def fitting(kind: str) -> dict[str, str]:
    """The reasons that fit that kind of suggestion, in the active language, by code."""
    return {code: gettext(REASONS[code]) for code in _FITTING[kind]}


def told(codes: Collection[str], words: str, language: Any) -> str:
    """What the sender reads: the chosen reasons in their language, then the curator's own words."""
    with translation.override(language):
        sentences = [gettext(text) for code, text in REASONS.items() if code in codes]
    return "\n\n".join(part for part in (" ".join(sentences), words.strip()) if part)
