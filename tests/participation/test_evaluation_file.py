"""The file of the evaluation: the tables of the page with all their numbers, and none that the page does not show."""

from dataclasses import replace
from itertools import product

import pytest
from django.utils.translation import override

from organisations.models import Export
from organisations.participation.desk.evaluation_file import tables as file_rows
from organisations.participation.evaluation import looks
from organisations.participation.evaluation.control import LEAST
from organisations.participation.evaluation.counting import counted
from organisations.participation.evaluation.pairs import crossed as paired
from organisations.participation.evaluation.shown import by, crossed, plain
from tests.html import parse
from tests.participation.attack import Attack
from tests.participation.counting import SECRET, fill, fill_some, version_of
from tests.participation.evaluating import (  # noqa: F401
    DESK,
    counted_version,
    curators_desk,
    file_of,
    first_version,
    tables,
)
from tests.participation.test_evaluation_control import ALL, attacks, forms_of

pytestmark = pytest.mark.usefixtures("vocabulary")


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def in_words(one):
    """A question whose words are its codes."""
    options = tuple(replace(option, text={"de": option.code}) for option in one.options)
    return replace(one, text={"de": one.code}, options=options)


WORDED = replace(ALL, questions=tuple(map(in_words, ALL.questions)))


def test_the_file_holds_the_tables_of_the_page_without_formulas_and_is_noted(desk, counted):
    answer = desk.post(f"{DESK}file/?lang=en&by=language")
    assert answer["Content-Type"].startswith("text/csv")
    rows, _about = file_of(desk, "&by=language")
    assert rows[0] == ["Question", "Answer", "Arabic", "Arabic (%)", "German", "German (%)"]
    shown = [row for table in tables(desk, "&by=language") for row in table[1:]]
    assert [[row[1], *row[2::2]] for row in rows[1:] if row[2] != "hidden"] == shown
    assert not any(cell[:1] in "=+-@" for row in rows for cell in row if cell)
    assert SECRET not in answer.content.decode()
    export = Export.objects.earliest("pk")
    assert (export.format, export.contacts, export.view) == ("csv", False, f"{DESK}?of=1-1&by=language")
    assert export.view.replace("&", "&amp;") in desk.get("/curate/export/").content.decode()


def test_each_table_of_the_file_ends_with_its_forms_and_has_the_percents_of_the_page(desk, counted):
    rows, about = file_of(desk)
    since = [row[1:] for row in rows if row[0] == "Question since"]
    assert since[0] == ["new (en)", "30", "50"] and since[-1] == ["Forms", "60", ""]
    page = parse(desk.get(f"{DESK}?lang=en").content.decode())
    assert [f"{row[3]}%" for row in rows[1:] if row[3]] == [one.text for one in page.all(".count-number .small")]
    assert ["Question help", "never (en)", "hidden", ""] in rows
    day = counted.day
    assert about[0] == ["Questionnaire", "What helps?"]
    assert about[1][0] == "Count" and str(day.year) in about[1][1] and about[1][2] == "60"


def test_the_file_of_all_counts_names_each_of_them(desk, counted, version):
    fill_some(version)
    looks.count(version, author="user:1")
    _rows, about = file_of(desk)
    assert [row[2] for row in about if row[0] == "Count"] == ["120", "60", "60"]


def test_the_file_of_two_questions_says_how_its_numbers_were_changed(desk, counted):
    query = "&question=q.help&by=q.since"
    (heads, *rows), about = file_of(desk, query)
    assert heads[:3] == ["Question", "Answer", "Question since: new (en)"]
    assert not [head for head in heads if "%" in head]  # of numbers changed by chance none are shown
    assert "rounded to multiples of 5" in about[-1][0]
    assert [row[1:] for row in rows if set(row[2:]) != {"hidden"}] == tables(desk, query)[0][1:]
    assert Export.objects.get().view == f"{DESK}?of=1-1&question=q.help&by=q.since"


