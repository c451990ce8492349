"""A request as somebody has filled it in."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from organisations.participation.models import Accompaniment
from organisations.reach import canonical
from organisations.text import fold

LONGEST_NAME, LONGEST_WORDS = 80, 1_000
LEAST_LETTERS = 2  # of an adult's name
ADULT = ("adult_name", "adult_email", "adult_phone")


@dataclass(frozen=True)
class CompanyDraft:
    """What the form says; `fields.py` has checked it. One of `email` and `phone` is filled.

    `times` are those of week.py, empty: any. `share`: the mentor may have the address. The adult who answers for
    somebody under 18 is reached by one of `adult_email` and `adult_phone`.
    """

    languages: tuple[str, ...]
    times: tuple[dict[str, str], ...] = ()
    wish: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    share: bool = False
    minor: bool = False
    adult_name: str = ""
    adult_email: str = ""
    adult_phone: str = ""
    words: str = ""

    def problems(self) -> dict[str, str]:
        """What is wrong with it, in sentences, by the name of the part; empty if it can be sent."""
        found = {}
        if not self.languages:
            found["languages"] = _("Please choose at least one language.")
        if not self.name:
            found["name"] = _("Please write your name.")
        if not self.email and not self.phone:
            found["email"] = _("Please write a mail address or a telephone number.")
        adult = self.adult_name or self.adult_email or self.adult_phone
        if adult and not self.minor:  # never matched by itself as long as that is not clear
            found["minor"] = _("Are you under 18? Then please tick this. If not, leave the name of the adult empty.")
        too_short = sum(letter.isalpha() for letter in self.adult_name) < LEAST_LETTERS
        if self.minor and (too_short or self._is_own_adult):
            found["adult_name"] = _("Please write the name of an adult who knows about it.")
        if self.minor and not (self.adult_email or self.adult_phone):
            found["adult_reach"] = _("Please write a mail address or a telephone number of this adult.")
        elif self.minor and is_same_person(self):
            found["adult_reach"] = _("These are your own name and address. Please write those of an adult.")
        return found

    @property
    def _is_own_adult(self) -> bool:
        """Whether name and address are those of the newcomer; one address alone may be that of a family."""
        adult = (self.adult_name.casefold(), self.adult_email.casefold(), self.adult_phone)
        return adult == (self.name.casefold(), self.email.casefold(), self.phone)

    def values(self) -> dict[str, Any]:
        """The columns of the request."""
        return {
            "languages": list(self.languages), "times": list(self.times), "wish": self.wish, "name": self.name,
            "email": self.email, "phone": self.phone, "share": self.share, "minor": self.minor,
            "words": self.words,
        } | {name: getattr(self, name) if self.minor else "" for name in ADULT}  # fmt: skip


def share_address(one: CompanyDraft | Accompaniment) -> bool:
    """Whether the adult is reached where the newcomer is: a family may have one address, or nobody knows of it."""
    mail = one.email and one.adult_email and canonical(one.email) == canonical(one.adult_email)
    return bool(mail or (one.phone and one.phone == one.adult_phone))


def is_same_person(one: CompanyDraft | Accompaniment) -> bool:
    """Whether somebody has named the own name and address as those of the adult."""
    return share_address(one) and fold(one.name).split() == fold(one.adult_name).split()
