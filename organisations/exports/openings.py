"""Openings and the facts of a committee as the text of one cell, and back; the rest is in exports/parts.py."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from organisations.exports.packing import keyed, packed, unpacked
from organisations.exports.parts import day_of
from organisations.ids import new_id
from organisations.languages import LANGUAGE_CODE
from organisations.models.opening import OpeningKind
from organisations.openings.values import Committee, Opening

_WORDS = ("german", "age_from", "age_to", "answer")
_FACTS = ("citizenship", "how", "public")


def openings_text(openings: Sequence[Opening]) -> str:
    """`seat | 2026-12-12 | german: little | age_from: 16 | answer: message | title de: Ein Platz | …` for each."""
    return packed(
        [kind, until, *(f"{name}: {text}" for name, text in more.items())]
        for kind, until, more in openings_value(openings)
    )


def openings_value(openings: Sequence[Opening]) -> list[Any]:
    """Kind, last day and what else is said, by name, as the reader gives it."""
    return [[one.kind, one.until.isoformat(), _said(one)] for one in openings]


def _said(one: Opening) -> dict[str, str]:
    found = {name: str(getattr(one, name)) for name in _WORDS if getattr(one, name) not in ("", None)}
    return found | _by_language("title", one.title) | _by_language("text", one.text)


def _by_language(name: str, words: Mapping[str, str]) -> dict[str, str]:
    return {f"{name} {code}": text for code, text in sorted(words.items()) if text}


def read_openings(cell: str) -> list[Any]:
    """The openings of a cell. Raises ValueError with what is wrong."""
    return [_read_opening(fields) for fields in unpacked(cell)]


def _read_opening(fields: list[str]) -> list[Any]:
    if len(fields) < 2 or fields[0] not in OpeningKind.values:
        raise ValueError(
            f"holds {' | '.join(fields)[:60]!r}; an opening is {'/'.join(OpeningKind.values)} | last day | …"
        )
    more = dict(keyed(fields[2:]))
    for name, text in more.items():
        whole = text.isdecimal() if name in ("age_from", "age_to") else text
        if not whole or (name not in _WORDS and not _is_words(name, ("title", "text"))):
            raise ValueError(f"holds {name[:40]!r}; known are {', '.join(_WORDS)}, title and text with a language")
    ordered = [*_WORDS, *sorted(name for name in more if name not in _WORDS and name.startswith("title"))]
    ordered += sorted(name for name in more if name.startswith("text"))
    said = {name: more[name] for name in ordered if name in more}
    return [fields[0], day_of(fields[1]).isoformat(), said]


def _is_words(name: str, known: Sequence[str]) -> bool:
    word, _blank, code = name.partition(" ")
    return word in known and LANGUAGE_CODE.fullmatch(code) is not None


def openings_of(value: Sequence[Any], before: Sequence[Opening]) -> tuple[Opening, ...]:
    """The openings of such a value. Of those that stood there the first of the same kind keeps its id, and so on."""
    left = list(before)
    found = []
    for kind, until, said in value:
        old = next((one for one in left if one.kind == kind), None)
        if old:
            left.remove(old)
        found.append(
            Opening(
                kind,
                date.fromisoformat(until),
                old.id if old else new_id(),
                title=_in_languages("title", said),
                text=_in_languages("text", said),
                german=said.get("german", ""),
                answer=said.get("answer", ""),
                age_from=int(said["age_from"]) if "age_from" in said else None,
                age_to=int(said["age_to"]) if "age_to" in said else None,
            )
        )
    return tuple(found)


def _in_languages(name: str, said: Mapping[str, str]) -> dict[str, str]:
    return {key.partition(" ")[2]: text for key, text in said.items() if key.startswith(f"{name} ")}


def committee_text(committee: Committee) -> str:
    """`who: residents, young | citizenship: no | how: apply | public: yes | note de: …`."""
    said = committee_value(committee)
    return packed([[f"{name}: {text}" for name, text in said[0].items()]]) if said else ""


def committee_value(committee: Committee) -> list[Any]:
    """One row with what is known by name, or none."""
    found = {"who": ", ".join(committee.who)} | {name: getattr(committee, name) for name in _FACTS}
    found = {name: text for name, text in found.items() if text} | _by_language("note", committee.note)
    return [found] if found else []


def read_committee(cell: str) -> list[Any]:
    """The facts of a cell; none if it is empty. Raises ValueError with what is wrong, also for a key that says nothing:
    taken for no facts it would delete them."""
    said: dict[str, str] = {}
    for fields in unpacked(cell):
        said |= dict(keyed(fields))
    for name, text in said.items():
        whole = all(code.strip() for code in text.split(",")) if name == "who" else text
        if not whole or (name not in ("who", *_FACTS) and not _is_words(name, ("note",))):
            raise ValueError(f"holds {name[:40]!r}; known are who, {', '.join(_FACTS)} and note with a language")
    ordered = ["who", *_FACTS, *sorted(name for name in said if name.startswith("note"))]
    return [{name: said[name] for name in ordered if name in said}] if said else []


def committee_of(value: Sequence[Mapping[str, str]]) -> Committee:
    """The facts of such a value."""
    said = value[0] if value else {}
    who = tuple(code.strip() for code in said.get("who", "").split(",") if code.strip())
    return Committee(who=who, note=_in_languages("note", said), **{name: said.get(name, "") for name in _FACTS})
