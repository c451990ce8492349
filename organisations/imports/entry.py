"""One row of a file as an entry: typed values by field, or the reason why the row is refused."""

import re
from collections.abc import Mapping as Values
from dataclasses import dataclass
from typing import Any

from organisations.formulas import unguard
from organisations.imports import channels, further, values, visit
from organisations.imports.addresses import split_address
from organisations.imports.cells import Cells, RowRefusedError
from organisations.imports.headers import text_target
from organisations.imports.mapping import Mapping
from organisations.imports.reader import RawRow
from organisations.imports.words import Words
from organisations.languages import LANGUAGE_CODE
from organisations.services.areas import Spot
from organisations.text import clean, fold, words
from organisations.validation import LENGTHS, TEXT_LENGTHS

_TOWN = re.compile(r"(?:D-? ?)?([0-9]{4,5}|(?:AT?|CH)[- ][0-9]{4})(?:\s+(\S.*))?")
_MOBILE = re.compile(r"(?:\+49|0049|0)[ ()/.-]*1[567]")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row says: the fields the file has, plain and comparable, and `notes` about what is in doubt.

    `guessed`: fields that no cell says. `doubtful`: not to be imported unless a curator wants it.
    """

    where: str
    identity: str
    values: dict[str, Any]
    notes: tuple[str, ...] = ()
    guessed: frozenset[str] = frozenset()
    doubtful: bool = False

    @property
    def name(self) -> str:
        """The name."""
        return str(self.values["name"])


def read_entry(row: RawRow, mapping: Mapping, vocabulary: Words) -> Entry:
    """The entry of a row. Raises RowRefusedError."""
    if row.problem:
        raise RowRefusedError(row.problem)
    return _Reading(row, mapping, vocabulary).entry()


class _Reading(Cells):
    """The reading of one row."""

    def __init__(self, row: RawRow, mapping: Mapping, vocabulary: Words) -> None:
        super().__init__(row, mapping)
        self.words = vocabulary
        self.guessed: set[str] = set()
        self.doubtful = False

    def entry(self) -> Entry:
        self._body()
        self._words()
        self._texts()
        self._place()
        self._contact()
        self._visit()
        self._further()
        said = self.values, tuple(self.notes), frozenset(self.guessed), self.doubtful
        return Entry(self.row.where, self._identity(), *said)

    # Parts

    def _body(self) -> None:
        name = self.text("name")
        if not name:
            raise RowRefusedError("has no name")
        if not any(letter.isalpha() for letter in name) or "@" in name or "://" in name:
            raise RowRefusedError(f"its name {name[:60]!r} is no name; the row may be shifted")
        if len(name) > LENGTHS["name"]:
            raise RowRefusedError(f"its name has {len(name)} characters; at most {LENGTHS['name']} fit")
        self.values["name"] = name
        for target, reader in (("website", values.website), ("phone", values.phone), ("email", values.email)):
            self.keep(target, self.channel(target, reader))

    def _words(self) -> None:
        said = self.words.kind_said(self.cells("kind"))
        self.values["kind"] = said or self.words.kind_of(self.values["name"])
        self.guessed |= set() if said else {"kind"}
        self.keep("topic", list(self.words.topics(self.cells("topic"))))
        self.keep("flags", list(self.words.flags(self.cells("flags"))))
        self.keep("languages", list(self.words.languages(self.cells("languages"))))
        self.keep("german", self.words.german(self.cells("german")))
        language = self.text("language") or "de"
        if not LANGUAGE_CODE.fullmatch(language):
            raise RowRefusedError(f"its language {language[:40]!r} is no language code such as de")
        self.values["language"] = language

    def _texts(self) -> None:
        summary, description = self.text("summary", "\n"), self.text("description", "\n\n")
        if len(summary) > TEXT_LENGTHS["summary"] and not self.has("description"):
            self.values["description"] = summary
        elif len(summary) > TEXT_LENGTHS["summary"]:
            description = f"{summary}\n\n{description}".strip()
        for target, text in (("description", description), ("audience", self.text("audience", "\n"))):
            if len(text) > TEXT_LENGTHS[target]:
                raise RowRefusedError(f"its {target} has {len(text)} characters; at most {TEXT_LENGTHS[target]} fit")
            self.keep(target, text)
        if self.has("summary", "description"):
            self.values["summary"] = values.beginning(summary or description, TEXT_LENGTHS["summary"])
            self.guessed |= set() if summary else {"summary"}

    def _place(self) -> None:
        targets = "place_name street postcode town address place district latitude coordinates".split()
        if not self.has(*targets, "private", "wheelchair") and self.row.point is None:
            return
        address = self._address()
        address["private"] = address.pop("private") or self.read("private", values.yes_or_no, False)
        address["place_name"] = self.text("place_name")[:150]
        address["district"] = self.read("district", values.district)
        address["point"] = self._point()
        address["wheelchair"] = self.words.wheelchair(self.cells("wheelchair"))
        if len(address["street"]) > 150 or len(address["town"]) > 100:
            raise RowRefusedError("its street or town is longer than 150 or 100 characters; the row may be shifted")
        self.values |= address

    def _address(self) -> dict[str, Any]:
        """Street, postcode, town, and whether they are private, from one column or several."""
        street, town = self.text("street"), ""
        postcode = self.read("postcode", channels.if_there(values.postcode))
        private = False
        if whole := self.text("address"):
            private = values.is_private(whole)
            street, postcode, town = split_address(whole, street, postcode)
        for target in ("place", "town"):
            cell = self.text(target)
            if values.is_private(cell):
                private, cell = True, ""
            found = _TOWN.fullmatch(cell)
            if found and (found.group(2) or target == "place"):  # digits alone are no town
                own = self._postcode_of(target, found.group(1))
                if postcode and postcode != own:
                    raise RowRefusedError(
                        f"its postcode {postcode} differs from that in {cell[:60]!r}; the row may be shifted"
                    )
                postcode, cell = own, found.group(2) or ""
            town = cell or town
        if town and ("@" in town or "://" in town or not any(letter.isalpha() for letter in town)):
            raise RowRefusedError(f"its town {town[:60]!r} is no town; the row may be shifted")
        if values.is_private(street):
            private, street = True, ""
        return {"street": self._street(street), "postcode": postcode, "town": town, "private": private}

    def _postcode_of(self, target: str, digits: str) -> str:
        """The postcode in front of a town."""
        try:
            return values.postcode(digits)
        except ValueError as error:
            raise RowRefusedError(f"its {target} {error}") from None

    def _street(self, street: str) -> str:
        number = self.read("house_number", channels.if_there(values.house_number))
        street = "" if fold(street) in channels.NONE else clean(street)
        if street and ("@" in street or "://" in street or not any(letter.isalpha() for letter in street)):
            raise RowRefusedError(f"its street {street[:60]!r} is no street; the row may be shifted")
        if number and street and not fold(street).endswith(f" {fold(number)}"):
            return f"{street} {number}"
        return street

    def _point(self) -> list[float] | None:
        """Longitude and latitude from the columns, else from the geometry."""
        try:
            if pair := self.text("coordinates"):
                point = values.point(*values.pair(pair))
            elif self.text("latitude") or self.text("longitude"):
                point = values.point(self.text("latitude"), self.text("longitude"))
            elif self.row.point and self.row.point != (0.0, 0.0):
                lng, lat = self.row.point
                values.check_on_globe(lat, lng)
                return [round(lng, 7), round(lat, 7)]
            else:
                point = None
        except ValueError as error:
            raise RowRefusedError(str(error)) from None
        said = self.row.point is not None or self.text("latitude") or self.text("coordinates")
        if point is None and said:
            self.notes.append("its coordinates are 0/0 and were taken as missing")
        return list(point) if point else None

    def _contact(self) -> None:
        """The contact person. Channels that are plainly the person's own go with the person, who stays hidden."""
        if not self.has("contact_name", "contact_phone", "contact_email"):
            return
        name = self.text("contact_name", " ")
        email = self.channel("contact_email", values.email)
        phone = self.channel("contact_phone", values.phone)
        if "@" in name:
            email, name = email or self.read("contact_name", values.email), ""
        if len(name) > 120:
            raise RowRefusedError("its contact has more than 120 characters; the row may be shifted")
        if name and fold(name) == fold(self.values["name"]):
            self.doubtful = True
            self.notes.append("it is called like its contact person; a private person?")
        if name and not email and channels.is_of(name, self.values.get("email", "")):
            email, self.values["email"] = self.values["email"], ""
            self.notes.append("its e-mail address is the contact person's own and stays hidden")
        if name and not phone and _MOBILE.match(self.values.get("phone", "")):
            phone, self.values["phone"] = self.values["phone"], ""
            self.notes.append("its mobile number was taken as the contact person's own and stays hidden")
        self.values |= {"contact_name": name, "contact_role": self.text("contact_role")[:120]}
        said = {"contact_phone": phone, "contact_email": email}
        self.values |= {field: value for field, value in said.items() if value is not None}

    def _visit(self) -> None:
        """The answers of the first visit that the file has columns for."""
        for target in filter(self.has, visit.QUESTIONS):
            try:
                self.values[target] = visit.read(target, self.cells(target), self.words)
            except ValueError as error:
                raise RowRefusedError(str(error)) from None

    def _further(self) -> None:
        """Parts in the exact form of our own exports, and texts in other languages than the entry's own."""
        for target, columns in self.mapping.columns.items():
            if target in further.READERS:
                try:
                    cell = "\n".join(unguard(self.row.values.get(column, "").strip()) for column in columns)
                    values.check_letters(cell)
                    self.values[target] = further.READERS[target](cell)
                except ValueError as error:
                    raise RowRefusedError(f"column {columns[0]!r} {error}") from None
            elif pair := text_target(target):
                text = self.text(target, "\n")
                if len(text) > TEXT_LENGTHS[pair[0]]:
                    raise RowRefusedError(
                        f"its {target} has {len(text)} characters; at most {TEXT_LENGTHS[pair[0]]} fit"
                    )
                self.values[target] = text

    def _identity(self) -> str:
        """The source's own id, else a key of name, postcode and town (without both: of name and roughly the point)."""
        given = self.text("id") or self.row.identity.replace("\0", "")
        if given:
            return given[:300]
        spot = " ".join([self.values.get("postcode", ""), fold(self.values.get("town", ""))]).strip()
        if not spot and (point := self.values.get("point")):
            spot = f"{point[0]:.2f} {point[1]:.2f}"
        return f"{' '.join(words(self.values['name']))}|{spot}"[:300]


def spot_of(values: Values[str, Any]) -> Spot:
    """Where the place of an entry is, to find its area."""
    point = values.get("point")
    texts = (values.get(name, "") for name in ("postcode", "town", "district"))
    return Spot((point[0], point[1]) if point else None, *texts)
