"""Distances between words, and the keys that near ones share."""

import random

import pytest

from organisations.spelling import distance, distance_to_beginning, index_keys, keys, splits, tolerance


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("chor", "chor", 0),
        ("chr", "chor", 1),
        ("choor", "chor", 1),
        ("chro", "chor", 1),
        ("chur", "chor", 1),
        ("fusbal", "fussball", 2),
        ("ab", "ba", 1),
        ("", "ab", 2),
        ("футбол", "фотбул", 2),
    ],
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert distance(one, other, 2) == slips
    assert distance(other, one, 2) == slips


def test_more_slips_than_asked_for_are_not_counted_on() -> None:
    assert distance("chor", "sport", 1) == 2
    assert distance("a", "abcdef", 2) == 3


def test_the_beginning_of_a_longer_word_may_have_a_slip_too() -> None:
    assert distance_to_beginning("fusball", "fussballverein", 1) == 1
    assert distance_to_beginning("musik", "fussballverein", 1) == 2


def test_words_within_the_forgiven_slips_always_share_a_key() -> None:
    chance = random.Random(20261125)
    for _ in range(3_000):
        word = "".join(chance.choice("abcdefg") for _ in range(chance.randint(5, 14)))
        slips = chance.randint(1, 2)
        typed = word
        for _ in range(slips):
            typed = _slip(typed, chance)
        if distance(typed, word, slips) <= slips and len(typed) > 3:
            assert keys(typed, slips) & set(index_keys(word)), (typed, word)


def _slip(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word) - 1)
    letter = chance.choice("abcdefg")
    return chance.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[:place] + letter + word[place + 1 :],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        ]
    )


def test_short_words_and_numbers_are_not_corrected() -> None:
    assert [tolerance(word) for word in ("tsv", "chor", "verein", "70794", "x" * 80)] == [0, 1, 2, 0, 0]
    assert index_keys("70794") == []


def test_compounds_are_split_with_and_without_the_letters_that_link_them() -> None:
    assert ("frauen", "treff") in splits("frauentreff")
    assert ("nachbarschaft", "hilfe") in splits("nachbarschaftshilfe")
    assert list(splits("chor")) == []
