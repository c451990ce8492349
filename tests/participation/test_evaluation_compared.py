"""Two versions beside each other: no number stands under words that nobody had read who gave the answer."""

from copy import deepcopy

import pytest

from organisations.participation.evaluation import looks
from tests.html import parse
from tests.participation.counting import QUESTIONS, fill, version_of
from tests.participation.evaluating import (  # noqa: F401
    DESK,
    counted_version,
    curators_desk,
    file_of,
    first_version,
    tables,
    words,
)

pytestmark = pytest.mark.usefixtures("vocabulary")
BESIDE = "&of=2-1&with=1-1"


@pytest.fixture
def changed(counted, version):
    """Makes and counts a second version: the questions as they are after a change of theirs."""

    def make(change, *more):
        questions = deepcopy(QUESTIONS)
        change(*questions[:3])
        newer = version_of(version.questionnaire, 2, [*questions, *more])
        fill(newer, 20, since="new", help=["own"], welcome=4)
        fill(newer, 25, since="long", help=["trial"], welcome=2)
        fill(newer, 3, since="=always", help=["own"], welcome=1)
        fill(newer, 3, welcome=5)
        return looks.count(newer, author="user:1")

    return make


def page(desk, language="en"):
    return parse(desk.get(f"{DESK}?lang={language}{BESIDE}").content.decode()).one("main")


def test_other_words_of_an_answer_stand_beside_their_own_number(desk, changed):
    def change(since, _help, _welcome):
        since["options"][0]["text"] = {"de": "erst kurz", "en": "a short time"}

    changed(change)
    rows = tables(desk, BESIDE)[0]
    assert rows[1:4] == [["a short time", "20", "–"], ["new (en)", "–", "30"], ["long (en)", "25", "24"]]
    first = page(desk).all(".count-card")[0]
    assert "a short time (words changed)" in first.text and "new (en) (words changed)" in first.text
    assert "long (en) (words changed)" not in first.text and not first.all(".count-wordings")
    file, about = file_of(desk, BESIDE)
    assert ["Question since", "new (en)", "–", "", "30", "50"] in file
    assert [one[0] for one in about[1:3]] == ["Count", "Count"] and "each wording stands beside" in about[-1][0]


def test_other_spaces_and_other_translations_change_nothing(desk, changed):
    def change(since, helps, _welcome):
        since["options"][0]["text"] = {"de": " new  (de)", "en": "a short time", "ar": "جديد"}
        helps["text"] = {"de": "Frage  help ", "en": "What helps you"}

    changed(change)
    since = tables(desk, BESIDE)[0]
    assert since[1] == ["a short time", "20", "30"] and "changed" not in page(desk).all(".count-card")[0].text
    assert not page(desk).all(".count-wordings")


def test_words_that_a_translation_does_not_tell_apart_are_shown_as_they_were_written(desk, changed):
    def change(since, _help, _welcome):
        since["options"][0]["text"]["de"] = "erst kurz"

    changed(change)
    rows = tables(desk, BESIDE)[0]
    assert [row[0] for row in rows[1:3]] == ["erst kurz", "new (de)"]
    assert page(desk).all("tbody bdi[lang=de]")


def test_other_words_of_a_question_are_told_with_the_version_of_each(desk, changed):
    def change(since, _help, welcome):
        since["text"]["de"] = "Seit wann wohnen Sie hier?"
        since["text"]["en"] = "Since when do you live here?"
        welcome["high"]["de"] = "ziemlich"

    changed(change)
    since, welcome = page(desk).all(".count-wordings")
    newer, older = since.all("li")
    assert newer.text.startswith("Version 2") and newer.text.endswith("Since when do you live here?")
    assert older.text.startswith("Version 1") and older.text.endswith("Question since")
    assert [one.text.partition(" · ")[2] for one in welcome.all("li")] == ["5: ziemlich", "5: sehr"]
    asked = next(row[0] for row in file_of(desk, BESIDE)[0] if row[1] == "new (en)")
    assert "Since when do you live here? / Version 1" in asked and asked.endswith("Question since")


def behind(**more):
    return deepcopy(QUESTIONS[1]) | {"code": "behind", "asked_if": {"question": "since", "is": ["new"]}} | more


def test_of_a_question_that_depends_on_an_answer_the_words_of_that_are_told_too(desk, version):
    questions = [*deepcopy(QUESTIONS), behind()]
    older = version_of(version.questionnaire, 2, deepcopy(questions))
    questions[0]["options"][0]["text"] = {"de": "erst kurz", "en": "a short time"}
    newer = version_of(version.questionnaire, 3, questions)
    for one in (older, newer):
        for answer in ("own", "trial"):
            fill(one, 20, since="new", behind=[answer])
        fill(one, 20, since="long")
        fill(one, 20, since=None)
        looks.count(one, author="user:1")
    told = parse(desk.get(f"{DESK}?lang=en&of=3-1&with=2-1").content.decode()).one(".count-wordings")
    assert [one.text.partition(" · ")[2] for one in told.all("li")] == [
        "asked after “a short time”",
        "asked after “new (en)”",
    ]


def test_what_cannot_be_compared_is_named_with_the_reason(desk, changed):
    def change(since, helps, welcome):
        since["options"].pop()
        helps["kind"] = "one"
        welcome["asked_if"] = {"question": "since", "is": ["new"]}

    changed(change, behind())
    assert tables(desk, BESIDE) == [] and "No question can be compared." in words(desk, f"{DESK}?lang=en{BESIDE}")
    told = [one.text for one in page(desk).all(".count-apart li")]
    assert told[0] == "Question since other answers could be chosen: one was added or taken out"
    assert told[1] == "Question help answered in another way"
    assert told[2] == "Question welcome asked of other people: after other answers, or of everybody"
    assert told[3].startswith("Question help only asked in: Version 2")
    about = file_of(desk, BESIDE)[1]
    assert [row[0] for row in about].count("Not compared") == 4
    alone = parse(desk.get(f"{DESK}?lang=en&question=q.since{BESIDE}").content.decode())
    assert len(alone.all(".count-apart li")) <= 1


def test_a_question_that_was_taken_out_is_named_from_the_other_side_too(desk, changed):
    changed(lambda _since, helps, _welcome: helps.update(code="other"))
    assert [one.text.split(",")[0] for one in page(desk).all(".count-apart li")] == [
        "Question help only asked in: Version 2",
        "Question help only asked in: Version 1",
    ]


def test_answers_in_another_order_are_compared(desk, changed):
    changed(lambda since, _help, _welcome: since["options"].reverse())
    assert tables(desk, BESIDE)[0][1:3] == [["long (en)", "25", "24"], ["new (en)", "20", "30"]]


def test_numbers_that_are_put_in_other_groups_are_not_compared(desk, version):
    age = {"code": "age", "kind": "number", "text": {"de": "Alter"}, "least": 0, "most": 99}
    late = behind(asked_if={"question": "age", "least": 18})
    for number, questions in ((2, [age]), (3, [age, late])):
        newer = version_of(version.questionnaire, number, questions)
        for years in (12, 19, 30):
            fill(newer, 20, age=years)
        looks.count(newer, author="user:1")
    told = parse(desk.get(f"{DESK}?lang=en&of=3-1&with=2-1").content.decode()).all(".count-apart li")
    assert told[0].text.endswith("other numbers could be given, or they are put in other groups")
