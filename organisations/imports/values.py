"""Single cells: cleaned, then read as what their column is for. Each reader raises ValueError with what is wrong."""

import html
import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from organisations.formulas import unguard
from organisations.imports.words import NO, YES
from organisations.text import clean, fold

Point = tuple[float, float]  # longitude, latitude in degrees

_SAID_NOTHING = (
    "|-|--|---|–|—|/|.|?|k.a.|k. a.|ka|keine angabe|keine angaben|n/a|na|nan|none|null|unbekannt|nicht bekannt"
    "|nicht vorhanden|fehlt|folgt|entfallt|tbd|not available"
)
_NOTHING = frozenset(_SAID_NOTHING.split("|"))
_WRONG_ENCODING = re.compile(
    "Ã[\u0080-\u00bf\u0178\u201e\u2013\u0153]|â€[\u0080-\u00bf\u2122\u0153\u017e\u201c\u201d]|\ufffd"
)
# Question marks where letters stood that an old encoding does not have; those behind a word are the writer's own.
_LOST = re.compile(r"[\W_]*?\?\?|.*?(?<![\w?!.…])\?{4}", re.DOTALL)
# Digits alone: a spreadsheet that takes a telephone number for a number cuts the 0 or + in front.
_CUT = re.compile(r"[1-9][0-9]{7,14}")
_EXCEL_TEXT = re.compile(r'="([^"]*)"')
_MARKUP = re.compile(r"</?(?:p|br|b|i|u|strong|em|ul|ol|li|div|span|a|h[1-6])\b[^<>]{0,500}>", re.IGNORECASE)
_BREAKS = re.compile(r"<br\s*/?>|</p>|</li>|</div>|</h[1-6]>", re.IGNORECASE)
_PRIVATE = re.compile(
    r"\b(privat|private|privatadresse|privatanschrift|geheim|anonym|vertraulich|confidential)\b"
    r"|\b(auf|nach) (anfrage|absprache|vereinbarung|anmeldung)\b|\bon request\b|\bby arrangement\b"
    r"|\b(keine|nicht|no|not|ohne) (offentliche?[nrs]?|public|postalische?|veroffentlichte?[nrs]?)\b"
    r"|\bnicht (zu )?veroffentlich"
)
_POSTCODE = re.compile(r"(?:DE?[- ]{1,2})?([0-9]{5})|(?:AT?|CH)[- ]{1,2}([0-9]{4})", re.IGNORECASE)
_HOUSE = re.compile(
    r"[1-9][0-9]{0,3} ?[a-z]?(?: ?[-–/+,&] ?(?:[0-9]{1,4} ?[a-z]?|[a-z]))*(?: ?1/2| ½)?"
    r"(?:[ ,]+(?:\(.{1,30}\)|(?:[0-9]\. ?)?(?:UG|EG|OG|DG|Stock|Hinterhaus|Rückgebäude)))?",
    re.IGNORECASE,
)
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d.*")
_PHONE = re.compile(r"\+?[0-9(][0-9 ()/.\-]{2,45}")
# What a spreadsheet would work out: =..., and calls of a function or another program behind another sign.
_FORMULA = re.compile(r"=|[+@-]\w+(?:\(.*\)\s*$|\|)", re.DOTALL)
_EMAIL = re.compile(r"[^\s@<>,;:()\[\]\"]+@[^\s@<>,;:()\[\]\"]+\.[^\s@<>,;:()\[\]\"]+")
_DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)*\.[^\W\d_][\w-]+(:\d+)?", re.UNICODE)
_NUMBER = re.compile(r"([+-]?)(\d{1,4})(?:[.,](\d{1,20}))?\s*°?\s*([NSEOW]?)", re.IGNORECASE)
_PAIR = re.compile(r"(?:POINT\s*\(|\(|\[)?\s*(.+?)\s*(?:\)|\])?", re.IGNORECASE)


class CutError(ValueError):
    """A spreadsheet has made the cell something else than was written into it; nobody can tell what that was."""


