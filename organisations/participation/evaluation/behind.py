"""Questions whose exact numbers would tell how many gave an answer that another table hides. Pure.

They depend on another question, and some of the answers after which they are asked stand with others in the rest of its
table: the sum of their own table would part them. So their numbers are told by chance, as those of pairs (`pairs.py`).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from organisations.participation.evaluation.answered import SAID, Form, Rows
from organisations.participation.evaluation.control import LEAST, LEAST_GROUP
from organisations.participation.evaluation.pairs import Chance, noise, told
from organisations.participation.evaluation.tables import PLAIN, Look, Table, Tables
from organisations.participation.questions.content import Content, Kind, Question


def completed(content: Content, forms: Sequence[Form], look: Look, chance: Chance = noise) -> Look:
    """`look`, which are the exact tables of these forms and their pairs, and those that are told by chance."""
    asked = [{one.code for one in content.asked(form.values)} for form in forms]
    done: dict[str, Tables] = dict(look.questions)
    for question in content.questions:
        if question.code in done or question.kind == Kind.TEXT or not _can_be_told(content, question, done):
            continue
        behind = [form for form, codes in zip(forms, asked, strict=True) if question.code in codes]
        if table := _table(Rows(content, question), behind, chance):
            done[question.code] = {PLAIN: table}
    return replace(look, questions=done)


def _can_be_told(content: Content, question: Question, done: dict[str, Tables]) -> bool:
    """Whether it depends on another whose table is shown and does not tell who was asked. If that is not shown, this
    one is not either: it would tell that all but a few said the same."""
    rule = question.asked_if
    if rule is None or rule.question not in done:
        return False
    rows, table = Rows(content, content.by_code[rule.question]), done[rule.question][PLAIN]
    codes = rows.holding(rule)
    if not table.is_exact:
        return True
    return codes <= set(table.rows) and len(codes) > 1 if rows.several else not table.part.tells(codes)


def _table(rows: Rows, forms: Sequence[Form], chance: Chance) -> Table | None:
    """None if too few were asked, or nearly all answered the same. That too is decided by what chance told."""
    if rows.several:
        asked, least, rest = told(len(forms), chance), 1, tuple[int, ...]()
        said = {key: told(sum(rows.said(key, form) == SAID for form in forms), chance) for key in rows.keys}
        shown = {key: (number,) for key, number in said.items() if LEAST <= number <= asked - LEAST}
    else:
        counts = Counter(map(rows.key_of, forms))
        numbers = {key: told(counts[key], chance) for key in rows.keys}
        asked = sum(numbers.values())
        shown = {key: (number,) for key, number in numbers.items() if number >= LEAST}
        least, rest = 2, (0,)
    if asked < LEAST_GROUP or len(shown) < least:
        return None
    return Table(shown, tuple(key for key in rows.keys if key not in shown), rest, (asked,), is_exact=False)
