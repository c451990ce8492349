"""What readers and planners say in English (the command prints it), in the language of the page as far as known."""

import re
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_PLACES: dict[str, Any] = {
    "row": _("Row %(n)s"),
    "line": _("Line %(n)s"),
    "feature": _("Feature %(n)s"),
    "card": _("Card %(n)s"),
}
_PLACE = re.compile(r"(row|line|feature|card) (\d+)")
# What is said, as a pattern, and how it is said here; named groups are filled in.
_SAID: list[tuple[re.Pattern[str], Any]] = [
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (r"has no name", _("has no name")),
        (r"lies outside of your areas", _("lies outside of your areas")),
        (r"does not want to be listed", _("does not want to be listed")),
        (r"stands above the header in \w+ (?P<n>\d+)", _("stands above the header (%(n)s)")),
        (r"the same entry stands in \w+ (?P<n>\d+) .*", _("the same entry stands further up already (%(n)s)")),
        (r"cell (?P<cell>\w+) holds a formula; copy its value", _("cell %(cell)s holds a formula; copy its value")),
        (r"column '(?P<column>.*)' holds a formula", _("column “%(column)s” holds a formula")),
        (
            r"column '(?P<column>.*)' .*; the row may be shifted",
            _("column “%(column)s” holds something else than it should; the row may be shifted"),
        ),
        (
            r"has (?P<n>\d+) cells where the header has (?P<most>\d+).*",
            _("has %(n)s cells where the header has %(most)s: probably shifted or cut off"),
        ),
        (r"its name .* is no name; the row may be shifted", _("its name is no name; the row may be shifted")),
        (r"its position is not in the file.*", _("its position is not in the file")),
        (r"(?P<file>\S+) is empty\.", _("%(file)s is empty.")),
        (
            r"(?P<file>\S+) has (?P<n>\d+) MB; at most (?P<most>\d+) MB are read .*",
            _("%(file)s has %(n)s MB; at most %(most)s MB are read."),
        ),
        (
            r"(?P<file>\S+) has more than (?P<most>\d+) rows .*",
            _("%(file)s has more than %(most)s rows; so many are not read."),
        ),
        (
            r"(?P<file>\S+): the extension (?P<end>\S+) is wrong, .*",
            _("%(file)s: the extension %(end)s does not fit what is in the file."),
        ),
        (
            r"(?P<file>\S+): its part \S+ (?:would unpack|unpacks) to .*",
            _("%(file)s unpacks to so much that it may be meant to do harm."),
        ),
        (r"(?P<file>\S+) holds no rows\.", _("%(file)s holds no rows.")),
        (r"(?P<file>\S+) cannot be read: it takes more .*", _("%(file)s cannot be read: it takes too much memory.")),
        (r"No column holds the name of the entries; .*", _("No column holds the name of the entries.")),
    )
]


def place_text(where: str) -> str:
    """Where a row stands, in the active language; names of map objects stay as they are."""
    found = _PLACE.fullmatch(where)
    return str(_PLACES[found.group(1)]) % {"n": found.group(2)} if found else where


def reason_text(said: str) -> tuple[str, str]:
    """Why a row or file is refused, and the language of these words ("en" where they are not known otherwise)."""
    for pattern, words in _SAID:
        if found := pattern.fullmatch(said):
            return str(words) % found.groupdict(), ""
    return gettext(said), "en"
