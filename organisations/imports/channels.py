"""Cells with a telephone number, a mail or a web address: what is taken of them, and what is left out.

What is marked as private is not taken; a note says so, and another one what of a cell could not be kept.
"""

import re
from collections.abc import Callable, Iterator

from organisations.imports import values
from organisations.text import fold, words

NONE = {"keine", "kein", "keiner", "keines", "nein", "ohne", "none", "no"}
# Addresses, in which any word may be part of a name; what stands in brackets or behind a stroke is no part of them.
_MAIL = re.compile(r"[^\s<>()\[\],;:|/\"]+@[^\s<>()\[\],;:|/\"]+")
_WEB = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:[:/?#][^\s<>()\[\],;|\"]*)?", re.IGNORECASE)
_LABEL = re.compile(
    r"^\W*(?:tel|telefon|telefonnummer|telefon-?nr|fon|phone|mobil|handy|e-?mail|mail|web|website|webseite|homepage"
    r"|internet|url)(?:\.?:|\.(?=\s|\d)|\s)\s*",
    re.IGNORECASE,
)
_NOT_SAID = re.compile(r"^(?:mailto:|https?://)|\(0\)|/$", re.IGNORECASE)

Reader = Callable[[str], str]


def if_there(reader: Reader) -> Reader:
    """A reader that takes "keine" and "auf Anfrage" for empty."""
    return lambda cell: "" if fold(cell) in NONE or _is_private(reader, cell) else reader(cell)


def notes(reader: Reader, column: str, cell: str, taken: str) -> Iterator[str]:
    """What is in doubt about a cell of which this was taken."""
    if taken and _signs(cell) != _signs(taken):
        yield f"of column {column!r} only {taken!r} is taken"
    elif not taken and _is_readable(reader, cell):
        yield f"column {column!r} is marked as private and left out"


def is_of(name: str, email: str) -> bool:
    """Whether an e-mail address has the person's family name before the @."""
    own = [word for word in words(name) if len(word) > 2 and word not in {"frau", "herr"}]
    return bool(own and email) and own[-1] in fold(email.partition("@")[0])


def _is_private(reader: Reader, cell: str) -> bool:
    """Whether a cell says by itself, and not with a part of an address, that it is not public."""
    addresses: dict[Reader, re.Pattern[str]] = {values.email: _MAIL, values.website: _WEB}
    address = addresses.get(reader)
    return values.is_private(address.sub(" ", values.plain_address(cell)) if address else cell)


def _is_readable(reader: Reader, cell: str) -> bool:
    try:
        return bool(reader(cell))
    except ValueError:
        return False


def _signs(cell: str) -> str:
    """Letters and digits of a cell, without what goes without saying: a label, the kind of address, (0)."""
    said = _NOT_SAID.sub("", _LABEL.sub("", values.plain_address(cell)).strip())
    return "".join(sign for sign in said.casefold() if sign.isalnum())