def text(raw: str, lines: bool = False) -> str:
    """A cell cleaned: HTML entities decoded once, nothing invisible, `k. A.` and the like empty.

    With `lines`, line breaks stay and simple HTML markup goes. Raises ValueError for a formula or broken encoding.
    """
    value = raw.strip()
    if wrapped := _EXCEL_TEXT.fullmatch(value):
        value = wrapped.group(1)
    elif _FORMULA.match(value):
        raise ValueError("holds a formula")
    else:
        value = unguard(value)  # how spreadsheets and our own exports keep a text from being a formula
    if lines:
        value = _MARKUP.sub("", _BREAKS.sub("\n", value))
    value = clean(html.unescape(value).replace("\r\n", "\n").replace("\r", "\n"), lines=lines)
    if not value.isascii() and _WRONG_ENCODING.search(value):
        raise ValueError(f"has letters that were broken by a wrong encoding: {value[:60]!r}")
    check_letters(value)
    return "" if len(value) < 20 and fold(value) in _NOTHING else value


def check_letters(value: str) -> None:
    """Raises ValueError for a text of which a program has saved question marks only (Excel's CSV of Arabic words)."""
    if "??" in value and _LOST.match(value):
        raise ValueError(f"has lost letters: {value[:60]!r}; save the file anew as CSV UTF-8")


def is_private(value: str) -> bool:
    """Whether a cell of an address says that it is not public: "auf Anfrage", "keine öffentliche Anschrift"."""
    return bool(_PRIVATE.search(fold(value)))


def yes_or_no(value: str) -> bool:
    """Ja, nein, yes, no, x, 1 ..."""
    word = fold(value)
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValueError(f"holds {value[:40]!r}, which is neither yes nor no")


def postcode(value: str) -> str:
    """Five digits, or four behind A or CH; a country in front of them is left out."""
    if found := _POSTCODE.fullmatch(value):
        return found.group(1) or found.group(2)
    if re.fullmatch("[0-9]{4}", value):
        raise ValueError(
            f"holds {value!r}, which is no postcode: it needs five digits (a spreadsheet may have cut a 0), "
            f"or the country as in A-{value} or CH-{value}"
        )
    raise ValueError(f"holds {value[:40]!r}, which is no postcode")


def house_number(value: str) -> str:
    """`3`, `3 a`, `3-5`. What a spreadsheet has made a date of is refused."""
    if _ISO_DATE.fullmatch(value) or not _HOUSE.fullmatch(value):
        raise ValueError(f"holds {value[:40]!r}, which is no house number")
    return value


def district(value: str) -> str:
    """The name of a district: not only digits, no e-mail or web address."""
    if "@" in value or "://" in value or not any(letter.isalpha() for letter in value):
        raise ValueError(f"holds {value[:40]!r}, which is no district")
    return value


def phone(value: str) -> str:
    """The first telephone number of a cell: digits, blanks, / ( ) - . and maybe + in front. Raises also CutError."""
    if re.search(r"\d[eE]\+?\d", value):
        raise CutError(f"holds {value[:40]!r}, a number a spreadsheet has shortened")
    if _CUT.fullmatch(value):
        raise CutError(f"holds {value!r}, of which a spreadsheet has probably cut the 0 or + in front")
    plain = "".join("-" if unicodedata.category(letter) == "Pd" else letter for letter in value)
    found = _PHONE.search(" ".join(plain.replace("(0)", " ").split()))
    number = re.sub(r"^\(([0-9]+)\)", r"\1", found.group()).strip(" -/.(") if found else ""
    if sum(letter.isdigit() for letter in number) < 3 or "@" in value:
        raise ValueError(f"holds {value[:40]!r}, which is no telephone number")
    if len(number) > 38:
        raise ValueError(f"holds {value[:60]!r}, which is too long for a telephone number")
    return number


def email(value: str) -> str:
    """The first e-mail address of a cell; `(at)` and `mailto:` are understood."""
    plain = plain_address(value.removeprefix("mailto:"))
    found = _EMAIL.search(plain)
    address = found.group().rstrip(".") if found else plain
    try:
        validate_email(address)
    except ValidationError:
        raise ValueError(f"holds {value[:60]!r}, which is no e-mail address") from None
    return address


