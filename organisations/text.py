"""Folding of words: the same for the texts and for the search. `static/js/core/fold.js` is its twin."""

import re
import unicodedata

from django.utils.text import slugify

# Letters that a decomposition leaves alone, and Arabic and Persian letters that stand for one another.
_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "e"}
    | {"·": ""}  # parts the long words of easy German: "Nachbar·schaft" stays one word
    | {"ة": "ه", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ۀ": "ه", "ہ": "ه", "ە": "ه", "ٱ": "ا", "ـ": ""}
)
_WORD = re.compile(r"[^\W_]+")
_PIECE = re.compile(
    r"(?:[^\W_]|[\u0300-\u036f\u064b-\u0652\u00b7\u200c\u200d])+"
)  # with marks and joiners within words
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
# Accents that letters can carry; more than four on one letter is no script but a mischief that covers other lines.
_ACCENTS = "\u0300-\u036f\u0483-\u0489\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_ACCENTS += "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_PILED = re.compile(f"([{_ACCENTS}]{{4}})[{_ACCENTS}]+")
# Control characters but for the ends of lines, and those that turn the direction of the text around them.
_UNWRITTEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
# Folded German words that carry no meaning in a search; left out unless nothing else is asked.
STOP_WORDS = frozenset(
    "aber alle als am an auch auf aus bei bin bis das dem den der des die dir du ein eine einem einen einer es fur"
    " gibt hat ich ihr im in ist kann man mein mich mir mit nach nicht oder sich sie sind so suche und uns vom von vor"
    " was wer wie wir wo zu zum zur".split()
)


def fold(text: str) -> str:
    """Lower case without accents, umlauts, ß, Arabic vowel signs and letter variants; digits become Western ones."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    kept = []
    for letter in decomposed:
        category = unicodedata.category(letter)
        if category == "Mn" or category == "Cf":
            continue
        kept.append(str(unicodedata.decimal(letter)) if category == "Nd" else letter)
    return "".join(kept)


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return _WORD.findall(fold(text))


def written_words(text: str) -> list[tuple[str, str]]:
    """The folded words of a text, each with how it is written there."""
    found: list[tuple[str, str]] = []
    for piece in _PIECE.findall(text):
        folded = words(piece)
        found += [(folded[0], piece)] if len(folded) == 1 else [(word, word) for word in folded]
    return found


def search_words(text: str) -> list[str]:
    """The folded words to search for: no word twice, no stop words unless there is nothing else; at most ten."""
    found = list(dict.fromkeys(words(text)))
    meaningful = [word for word in found if word not in STOP_WORDS]
    return (meaningful or found)[:10]


def clean(text: str, lines: bool = False) -> str:
    """Text from outside made harmless: NFC, no control or direction-override characters, no piles of accents, blanks
    joined.

    With `lines`, line breaks stay (at most one empty line in a row). Joiners that Arabic script and emoji need stay.
    """
    kept = unicodedata.normalize("NFC", text)
    if not kept.isprintable():
        kept = "".join(c for c in kept if c in "\n\t\u200c\u200d" or not _hidden(c))
    if not kept.isascii():
        kept = unicodedata.normalize("NFC", _PILED.sub(r"\1", kept))
    if not lines:
        return " ".join(kept.split())
    rows = [" ".join(row.split()) for row in kept.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip()


def written(text: str) -> str:
    """What a person can have typed: no control characters, line ends as `\\n`; otherwise as it is."""
    return _UNWRITTEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def shortened(text: str, most: int) -> str:
    """The text if it has at most so many characters, else whole words of it and an ellipsis."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _hidden(character: str) -> bool:
    return unicodedata.category(character) in _INVISIBLE


def slug_of(name: str) -> str:
    """The slug of a name: German letters spelled out, other scripts kept where nothing Latin is left; 80 at most."""
    latin = slugify(name.translate(_GERMAN))
    return (latin or slugify(name, allow_unicode=True) or "eintrag")[:80].strip("-")
