"""What the name of an entry says about itself: what it is compared by, and whether it is a section of a club.

"TSV Musterhausen - Tennis", "... Abteilung Handball" and "Tennisabteilung des TSV Musterhausen" are sections of the TSV
Musterhausen: neither duplicates of it nor of each other. "Café Zusammen - Treff für alle" is no club and has no section
but a motto; "Musikverein - Bernhausen" says where it is.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from organisations.text import STOP_WORDS, fold, words

# Names of bodies carry these or not as it comes; "e. V." folds to two words.
LEGAL_FORM = re.compile(r"\b(?:e ?[vgk]|gem|gemeinnutzige?r?|gg?mbh|g?ug|i gr?)\b")
# As people write them, with their ends or without.
_SHORT = {
    "abt": "abteilung", "f": "fur", "evang": "evangelisch", "kath": "katholisch", "freiw": "freiwillig",
    "dt": "deutsch", "int": "international", "st": "sankt", "ges": "gesellschaft", "klub": "club",
}  # fmt: skip
_LONG = {"tsv": "turn sportverein", "tsg": "turn sportgemeinschaft"}
_STEMS = re.compile(r"\b(evangelisch|katholisch|freiwillig|deutsch|international)e[rnms]?\b")
_AND = {"u", "und"}
# What parts a name from its section: a dash between blanks, a comma, a colon, a bracket, the legal form.
_BREAK = re.compile(r"\s+[-\u2010-\u2015|]\s*|:\s+|\s*[,;(]\s*|(?<=\s)e\.? ?v\b\.?")
_MARKS = frozenset({"abteilung", "sparte", "sektion"})
_MARKED = re.compile(r"(\w{3,})(?:abteilung|sparte|sektion)")
_HYPHEN = re.compile(r"(?<=\w)-(?=abteilung|sparte|sektion)")  # "Volleyball-Abteilung"
_OF = frozenset({"des", "der", "im", "vom", "von", "beim", "in"})
_CLUB = re.compile(
    r"(?:tsv|tsg|tv|tg|tb|sv|svg|sc|sg|sf|fc|fv|vfb|vfl|vfr|spvgg|tus|tura|djk|asv|esv|psv|cvjm|ssv|sportfreunde"
    r"|\w*(?:verein|verband|bund|club|gemeinschaft|gesellschaft|feuerwehr))"
)
_GROUP = re.compile(r"(?:jugend|kinder|frauen|damen|herren|manner|madchen|senioren|nachwuchs|aktive)\w*|ah")
_WHOLE = re.compile(r"(?!forder)\w*(?:verein|verband|bund|club|gemeinschaft|gesellschaft|initiative|stiftung)")
MOST_WORDS = 3  # of a section that no word marks; more of them are a motto


def plain(name: str) -> str:
    """The folded words of a name without its legal form, as they stand there; all of them if nothing else is left."""
    folded = " ".join(words(name))
    return " ".join(LEGAL_FORM.sub(" ", folded).split()) or folded


def core_of(name: str) -> str:
    """The same with usual abbreviations written out and without "and": the same for every way to write a name."""
    return " ".join(_written_out(name)) or plain(name)


def _written_out(text: str) -> list[str]:
    found = words(text)
    if found[:1] == ["ev"] and found[1:]:  # further on it is the legal form
        found[0] = "evangelisch"
    rest = LEGAL_FORM.sub(" ", " ".join(word for word in found if word not in _AND))
    rest = " ".join(_LONG.get(word, _SHORT.get(word, word)) for word in rest.split())
    return _STEMS.sub(r"\1", rest).split()


@dataclass(frozen=True, slots=True)
class Name:
    """What a name says: the body, and which section of it (empty: none)."""

    body: str
    section: str = ""

    @property
    def core(self) -> str:
        """What the whole name is compared by."""
        return f"{self.body} {self.section}".strip()

    @classmethod
    def of(cls, name: str, places: Collection[str] = ()) -> "Name":
        """What a name says. `places`: folded names of places, which name no section."""
        found = _written_out(_HYPHEN.sub("", fold(name)))
        if not found:
            return cls(plain(name))
        return _marked(found) or _appended(name, places) or cls(" ".join(found))


def _marked(found: list[str]) -> Name | None:
    """The section that a word like "Abteilung" names."""
    for place, word in enumerate(found):
        before, after = found[:place], found[place + 1 :]
        if compound := _MARKED.fullmatch(word):
            rest = before or after[1 if after[:1] and after[0] in _OF else 0 :]
            return Name(" ".join(rest), compound[1]) if rest else None
        if word in _MARKS and before:
            return Name(" ".join(before), " ".join(after)) if after else None
        if word in _MARKS and (cut := next((n for n, one in enumerate(after) if one in _OF), 0)):
            return Name(" ".join(after[cut + 1 :]), " ".join(after[:cut])) if after[cut + 1 :] else None
    return None


def _appended(name: str, places: Collection[str]) -> Name | None:
    """The section that stands behind the name of a club."""
    pieces = [piece for text in _BREAK.split(fold(name)) if (piece := _written_out(text))]
    if len(pieces) < 2:
        return None
    body, section = [word for piece in pieces[:-1] for word in piece], pieces[-1]
    whole = " ".join(section)
    if whole in places or set(section) <= {*body, *places} or _abbreviates("".join(section), body):
        return None
    told = len(section) <= MOST_WORDS and not any(word in STOP_WORDS or word.isdigit() for word in section)
    if not told or any(_WHOLE.fullmatch(word) for word in section):
        return None
    is_club = any(_CLUB.fullmatch(word) for word in body) or _GROUP.fullmatch(section[0])
    return Name(" ".join(body), whole) if is_club else None


def _abbreviates(letters: str, body: list[str]) -> bool:
    return letters == "".join(word[0] for word in body)
