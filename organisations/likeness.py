"""By what two entries are known to be the same: the core of a name, digits of a number, a host; and their indexes."""

import re
from urllib.parse import urlsplit

from django.db.models import F, Func, Index, Value
from django.db.models.functions import Lower, Right

from organisations.text import words

TAIL = 8  # last digits of a number: what stays the same with and without a country code
# Names of bodies carry these or not as it comes; "e. V." folds to two words.
_LEGAL_FORM = re.compile(r"\b(?:e ?[vgk]|gem|gemeinnutzige?r?|gg?mbh|g?ug|i gr?)\b")
# Where many unconnected groups have their pages.
SHARED_HOSTS = frozenset(
    "facebook.com instagram.com youtube.com linktr.ee sites.google.com meetup.com t.me chat.whatsapp.com".split()
)


def core_of(name: str) -> str:
    """The folded words of a name without its legal form; all of them if nothing else is left."""
    folded = " ".join(words(name))
    return " ".join(_LEGAL_FORM.sub(" ", folded).split()) or folded


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
    return "" if host in SHARED_HOSTS else host


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
