"""Texts of a questionnaire that were translated from another German than there is now.

Beside the texts of a part stands, by field and language, the German that a translation was made from ("older" in the
JSON): from the moment on when the German becomes another one, until the translation changes too, the German is again
as it was, or somebody says that the translation is right.
"""

import json
from collections.abc import Iterator, Mapping, MutableMapping
from hashlib import sha256
from typing import Any

ORIGINAL = "de"  # what is read where a text is missing in the reader's language
OLDER = "older"
ALL = "*"  # no code of a question or language

Part = MutableMapping[str, Any]  # of the JSON: the whole, a question or one of its answers


def write_text(part: Part, name: str, language: str, text: str) -> None:
    """A text in one language; empty: it is not there."""
    texts = part.setdefault(name, {})
    before = texts.get(language, "")
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)
    if text != before:
        _mark(part, name, language, before)


def _mark(part: Part, name: str, language: str, before: str) -> None:
    """Notes what is older now that this text is another one."""
    texts, marks = part[name], dict(part.get(OLDER, {}).get(name, {}))
    if language != ORIGINAL:
        marks.pop(language, None)
    elif before:
        marks = {code: before for code in texts if code != ORIGINAL} | marks
    kept = {code: german for code, german in marks.items() if code in texts and german != texts.get(ORIGINAL)}
    _keep(part, {**part.get(OLDER, {}), name: kept})


def _keep(part: Part, marks: Mapping[str, Mapping[str, str]]) -> None:
    found = {name: dict(languages) for name, languages in marks.items() if languages}
    if found:
        part[OLDER] = found
    else:
        part.pop(OLDER, None)


def say_right(content: Part, language: str, question: str = ALL) -> None:
    """Somebody says that the texts in that language (or ALL), of one question or everywhere, are right as they are."""
    for code, _place, part in _parts(content):
        if question in (ALL, code):
            marks = part.get(OLDER, {})
            _keep(part, {name: _without(languages, language) for name, languages in marks.items()})


def _without(languages: Mapping[str, str], language: str) -> dict[str, str]:
    return {code: german for code, german in languages.items() if language not in (ALL, code)}


def older(content: Part) -> dict[str, list[tuple[str, int]]]:
    """By language the questions with a text that is older than the German: code and number, each once. The texts
    before and after the questions have neither."""
    found: dict[str, dict[tuple[str, int], None]] = {}
    for code, place, part in _parts(content):
        for languages in part.get(OLDER, {}).values():
            for language in languages:
                found.setdefault(language, {})[code, place] = None
    return {language: list(places) for language, places in sorted(found.items())}


def languages_of(content: Part, question: str) -> set[str]:
    """The languages in which a question has a text that is older than the German."""
    return {code for code, places in older(content).items() if any(question == place for place, _number in places)}


def changes(content: Part, language: str, question: str = "") -> list[tuple[str, str]]:
    """Of one question, or of the texts before and after all of them: the German from which a text in that language was
    made, and the German as it is now."""
    return [
        (languages[language], part[name].get(ORIGINAL, ""))
        for code, _place, part in _parts(content)
        if code == question
        for name, languages in part.get(OLDER, {}).items()
        if language in languages
    ]


def stamp(content: Part) -> str:
    """What stands for all that is older, as it is now: another one if anything of it has changed meanwhile."""
    marks = [
        [code, name, part[name].get(ORIGINAL), sorted((one, part[name].get(one)) for one in languages)]
        for code, _place, part in _parts(content)
        for name, languages in part.get(OLDER, {}).items()
    ]
    return sha256(json.dumps(marks).encode()).hexdigest()[:16]


def _parts(content: Part) -> Iterator[tuple[str, int, Part]]:
    """Everything that has texts: code and number of its question, and itself."""
    yield "", 0, content
    for place, question in enumerate(content["questions"], 1):
        yield question["code"], place, question
        for option in question.get("options", ()):
            yield question["code"], place, option
