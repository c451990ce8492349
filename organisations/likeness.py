"""By what two entries are known to be the same: the rules for a visitor's new entry and for those that are here.

Names are compared by their core, telephones by their last digits, web addresses by their host. Each thing that speaks
for two entries being one, or against it, is a reason with a weight; ENOUGH of them makes them possible duplicates.
Sections of one body are none, whatever they have in common.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import urlsplit

from django.db.models import F, Func, Index, Value
from django.db.models.functions import Lower, Right

from organisations.document import Point
from organisations.metres import distance
from organisations.section_names import Name

TAIL = 8  # last digits of a number: what stays the same with and without a country code
# Where many unconnected groups have their pages.
SHARED_HOSTS = frozenset(
    "facebook.com fb.com instagram.com youtube.com tiktok.com twitter.com x.com linkedin.com xing.com linktr.ee"
    " meetup.com sites.google.com"
    " docs.google.com forms.gle bit.ly t.me telegram.me chat.whatsapp.com wa.me discord.gg".split()
)
PORTAL = 6  # a host or number of so many entries is that of a town or an umbrella organisation and says nothing
WEIGHTS = {
    "same_name": 3, "phone": 3, "email": 3, "person": 2, "website": 2, "source": 2, "near": 2, "name": 1,
    "elsewhere": -1, "far": -2,
}  # fmt: skip
ENOUGH = 2
SAME, ALIKE = 0.9, 0.7  # likeness of names letter by letter (difflib), from 0 to 1
SLIP, REST = 0.8, 0.65  # that of the words which are not in both
NEAR_METRES, FAR_METRES = 300.0, 40_000.0


def digits_of(phone: str) -> str:
    """The last digits of a telephone number; empty if there are too few to tell anything."""
    found = "".join(letter for letter in phone if letter in "0123456789")
    return found[-TAIL:] if len(found) >= 5 else ""


def host_of(website: str) -> str:
    """The host of a web address without www; empty for pages where many groups are."""
    try:
        host = (urlsplit(website.lower()).hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return ""
    return "" if any(host == shared or host.endswith(f".{shared}") for shared in SHARED_HOSTS) else host


def likeness(core: str, other: str) -> str:
    """How alike the cores of two names are: "same_name" but for a slip of the pen, "name" if alike, else nothing.

    Different numbers make different names, however alike the letters are: a club of 1895 is not that of 1898. So do
    different words beside the same name of a town.
    """
    if core == other:
        return "same_name"
    mine, theirs = core.split(), other.split()
    numbers = [{word for word in words if any(map(str.isdigit, word))} for words in (mine, theirs)]
    if all(numbers) and numbers[0] != numbers[1]:
        return ""
    rest = " ".join(word for word in mine if word not in theirs)
    other_rest = " ".join(word for word in theirs if word not in mine)
    of_rest = _ratio(rest, other_rest, REST) if rest and other_rest else 1.0
    ratio = _ratio(core, other, ALIKE) if of_rest >= REST else 0.0
    if ratio >= SAME and of_rest >= SLIP:
        return "same_name"
    return "name" if ratio >= ALIKE else ""


def _ratio(one: str, other: str, least: float) -> float:
    """The likeness letter by letter, or 0 if it is certainly less than that."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()


@dataclass(frozen=True, slots=True)
class Known:
    """What of an entry the rules ask for: what its name says, its municipality (anything that tells one from the
    other; None: not known), one exact point, and the body at the top of those it is a section of."""

    name: Name
    town: Any = None
    point: Point | None = None
    root: Any = None


def are_sections(one: Name, other: Name) -> bool:
    """Whether one is a section of the other by its name, or both are sections of one body."""
    if one.section == other.section:
        return False
    if one.section and other.section:
        return _ratio(one.section, other.section, SAME) < SAME and bool(likeness(one.body, other.body))
    section, body = (one, other) if one.section else (other, one)
    says_it_too = set(section.section.split()) <= set(body.core.split())  # "TSV Musterhausen Tennis"
    return not says_it_too and bool(likeness(section.body, body.body))


def reasons_of(one: Known, other: Known, shared: Collection[str]) -> tuple[str, ...]:
    """Why the two may be the same, or not, in the order of WEIGHTS; sections of one body never are.

    `shared`: what they have in common besides: phone, email, person, website, source, near (counts for alike names).
    """
    if (one.root is not None and one.root == other.root) or are_sections(one.name, other.name):
        return ()
    alike = likeness(one.name.core, other.name.core)
    found = {*shared, alike} - {"", "near" if not alike else "", "source" if alike == "same_name" else ""}
    if one.point and other.point and distance(one.point, other.point) > FAR_METRES:
        found.add("far")
    elif "near" not in found and one.town is not None and other.town is not None and one.town != other.town:
        found.add("elsewhere")
    return tuple(reason for reason in WEIGHTS if reason in found)


def weight_of(reasons: Iterable[str]) -> int:
    """How much speaks for it."""
    return sum(WEIGHTS.get(reason, 0) for reason in reasons)


def phone_index(name: str) -> Index:
    """The index on the last digits of the column `phone`; queries write the same expression (duplicates.py)."""
    digits = Func(F("phone"), Value("[^0-9]"), Value(""), Value("g"), function="REGEXP_REPLACE")
    return Index(Right(digits, TAIL), name=name)


def email_index(name: str) -> Index:
    """The index on the column `email` without capitals."""
    return Index(Lower("email"), name=name)


def host_index(name: str) -> Index:
    """The index on the host of the column `website`."""
    host = Func(Lower("website"), Value("^https?://(?:www[.]|m[.])?([^/:?#]+)"), function="SUBSTRING")
    return Index(host, name=name)
