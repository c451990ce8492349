"""How words may be misspelt: distances between words, the keys near ones are found by, parts of compounds.

All words here are folded (text.py).
"""

from collections.abc import Iterator
from itertools import combinations

SHORTEST_CORRECTED = 4  # of three letters too many others are one letter away
SHORTEST_PART = 3  # of a compound
LONGEST = 60  # longer words are looked up as they are
_KEY = 7  # so many first letters make the keys; a word and its misspelling agree in them but for the deletions
_LINKS = ("", "s", "n", "en", "es")  # between the parts of German compounds


def tolerance(word: str) -> int:
    """How many slips are forgiven in a word of this length: none, one, or two."""
    if not SHORTEST_CORRECTED <= len(word) <= LONGEST or word.isdigit():
        return 0
    return 1 if len(word) < 6 else 2


def keys(word: str, slips: int) -> set[str]:
    """The first letters of a word with up to so many of them left out.

    Words within that many slips share a key: leaving out letters on both sides makes them equal (symmetric deletion).
    """
    start = word[:_KEY]
    found = {start}
    for left_out in range(1, min(slips, len(start) - 1) + 1):
        found |= {"".join(letters) for letters in combinations(start, len(start) - left_out)}
    return found


def index_keys(word: str) -> list[str]:
    """The keys a listed word is found by."""
    if len(word) < SHORTEST_PART or len(word) > LONGEST or word.isdigit():
        return []
    return sorted(keys(word, 2 if len(word) > SHORTEST_CORRECTED else 1))


def distance(one: str, other: str, most: int) -> int:
    """Slips between two words: letters missing, too many, wrong, or neighbours swapped; `most` + 1 if they are more.

    Damerau and Levenshtein's distance in its restricted form: no letter takes part in two slips.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, wanted in enumerate(other, 1):
            least = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                least = min(least, before[column - 2] + 1)
            now.append(least)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return min(last[-1], most + 1)


def slips(word: str, other: str, most: int) -> int:
    """Slips between a typed word, with "ae" for ä or as it is, and one that exists; `most` + 1 if they are more."""
    return min(distance(form, other, most) for form in (word, umlauts_as_folded(word)))


def distance_to_beginning(word: str, longer: str, most: int) -> int:
    """Slips between a word and the beginning of a longer one."""
    return min(distance(word, longer[:length], most) for length in range(len(word) - 1, len(word) + 2))


def umlauts_as_folded(word: str) -> str:
    """The word as it folds if "ae", "oe" and "ue" were meant as ä, ö and ü."""
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def splits(word: str) -> Iterator[tuple[str, str]]:
    """The ways in which a word may be made of two, without the letters that link them."""
    if len(word) > LONGEST:
        return
    for place in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        first, second = word[:place], word[place:]
        for link in _LINKS:
            stem = first.removesuffix(link) if link else first
            if (not link or stem != first) and len(stem) >= SHORTEST_PART:
                yield stem, second
