"""Sentences that are kept in English (why work failed, why a row is refused), said in the language of the page.

They are kept as they were made, with their values: who reads them may have another language than who began the work,
and the commands print them. What is none of `told_sentences.py` nor of the catalogue is foreign, such as the words of
a parser, and marked as English.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from organisations.curate.imports.words import target_name
from organisations.curate.told_sentences import PLACES, SENTENCES
from organisations.part_names import part_name

LONGEST, MOST_PARTS = 2_000, 60  # of what is looked at: letters, parts between semicolons
JOINED = 4  # parts that one sentence can have, having semicolons of its own
DEEPEST = 3  # sentences within sentences
_CONTENTS: Mapping[str, Any] = {"text": _("plain text"), "an image": _("an image"), "binary": _("binary data")}
_NUMBER = r"-?\d[\d.,e+-]*"
# What a placeholder can stand for, where that is not just anything.
_SHAPES = {
    **dict.fromkeys(("n", "last", "most", "count", "size", "status", "lat", "lng"), _NUMBER),
    "field": r"\w+(?:@[\w-]+)?",
    "file": r".{1,200}?",
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_PARTED = re.compile(r"(“%\(\w+\)s”|%\(\w+\)s)")
_PART = re.compile(r"([a-z_]+(?:\.[\w-]+){0,2}): (.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of what is told. `foreign`: in English on every page."""

    text: str
    foreign: bool = False


@dataclass(frozen=True)
class Sentence:
    """A message and the pattern of what is made of it."""

    message: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Each placeholder is a group; one in quotes stands there as Python writes a text, or in the same quotes.

        Each but the last goes up to the first place where what follows it stands, and no further (an atomic group), so
        that the time grows with the length of what was said alone.
        """
        first, *rest = _PARTED.split(self.message)
        pairs, named = list(zip(rest[::2], rest[1::2], strict=True)), set[str]()
        found = [re.escape(first)]
        for number, (part, words) in enumerate(pairs):
            name = _PLACEHOLDER.findall(part)[0]
            last = number == len(pairs) - 1
            group = f"(?P={name})" if name in named else f"(?P<{name}>{_SHAPES.get(name, '.*' if last else '.*?')})"
            named.add(name)
            if part.startswith("“"):
                group = f"(?P<q{number}>[“'\"]){group}(?:(?P=q{number})|”)"
            found.append(f"{group}{re.escape(words)}" if last else f"(?>{group}{re.escape(words)})")
        return re.compile("".join(found), re.DOTALL)

    @cached_property
    def mark(self) -> str:
        """The longest words that stand in all that is made of it: looked for first, as that is quick."""
        return max(_PARTED.split(self.message)[::2], key=len)

    def values(self, said: str) -> dict[str, str] | None:
        """The values in what was made of it, None if something else was said."""
        found = self.pattern.fullmatch(said) if self.mark in said else None
        return found.groupdict() if found else None

    def pieces(self, values: Mapping[str, str], known: bool, depth: int) -> Iterator[Piece]:
        """The message in the active language with these values; `known`, `depth`: of sentences among them."""
        for number, part in enumerate(_PLACEHOLDER.split(gettext(self.message))):
            if number % 2 == 0:
                yield Piece(part)
            elif part in ("said", "reason"):
                yield from _within(values[part], known, depth + 1)
            else:
                yield from _VALUES.get(part, _plain)(values[part])


@cache
def _known(messages: Sequence[str]) -> list[Sentence]:
    """The sentences, those with most words of their own first: they say more than others that fit as well."""
    return [Sentence(one) for one in sorted(messages, key=lambda one: -len(_PLACEHOLDER.sub("", one)))]


def told(said: str) -> SafeString:
    """What was said, in the language of the page, as HTML."""
    if not said:
        return SafeString()
    english = (get_language() or "en").startswith("en")
    shown = ((format_html('<span lang="en">{}</span>', one.text) if one.foreign and not english else one.text,)
             for one in pieces_of(said))  # fmt: skip
    return format_html_join("", "{}", shown)


def told_place(where: str) -> str:
    """Where a row stands, in the active language; names of map objects stay as they are."""
    return capfirst("".join(one.text for one in _place(where)))


def pieces_of(said: str) -> list[Piece]:
    """What was said, one sentence or several with semicolons between, in the active language.

    What is known in whole comes before what is known with foreign words in it.
    """
    strict = _within(said, True, 0)
    return _within(said, False, 0) if any(one.foreign for one in strict) else strict


def _within(said: str, known: bool, depth: int) -> list[Piece]:
    return _sentence(said, known, depth) or _several(said, known, depth) or [Piece(said, foreign=True)]


def _several(said: str, known: bool, depth: int) -> list[Piece] | None:
    """Sentences with semicolons between; None if one of them (not `known`: all of them) is foreign."""
    text = said if len(said) <= LONGEST else f"{said[:LONGEST]}…"
    parts = text.split("; ", MOST_PARTS)
    found: list[Piece] = []
    start = familiar = 0
    while start < len(parts):
        tries = range(min(len(parts), start + JOINED), start, -1)
        each = ((end, _sentence("; ".join(parts[start:end]), known, depth)) for end in tries)
        end, pieces = next(((end, one) for end, one in each if one is not None), (start + 1, None))
        if pieces is None and known:
            return None
        familiar += pieces is not None
        found += [Piece("; ")] * bool(found) + (pieces or [Piece(parts[start], foreign=True)])
        start = end
    return found if familiar else None


def _sentence(said: str, known: bool, depth: int) -> list[Piece] | None:
    """One sentence in the active language; None if nobody knows it, or (`known`) not each of its words."""
    if not said or len(said) > LONGEST or depth == DEEPEST:
        return None
    for one in _known(SENTENCES):
        if (values := one.values(said)) is not None:
            pieces = list(one.pieces(values, known, depth))
            if not known or not any(piece.foreign for piece in pieces):
                return pieces
    if (translated := gettext(said)) != said:
        return [Piece(translated)]
    part = _PART.fullmatch(said)
    if part is None:
        return None
    rest, name = _sentence(part[2], known, depth + 1), part_name(part[1])
    alone = not known and "; " not in part[2]
    if rest is None and name != part[1] and alone:  # the part at least: on an English page that is all there is to do
        rest = [Piece(part[2], foreign=True)]
    return [Piece(f"{name}: "), *rest] if rest else None


def _place(where: str) -> list[Piece]:
    for one in _known(PLACES):
        if (values := one.values(where)) is not None:
            return list(one.pieces(values, True, 0))
    return [Piece(where)]


def _plain(value: str) -> list[Piece]:
    """A value as it stands in a file: without the backslashes that Python writes before quotes and backslashes."""
    return [Piece(re.sub(r"\\([\\'\"])", r"\1", value))]


_VALUES: Mapping[str, Callable[[str], list[Piece]]] = {
    "where": _place,
    "field": lambda value: [Piece(target_name(value))],
    "question": lambda value: [Piece(gettext(value))],
    "content": lambda value: [Piece(str(_CONTENTS.get(value, value)))],
    "expected": lambda value: [Piece(str(_CONTENTS.get(value, value)))],
}
