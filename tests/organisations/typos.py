"""Misspelt searches made of the names of entries, the same each time."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from organisations.models import Listing
from organisations.text import STOP_WORDS, fold, words

LETTERS = "abcdefghijklmnoprstuvwz"
KINDS = ("missing", "doubled", "swapped", "replaced", "spelled")
SPELLED = (("ß", "ss"), ("ss", "ß"), ("ss", "s"), ("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "s"))
SHORTEST = 5


@dataclass(frozen=True)
class Typo:
    """A search with a slip, what was meant, and the slug of the entry whose name it was."""

    typed: str
    meant: str
    slug: str
    kind: str


def typos(count: int, seed: int) -> Iterator[Typo]:
    """So many searches: a word of a name, or two of it, or one and the place; one word misspelt in one of five ways.

    A slip that makes another word that somebody wrote is none: nobody could tell.
    """
    chance = random.Random(seed)
    rows = list(Listing.objects.public().primary().order_by("slug"))
    written = {word for row in rows for word in row.words.split()}
    made = 0
    while made < count:
        row, kind = chance.choice(rows), KINDS[made % len(KINDS)]
        usable = [one for one in row.name.replace("/", " ").split() if _is_usable(one)]
        if not usable:
            continue
        word = chance.choice(usable)
        slip = slipped(word, kind, chance)
        if not slip or fold(slip) in written or (fold(slip) == fold(word) and kind != "spelled"):
            continue
        beside = _beside(row, word, usable, chance)
        pair = [beside, word] if chance.random() < 0.5 else [word, beside]
        meant = " ".join(one for one in pair if one)
        yield Typo(meant.replace(word, slip), meant, row.slug, kind)
        made += 1


def _is_usable(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha() and words(word) == [fold(word)] and fold(word) not in STOP_WORDS


def _beside(row: Listing, word: str, usable: list[str], chance: random.Random) -> str:
    """Nothing, another word of the name, or the place."""
    others = [one for one in usable if one != word]
    choices = ["", *others, *([row.card["place"]] if row.card["place"] else [])]
    return str(chance.choice(choices))


def slipped(word: str, kind: str, chance: random.Random) -> str:
    """The word with a slip of that kind behind its first letter; empty if it allows none."""
    place = chance.randrange(1, len(word) - 1)
    before, here, after = word[:place], word[place], word[place + 1 :]
    if kind == "missing":
        return before + after
    if kind == "doubled":
        return before + here * 2 + after
    if kind == "swapped":
        return before + after[0] + here + after[1:] if after[0] != here else ""
    if kind == "replaced":
        return before + chance.choice([one for one in LETTERS if one != fold(here)]) + after
    possible = [(old, new) for old, new in SPELLED if old in word]
    return word.replace(*chance.choice(possible), 1) if possible else ""
