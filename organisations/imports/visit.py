"""The first visit in a row of a file: codes of the fixed phrases, or the phrases themselves in German or English.

A card must not say half of what an association wants to say, so a word that is no answer refuses the row. Every
reader raises ValueError with what is wrong.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from django.utils.translation import gettext, override

from organisations.document import Cost, FirstVisit, Step
from organisations.imports.words import Cell, Words
from organisations.text import fold
from organisations.visit_phrases import ASK_FOR, BRING, COST, NUMBERED, STEPS, WATCH, WAY, WEAR, WHEN, WITH_LINES

QUESTIONS = {
    "visit_when": WHEN,
    "visit_ask_for": ASK_FOR,
    "visit_wear": WEAR,
    "visit_bring": BRING,
    "visit_cost": COST,
    "visit_watch": WATCH,
    "visit_way": WAY,
}
SEVERAL = ("visit_wear", "visit_bring")
_ALSO = {
    "visit_watch": {"ja": "yes", "nein": "no"},
    "visit_cost": {"kostenlos": "free", "kostenfrei": "free", "0": "free", "spende": "donation"},
}
_BETWEEN = re.compile(r"[;|\n]")
_FREE = re.compile(r"first_free\s*:?\s*([0-9]{1,2})?")
_EUROS = re.compile(
    r"(?:amount\s*:?\s*)?(?:€\s*)?([0-9]{1,6})(?:[.,]([0-9]{1,2}|-))?\s*(?:€|euros?|eur)?", re.IGNORECASE
)
_STEP = re.compile(r"([a-z_]+)(?:\s+([^:]*?))?\s*(?::\s*(.*))?", re.DOTALL)


def read(target: str, cells: Sequence[Cell], words: Words) -> Any:
    """What the cells of a target say, plain and comparable; empty if nothing is said.

    A code; a list of codes; kind, free visits and cents of a cost; code, name and lines of every step of the way.
    """
    if target == "visit_way":
        return [_step(column, part.strip()) for column, cell in cells for part in _BETWEEN.split(cell) if part.strip()]
    if target in SEVERAL:
        pairs = [(column, word) for column, cell in cells for word in _split(target, cell)]
        return list(dict.fromkeys(code for column, word in pairs for code in _codes(target, column, word, words)))
    if target == "visit_cost":
        return _cost(*cells[0], words) if cells else []
    return next(iter(_codes(target, *cells[0], words)), "") if cells else ""


def said(visit: FirstVisit) -> dict[str, Any]:
    """The answers of a document in the form `read` gives them."""
    cost = visit.cost
    visits, cents = (cost.visits if cost.kind == "first_free" else 1), (cost.cents if cost.kind == "amount" else 0)
    return {
        "visit_when": visit.when,
        "visit_ask_for": visit.ask_for,
        "visit_wear": list(visit.wear),
        "visit_bring": list(visit.bring),
        "visit_cost": [cost.kind, visits, cents] if cost.kind else [],
        "visit_watch": visit.watch,
        "visit_way": [[step.code, step.name, step.lines] for step in visit.way],
    }


def with_answers(visit: FirstVisit, accepted: Mapping[str, Any]) -> FirstVisit:
    """The first visit with those answers that are among the accepted fields of an entry."""
    made: dict[str, Any] = {}
    for target in QUESTIONS.keys() & accepted.keys():
        value = accepted[target]
        if target == "visit_cost":
            value = Cost(*value)
        elif target == "visit_way":
            value = tuple(Step(*step) for step in value)
        elif target in SEVERAL:
            value = tuple(value)
        made[target.removeprefix("visit_")] = value
    return replace(visit, **made)


def _cost(column: str, cell: str, words: Words) -> list[Any]:
    """`free`, `first_free: 3`, `3,50 €`, `donation`, `ask` as kind, free visits and cents."""
    if free := _FREE.fullmatch(cell):
        return ["first_free", int(free.group(1) or 1), 0]
    is_word = _plain(cell) in _table("visit_cost") or words.mapped("visit_cost", column, cell) is not None
    if not is_word and (euros := _EUROS.fullmatch(cell)):
        cents = (euros.group(2) or "").replace("-", "").ljust(2, "0")
        return ["amount", 1, 100 * int(euros.group(1)) + int(cents)]
    kind = next(iter(_codes("visit_cost", column, cell, words)), "")
    if kind == "amount":
        raise ValueError(f"column {column!r} holds {cell[:60]!r} and says no amount; write it as in 3,50 €")
    return [kind, 1, 0] if kind else []


def _step(column: str, text: str) -> list[str]:
    if (alone := _table("visit_way").get(_plain(text))) in STEPS:
        return [str(alone), "", ""]
    found = _STEP.fullmatch(text)
    if not found or found.group(1) not in STEPS:
        raise ValueError(_refusal(column, text, "visit_way", STEPS))
    code, lines, name = (part or "" for part in found.groups())
    if code in NUMBERED and not name:
        name, lines = lines, ""  # `walk 5`
    if lines and code not in WITH_LINES:
        raise ValueError(f"column {column!r} holds {text[:60]!r}; names stand behind a colon, as in {code}: Muster")
    return [code, name, lines]


def _codes(target: str, column: str, word: str, words: Words) -> tuple[str, ...]:
    mapped = words.mapped(target, column, word)
    codes = (_table(target).get(_plain(word), ""),) if mapped is None else mapped
    known = QUESTIONS[target].answers
    if any(code not in known for code in codes):
        raise ValueError(_refusal(column, word, target, known))
    return codes


def _refusal(column: str, word: str, target: str, known: Iterable[str]) -> str:
    question = QUESTIONS[target].text
    return f"column {column!r} holds {word[:60]!r}, which is no answer to {question!r}; known are {', '.join(known)}"


def _split(target: str, cell: str) -> Iterator[str]:
    """The words of a cell; a phrase may have a comma of its own."""
    for part in _BETWEEN.split(cell):
        pieces = [part] if _plain(part) in _table(target) else part.split(",")
        yield from (piece.strip() for piece in pieces if piece.strip())


@cache
def _table(target: str) -> dict[str, str]:
    """Plain word -> code: the codes, and the phrases in German and English that stand for themselves."""
    question = QUESTIONS[target]
    alone = {code: text for code, text in question.answers.items() if isinstance(text, str) and "%" not in text}
    found = {_plain(text): code for code, text in alone.items()}
    with override("de"):
        found |= {_plain(gettext(text)): code for code, text in alone.items()}
    return found | _ALSO.get(target, {}) | {code: code for code in question.answers}


def _plain(text: str) -> str:
    return fold(text).strip(" .")
