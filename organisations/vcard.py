"""The organisation as a contact card (vCard 3.0, RFC 2426: the version every telephone reads). Nothing of persons."""

from collections.abc import Iterator

from organisations.document import Place
from organisations.entry import PublicEntry

MOST_OCTETS = 75  # of a line; longer ones go on after a line break and a blank (RFC 2425, section 5.8.1)


def contact_card(entry: PublicEntry, address: str, language: str) -> bytes:
    """The vCard of a public entry. `address`: its page; `language`: of the summary, if it has one in that language."""
    lines = "\r\n".join(map(_folded, _lines(entry, address, language)))
    return f"{lines}\r\n".encode()


def _lines(entry: PublicEntry, address: str, language: str) -> Iterator[str]:
    document = entry.document
    name = _escaped(document.name)
    yield from ("BEGIN:VCARD", "VERSION:3.0", "PRODID:-//MIT Mapping//EN", f"UID:urn:uuid:{document.id}")
    yield from (f"FN:{name}", f"N:{name};;;;", f"ORG:{name}", "X-ABShowAs:COMPANY")
    if document.phone:
        yield f"TEL;TYPE=WORK,VOICE:{_escaped(document.phone)}"
    if document.email:
        yield f"EMAIL;TYPE=INTERNET:{_escaped(document.email)}"
    if document.website:
        yield f"URL:{_plain(document.website)}"
    yield f"URL:{_plain(address)}"
    by_id = {spot.id: spot for spot in entry.spots}
    for place in document.places:
        yield from _place(place)
        spot = by_id.get(place.id)
        if place.primary and spot and spot.point and not spot.approximate:
            yield f"GEO:{spot.point[1]:.5f};{spot.point[0]:.5f}"
    text = document.texts.get(language) or document.texts.get(document.language)
    if text and text.summary:
        yield f"NOTE:{_escaped(text.summary)}"
    yield "END:VCARD"


def _place(place: Place) -> Iterator[str]:
    """An address; of a private one a public document has the town alone."""
    address = place.address
    parts = ["", address.name, address.street, address.town, "", address.postcode, ""]
    if any(parts):
        yield "ADR;TYPE=WORK:" + ";".join(map(_escaped, parts))


def _escaped(text: str) -> str:
    """A text value (RFC 2426, section 4): backslash, comma, semicolon and line break are written with a backslash."""
    for sign in ("\\", ",", ";"):
        text = text.replace(sign, "\\" + sign)
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "")


def _plain(address: str) -> str:
    """An address as it is; a line break could begin another property."""
    return "".join(address.split())


def _folded(line: str) -> str:
    """A line in pieces of at most 75 octets; no letter is torn apart."""
    pieces, size = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > MOST_OCTETS:
            pieces.append("")
            size = 1  # the blank
        pieces[-1] += letter
        size += octets
    return "\r\n ".join(pieces)