def plain_address(value: str) -> str:
    """A mail address with `(at)` and `(dot)` as what they stand for."""
    plain = re.sub(r"\s*[\[({](?:at|ät|@)[\])}]\s*", "@", value, flags=re.IGNORECASE)
    return re.sub(r"\s*[\[({](?:dot|punkt|\.)[\])}]\s*", ".", plain, flags=re.IGNORECASE)


def website(value: str) -> str:
    """The first web address of a cell; https:// is put in front where nothing is."""
    address = re.split(r"[\s;,|]+", value)[0]
    scheme, separator, rest = address.partition("://")
    if not separator:
        scheme, rest = "https", address
    host = re.split(r"[/?#]", rest)[0]
    if scheme.lower() not in {"http", "https"} or not _DOMAIN.fullmatch(host) or len(rest) > 280:
        raise ValueError(f"holds {value[:60]!r}, which is no web address")
    return f"{scheme.lower()}://{rest}"


def number(value: str) -> float:
    """Degrees with decimal point or comma, maybe with ° and the direction: `48,65`, `9.21° E`."""
    found = _NUMBER.fullmatch(value.strip())
    if not found:
        raise ValueError(f"holds {value[:40]!r}, which is no number of degrees")
    sign, whole, decimals, direction = found.groups()
    size = float(f"{whole}.{decimals or 0}")
    return -size if sign == "-" or direction.upper() in {"S", "W"} else size


def pair(value: str) -> tuple[str, str]:
    """The two numbers in a cell, latitude first: `48.65, 9.21`, `48,65; 9,21`, `48,65 9,21`, `48,65, 9,21`.

    The well-known text `POINT(9.21 48.65)` has the longitude first, by its own standard.
    """
    inner = _PAIR.fullmatch(value)
    body = inner.group(1) if inner else value
    for separator in (r"\s*;\s*", r"\s*,\s+", r"\s+", r"\s*,\s*"):
        parts = re.split(separator, body)
        if len(parts) == 2 and all(parts):
            first, second = parts
            return (second, first) if value[:5].upper() == "POINT" else (first, second)
    raise ValueError(f"holds {value[:40]!r}, which is no pair of coordinates")


def point(latitude: str, longitude: str) -> Point | None:
    """The point of two texts in degrees; None for an empty pair or 0/0, which programs write for a missing one.

    Raises ValueError if one of both is missing, beyond the globe, or if the two are plainly swapped.
    """
    if not latitude and not longitude:
        return None
    if not latitude or not longitude:
        raise ValueError("has only one of latitude and longitude")
    lat, lng = number(latitude), number(longitude)
    if abs(lat) < 1e-9 and abs(lng) < 1e-9:
        return None
    check_on_globe(lat, lng)
    return round(lng, 7), round(lat, 7)


def check_on_globe(lat: float, lng: float) -> None:
    """Refuses a point beyond the globe, and one in Germany only if latitude and longitude were swapped."""
    if abs(lat) > 90 or abs(lng) > 180:
        raise ValueError(f"has latitude {lat:.10g}, longitude {lng:.10g}: not on the globe (or not in degrees)")
    if not _in_germany(lat, lng) and _in_germany(lng, lat):
        raise ValueError(f"has latitude {lat:.10g}, longitude {lng:.10g}: the two look swapped")


def _in_germany(lat: float, lng: float) -> bool:
    return 47.2 <= lat <= 55.1 and 5.8 <= lng <= 15.1


def beginning(text: str, most: int) -> str:
    """The beginning of a text, to the end of a sentence if one ends in its second half, else of a word, with …"""
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    head = plain[: most - 1]
    sentence = max(head.rfind(end) for end in (". ", "! ", "? ", "। ", "؟ "))
    if sentence > most // 2:
        return head[: sentence + 1]
    return f"{head.rsplit(' ', 1)[0].rstrip(' ,;:-')}…"
