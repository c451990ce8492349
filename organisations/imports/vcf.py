"""Contact cards (.vcf: vCard 2.1, 3.0 and 4.0; RFC 2426, RFC 6350): one card is one row.

The columns are called like those of the import's template, so that they are recognised. A card that names an
organisation and a person is that of the organisation, and number and address are the person's; else they are its own.
A card that names no organisation is most often that of a private person: nothing of it is taken as public but what it
calls work. Addresses of homes are private whoever has them.
"""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from organisations.imports.csv import MAX_LINE, Lines, encoding_of
from organisations.imports.reader import MAX_CELL, FileRefusedError, RawRow, Table

MAX_LINES = 2_000  # of one card
_LINE = re.compile(r"(?:[\w-]+\.)?([\w-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)*):(.*)", re.DOTALL)
_SKIPPED = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_TYPE = re.compile(r"\b(?:HOME|WORK|CELL)\b")
_GEO = re.compile(r"(?:geo:)?\s*(-?[0-9.]{1,20})\s*[;,]\s*(-?[0-9.]{1,20})")


def open_vcf(path: Path) -> Table:
    """The cards as a table. Raises FileRefusedError, also while the rows are read."""
    return Table("vcf", _rows(path))


@dataclass(slots=True)
class _Card:
    """A card while it is read: from which line on, and the values of its properties, split at semicolons.

    `types`: beside each value what kind of number or address it is.
    """

    line: int
    values: dict[str, list[list[str]]] = field(default_factory=dict)
    types: dict[str, list[set[str]]] = field(default_factory=dict)
    lines: int = 0

    def first(self, name: str, part: int = 0) -> str:
        """A part of the first value of a property."""
        found = self.values.get(name, [[]])[0]
        return found[part] if part < len(found) else ""

    def add(self, name: str, parameters: str, value: str) -> None:
        """Notes a value of a property."""
        self.values.setdefault(name, []).append(_parts(parameters, value))
        self.types.setdefault(name, []).append(set(_TYPE.findall(parameters.upper())))

    def of_type(self, name: str, type: str) -> list[list[str]]:
        """The values of a property that are of that type; a mobile is never one of work."""
        found = zip(self.values.get(name, ()), self.types.get(name, ()), strict=True)
        return [value for value, types in found if type in types and not (type == "WORK" and "CELL" in types)]

    def all(self, name: str) -> list[str]:
        """The values of a property, one text each."""
        return [" ".join(filter(None, value)) for value in self.values.get(name, ())]


def _rows(path: Path) -> Iterator[RawRow]:
    card: _Card | None = None
    number = 0
    for line, text in _unfolded(path):
        found = _LINE.fullmatch(text)
        name = found.group(1).upper() if found else ""
        value = found.group(3).strip() if found else ""
        if name == "BEGIN" and value.upper() == "VCARD":
            if card:
                raise FileRefusedError(f"{path.name}: the card from line {card.line} on has no end.")
            card, number = _Card(line), number + 1
        elif name == "END" and card:
            yield _row(f"card {number}", card)
            card = None
        elif card and found and name not in _SKIPPED:
            card.lines += 1
            if card.lines > MAX_LINES:
                raise FileRefusedError(
                    f"{path.name}: the card from line {card.line} on has more than {MAX_LINES} lines."
                )
            card.add(name, found.group(2), found.group(3))
    if card:
        raise FileRefusedError(f"{path.name}: the file ends in the middle of the card from line {card.line} on.")
    if not number:
        raise FileRefusedError(f"{path.name} holds no contact card (BEGIN:VCARD).")


def _unfolded(path: Path) -> Iterator[tuple[int, str]]:
    """The lines with those that go on put together, and the number where each begins."""
    lines = Lines(path, encoding_of(path))
    begun: list[str] = []
    start = size = 0
    try:
        for line in lines:
            text = line.rstrip("\r\n")
            soft = bool(begun) and begun[-1].endswith("=") and "QUOTED-PRINTABLE" in begun[0].upper()
            if begun and (soft or text[:1] in (" ", "\t")):
                begun.append(text if soft else text[1:])
                size += len(text)
                if size > MAX_LINE:
                    raise FileRefusedError(f"{path.name}: line {start} is longer than {MAX_LINE} characters.")
                continue
            if begun:
                yield start, _joined(begun)
            begun, start, size = [text], lines.number, len(text)
        if begun:
            yield start, _joined(begun)
    finally:
        lines.close()


