"""Sentences that are kept in English: every one of the sources is known again, and told in the language of the page."""

import ast
import html
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from time import monotonic

import pytest
from django.conf import settings
from django.utils.translation import override

from organisations.curate.telling import Sentence, pieces_of, told, told_place
from organisations.curate.told_sentences import FAULTS, SENTENCES

HOUSE = Path(settings.BASE_DIR)
# Where sentences are made that curators see later.
SOURCES = [
    *sorted((HOUSE / "organisations/imports").glob("*.py")),
    *(HOUSE / "organisations/exports" / name for name in ("packing.py", "parts.py", "openings.py")),
    *(HOUSE / "mapping/geocoding" / name for name in ("run.py", "server.py", "verdict.py")),
    *(HOUSE / "organisations" / name for name in ("outgoing.py", "services/attention.py")),
]
CHECKS = [HOUSE / "organisations" / name for name in ("validation.py", "faults.py", "openings/faults.py")]
NOT_TOLD = {
    "alike.py",
    "headers.py",
    "report.py",
    "storing.py",
    "tags.py",
    "words.py",
}  # SQL, words of files, a terminal
OTHER = {  # what looks like a sentence, and no curator is told
    "an image",
    "7 stays as it was changed here",
    "Import from 7",
    "The point of the address was looked up",
    "no address",
}
CODE = re.compile(r"re\.compile|.*\bexecute|.*\.split|gettext_noop|_")
ANY = "7"  # stands in a sentence for a value, whatever that is


def texts(tree: ast.AST) -> Iterator[ast.expr]:
    """The texts in a source that are no docstrings and no patterns, marked messages or SQL."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            yield node
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        elif not (isinstance(node, ast.Call) and CODE.fullmatch(ast.unparse(node.func))):
            yield from texts(node)


def written(node: ast.expr) -> str:
    """The text with something in place of its values."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.FormattedValue):
        return repr(ANY) if node.conversion == ord("r") else ANY
    assert isinstance(node, ast.JoinedStr)
    return "".join(written(part) for part in node.values)


@cache
def written_in(path: Path) -> list[str]:
    return list(map(written, texts(ast.parse(path.read_text(encoding="utf-8")))))


def looks_said(text: str) -> bool:
    """Whether a text looks like a sentence: two small words or more."""
    return bool(re.search(r"[a-z]{2,} ([a-z] )?[a-z]{2,}", text)) and text not in OTHER and "|-|" not in text


@cache
def marked_in(path: Path) -> list[str]:
    """The marked messages of a source."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    marked = [call for call in calls if ast.unparse(call.func) in ("_", "gettext_noop")]
    return [str(ast.literal_eval(call.args[0])) for call in marked]


def is_known(said: str) -> bool:
    return not any(piece.foreign and piece.text != ANY for piece in pieces_of(said))


def in_german(said: str) -> str:
    with override("de"):
        return str(told(said))


@pytest.mark.parametrize("path", [path for path in SOURCES if path.name not in NOT_TOLD], ids=lambda path: path.name)
def test_every_sentence_of_the_sources_is_known_again(path):
    assert [text for text in written_in(path) if looks_said(text) and not is_known(text)] == []


def test_every_fault_with_values_is_known_again():
    marked = {message for path in CHECKS for message in marked_in(path) if "%(" in message}
    assert marked == set(FAULTS)


def test_nothing_stands_in_the_list_that_no_source_says():
    said = {text for path in SOURCES for text in written_in(path)}
    said |= {text.removeprefix("column '7' ") for text in said}
    marked = {one for path in (*SOURCES, *CHECKS) for one in marked_in(path)}
    unmarked = [Sentence(message) for message in SENTENCES if message not in marked]
    assert [one.message for one in unmarked if all(one.values(text) is None for text in said)] == []


def test_a_sentence_says_in_german_what_it_said_with_all_its_values():
    assert in_german("stands above the header in line 3") == "steht über der Kopfzeile (Zeile 3)"
    assert in_german("column 'PLZ' holds '7079', which is no district; the row may be shifted") == (
        "Spalte „PLZ“ enthält „7079“, das ist kein Ortsteil; vielleicht ist die Zeile verschoben"
    )
    assert in_german("its description@en has 12 characters; at most 10 fit") == (
        "das Feld „Beschreibung (Englisch)“ hat 12 Zeichen; höchstens 10 passen hinein"
    )
    assert in_german("a.csv has 100.1 MB; at most 100 MB are read (setting IMPORT_MAX_MB).").startswith(
        "a.csv hat 100,1 MB; höchstens 100 MB werden gelesen"
    )


def test_several_sentences_are_told_one_by_one():
    notes = "its coordinates are 0/0 and were taken as missing; its mobile number was taken as the contact person's own"
    assert in_german(f"{notes} and stays hidden") == (
        "die Koordinaten sind 0/0 und gelten als fehlend; "
        "die Handynummer gilt als die der Ansprechperson selbst und bleibt verborgen"
    )
    faults = "places.street: At most 10 characters, these are 11.; email: This is not an e-mail address."
    assert in_german(faults) == (
        "Straße und Hausnummer: Höchstens 10 Zeichen, das sind 11.; E-Mail: Das ist keine E-Mail-Adresse."
    )


def test_only_the_words_of_others_are_marked_as_english():
    told_of = in_german("list.geojson: feature 3 is not valid JSON: Expecting value: line 1 column 1.")
    assert "Objekt 3" in told_of and '<span lang="en">Expecting value: line 1 column 1</span>.' in told_of
    assert in_german("Nobody ever said this.") == '<span lang="en">Nobody ever said this.</span>'
    with override("en"):
        assert told("Nobody ever said this.") == "Nobody ever said this."


def test_values_of_a_file_are_no_html_and_no_sentence():
    told_of = in_german("column '<b>; has no name' holds '\\'<script>\"', which is no district; the row may be shifted")
    assert "<script>" not in told_of and "<b>" not in told_of and "has no name" in told_of
    value = 'Peter\'s \\ " , ----1 + "\n'
    told_of = html.unescape(in_german(f"column 'PLZ' holds {value!r}, which is no district; the row may be shifted"))
    assert told_of.startswith('Spalte „PLZ“ enthält „Peter\'s \\ " , ----1 + "\\n“, das ist kein Ortsteil')


def test_a_long_text_of_a_hostile_file_costs_little_time():
    start = monotonic()
    for words in (
        "column '7' ",
        "a.csv has 7 columns in 7; at most 7 are ",
        "its geometry is empty; ",
        "places: ",
        "; ",
    ):
        for length in (1_999, 100_000):
            assert pieces_of((words * 50_000)[:length])
    assert monotonic() - start < 5


def test_a_place_in_a_file_is_told():
    with override("de"):
        assert [told_place(where) for where in ("line 3", "lines 3 to 5", "sheet 'Vereine'", "way 7")] == [
            "Zeile 3", "Zeilen 3 bis 5", "Blatt „Vereine“", "Way 7",
        ]  # fmt: skip