def test_the_names_of_files_tell_the_choices_apart(desk, counted, version):
    fill_some(version_of(version.questionnaire, 2))
    looks.count(version.questionnaire.versions.get(number=2), author="user:1")
    names = [
        desk.post(f"{DESK}file/?of={of}{query}")["Content-Disposition"].split("newcomers-")[1]
        for of, query in (
            ("1-1", ""),
            ("1-1", "&by=area"),
            ("1-1", "&by=q.since"),
            ("1-1", "&question=q.help"),
            ("1-1", "&question=q.help&by=q.since"),
            ("2-1", ""),
            ("2-1", "&with=1-1"),
        )
    ]
    assert names == [
        '1-1.csv"',
        '1-1-by-area.csv"',
        '1-1-by-q.since.csv"',
        '1-1-q.help.csv"',
        '1-1-q.help-by-q.since.csv"',
        '2-1.csv"',
        '2-1-with-1-1.csv"',
    ]


def test_an_answer_that_begins_like_a_formula_is_none(desk, version):
    for since in ("new", "long", "=always"):
        fill(version, 20, since=since)
    fill(version, 8)
    looks.count(version, author="user:1")
    assert "\"'=always (" in desk.post(f"{DESK}file/").content.decode()


def test_there_is_no_file_of_nothing(desk, version):
    assert desk.post(f"{DESK}file/").status_code == 302 and desk.get(f"{DESK}file/").status_code == 405
    assert not Export.objects.exists()


class FileAttack(Attack):
    """Somebody who has every file of a count besides, and looks for other answers with the very same files."""

    def _is_same(self, base, change):
        forms = tuple(change.get(place, form) for place, form in enumerate(base))
        return super()._is_same(base, change) and files(self.content, forms) == files(self.content, self.forms)


def files(asked, forms):
    """The tables of all files of these forms, all that are not told by chance."""
    look = counted(asked, forms)
    shown = [plain(asked, look, "en"), *(by(asked, look, axis, "en") for axis in look.groups)]
    return [list(file_rows(list(questions), True)) for questions in shown]


@pytest.mark.parametrize(("seed", "size"), [(1, 45), (2, 60), (3, 100), (4, 45)])
def test_no_hidden_number_can_be_worked_out_from_all_files(seed, size):
    for one in attacks(forms_of(seed, size)):
        assert not FileAttack(one.content, one.question, one.forms).pinned()


@pytest.mark.parametrize(("seed", "size"), [*product(range(8), (45, 100))])
def test_no_number_of_a_file_is_below_five_nor_is_what_is_left_of_its_column(seed, size):
    """Percents are those of numbers that stand beside them, and only of true ones."""
    for rows in files(WORDED, forms_of(seed, size)):
        wholes = {row[0]: row[2::2] for row in rows if row[1] == "Forms"}
        for code, answer, *cells in rows:
            for place, (number, percent) in enumerate(zip(cells[::2], cells[1::2], strict=True)):
                assert number in ("hidden", "–") or int(number) >= LEAST
                if answer != "Forms" and number.isdecimal():
                    whole = int(wholes[code][place])
                    assert whole - int(number) >= LEAST and int(percent) == round(100 * int(number) / whole)
                else:
                    assert percent == ""


@pytest.mark.parametrize("seed", range(4))
def test_files_of_two_questions_hold_multiples_of_five_that_the_pair_shows_and_no_percents(seed):
    forms = forms_of(seed, 100)
    look = paired(WORDED, forms, counted(WORDED, forms))
    for code in {code for row, beside in look.pairs.items() for code in (row, *beside)}:
        questions = list(crossed(WORDED, look, code, "en"))
        assert all(one.has_bars_by_number for one in questions if one.lines)
        for row in file_rows(questions, False):
            assert all(cell in ("hidden", "–") or (int(cell) >= LEAST and int(cell) % 5 == 0) for cell in row[2:])
        assert not any(cell.percent for one in questions for line in one.lines for cell in line.cells if cell.number)
