"""Where a mail address, a telephone number or words stand in a text: one pattern for PostgreSQL, however it is kept.

Texts are searched as they are in the database: plain, as JSON with its letters (`jsonb`), or as a line of JSON in which
every letter beyond ASCII is escaped (`ImportRow.raw`). So each such letter may stand there as itself or as its escape,
large or small, in one sign or with its dots beside it; what parts words may be a line break, or the end of one cell and
the head of the next.
"""

import json
import re
import unicodedata

from organisations.likeness import digits_of

_SIGN = r"\\u(?:20[0-9a-f]{2}|00[ab][0-9a-f])"  # the escape of a quote, a dash, a blank
_BREAK = r'(?:[\s,]|\\[nrt]|\\u00a0|", "[^"]{0,80}": ")+'  # between two words of one name
_SIGNS = r"(?:[^0-9[:alpha:]]|\\u00a0){0,3}"  # between two digits of one number
# A letter before it belongs to something longer, but for the escape of a line break or of a sign such as a quote. What
# looks back would say the same, and takes a hundred times as long.
_BEGIN = rf"(?:^|[^[:alnum:]%s]|\\[nrt]|{_SIGN})"


def address_pattern(address: str) -> str:
    """What finds a mail address, and no longer one that ends or begins with it."""
    return _BEGIN % "._+-" + _letters(address) + r"(?![[:alnum:]-]|\.[[:alnum:]])"


def number_pattern(number: str) -> str:
    """What finds a telephone number by its last digits, with whatever signs between them."""
    return _SIGNS.join(digits_of(number)) + "(?![0-9])"


def words_pattern(words: str) -> str:
    """What finds words one after the other; of two, also the second one first ("Muster, Erika")."""
    found = [_letters(word) for word in words.replace(",", " ").split()]
    orders = [found, found[::-1]] if len(found) == 2 else [found]
    return _BEGIN % "" + "(?:" + "|".join(_BREAK.join(order) for order in orders) + ")"


def _letters(text: str) -> str:
    parts = re.split("(ss|ß)", unicodedata.normalize("NFC", text), flags=re.IGNORECASE)
    return "".join(_any_of("ß", "ẞ", "ss") if number % 2 else "".join(map(_letter, part))
                   for number, part in enumerate(parts))  # fmt: skip


def _letter(letter: str) -> str:
    if letter.isascii():
        return letter if letter.isalnum() else re.escape(letter)
    cases = dict.fromkeys((letter, letter.lower(), letter.upper()))
    return _any_of(*cases, *(unicodedata.normalize("NFD", one) for one in cases))


def _any_of(*forms: str) -> str:
    """Any of these, plain or escaped."""
    each = dict.fromkeys(text for one in forms for text in (one, json.dumps(one)[1:-1].replace("\\", r"\\")))
    return f"(?:{'|'.join(each)})"