def _joined(lines: list[str]) -> str:
    if "QUOTED-PRINTABLE" in lines[0].upper():
        return "".join(line[:-1] if line.endswith("=") and line is not lines[-1] else line for line in lines)
    return "".join(lines)


def _parts(parameters: str, value: str) -> list[str]:
    """A value split at its semicolons, with what is written with a backslash (or with =XX) as it is meant."""
    if "QUOTED-PRINTABLE" in parameters.upper():
        charset = re.search(r"CHARSET=\"?([\w-]{1,30})", parameters, re.IGNORECASE)
        raw = quopri.decodestring(value.encode("utf-8", "replace"))
        try:
            value = raw.decode(charset.group(1) if charset else "utf-8", "replace")
        except (LookupError, UnicodeError):  # also codecs that know no replacement, such as idna
            value = raw.decode("utf-8", "replace")
    parts, part, signs = [], "", iter(value)
    for sign in signs:
        if sign == "\\":
            following = next(signs, "")
            part += "\n" if following in ("n", "N") else following
        elif sign == ";":
            parts.append(part.strip())
            part = ""
        else:
            part += sign
    return [*parts, part.strip()]


def _row(where: str, card: _Card) -> RawRow:
    organisation, full = card.first("ORG") or "", " ".join(card.all("FN")[:1])
    own = " ".join(filter(None, (card.first("N", 3), card.first("N", 1), card.first("N", 0))))
    full = full or own
    says_body = card.first("KIND").lower() in ("org", "group")
    is_private = not organisation and not says_body
    is_body = not is_private and (not organisation or not full or full == organisation or says_body)
    person = "" if is_body else full
    phone, email = (_channels(card, name, bool(person), is_private) for name in ("TEL", "EMAIL"))
    address, hidden = _address(card, is_private)
    values = {
        "Name": (organisation or full) if person else (full or organisation),
        "Ansprechperson": person,
        "Funktion": (card.first("ROLE") or card.first("TITLE")) if person else "",
        "Telefon": phone[0].removeprefix("tel:"),
        "Telefon Ansprechperson": phone[1].removeprefix("tel:"),
        "E-Mail": email[0].removeprefix("mailto:"),
        "E-Mail Ansprechperson": email[1].removeprefix("mailto:"),
        "Website": next(iter(card.all("URL")), ""),
        "Treffpunkt": address[1],
        "Straße": address[2],
        "Ort": address[3],
        "PLZ": address[5],
        "Privat": "ja" if hidden else "",
        "Beschreibung": "\n\n".join(card.all("NOTE")),
        "Thema": ", ".join(card.all("CATEGORIES")),
        "Sprachen": ", ".join(card.all("LANG")),
    }
    if geo := _GEO.fullmatch(";".join(card.values.get("GEO", [[]])[0])):
        values |= {"Lat": geo.group(1), "Lon": geo.group(2)}
    filled = {name: value for name, value in values.items() if value}
    if long := next((name for name, value in filled.items() if len(value) > MAX_CELL), None):
        return RawRow(where, problem=f"the value of {long!r} is longer than {MAX_CELL} characters")
    return RawRow(where, filled, next(iter(card.all("UID")), "")[:300])


def _channels(card: _Card, name: str, has_person: bool, is_private: bool) -> tuple[str, str]:
    """The number or address of the body, and that of its person. Of a private person only that of work is public."""
    work = [" ".join(filter(None, value)) for value in card.of_type(name, "WORK")] if is_private else []
    others = [value for value in card.all(name) if value not in work]
    if is_private:
        return next(iter(work), ""), next(iter(others), "")
    return ("", next(iter(others), "")) if has_person else (next(iter(others), ""), "")


def _address(card: _Card, is_private: bool) -> tuple[list[str], bool]:
    """The parts of the address, and whether it is private: where somebody lives."""
    home, work = card.of_type("ADR", "HOME"), card.of_type("ADR", "WORK")
    public = work or ([] if is_private else [one for one in card.values.get("ADR", ()) if one not in home])
    found = next(iter(public or card.values.get("ADR", [])), [])
    return [*found, *[""] * (6 - len(found))], bool(found) and not public
