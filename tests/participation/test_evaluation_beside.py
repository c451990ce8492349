"""Questions read beside areas, languages and each other: what may be known of both, and why something is hidden."""

import pytest

from organisations.participation.evaluation import looks
from tests.html import parse
from tests.participation.counting import QUESTIONS, fill, fill_some, version_of
from tests.participation.evaluating import (  # noqa: F401
    DESK,
    SUMMARY,
    counted_version,
    curators_desk,
    file_of,
    first_version,
    tables,
    words,
)

pytestmark = pytest.mark.usefixtures("vocabulary")


def test_two_questions_of_all_counts_together_are_the_sums_of_what_each_shows(desk, counted, version):
    fill_some(version)
    looks.count(version, author="user:1")
    query = "&question=q.since&by=q.welcome"
    both, first, second = (tables(desk, f"{query}&of={key}")[0] for key in ("1-0", "1-1", "1-2"))
    numbers = [
        [[0 if cell == "hidden" else int(cell) for cell in row[1:]] for row in one[1:]] for one in (first, second)
    ]
    sums = [[a + b for a, b in zip(*rows, strict=True)] for rows in zip(*numbers, strict=True)]
    assert [[cell if cell == "hidden" else int(cell) for cell in row[1:]] for row in both[1:]] == [
        [number or "hidden" for number in row] for row in sums
    ]
    assert "in each of the counts that are added up" in words(desk, f"{DESK}?lang=en{query}")
    assert "added up" not in words(desk, f"{DESK}?lang=en{query}&of=1-1")


def test_what_cannot_be_read_by_area_or_language_says_why(desk, version):
    fill(version, 19, "denkendorf", "de", since="new")
    fill(version, 21, "filderstadt", "de", since="long")
    looks.count(version, author="user:1")
    page = words(desk)
    assert "By area: hidden, because there are fewer than two groups of at least 20 forms each." in page
    assert "By language: hidden" in page
    fill_some(version)
    looks.count(version, author="user:1")
    page = words(desk, f"{DESK}?lang=en&of=1-2")
    assert "By area: hidden" not in page and "By another question" not in page
    page = words(desk, f"{DESK}?lang=en&of=1-0")
    assert "By area: hidden" not in page and "each count can be read alone" in page


def test_questions_are_read_by_area_and_by_language(desk, counted):
    since = tables(desk, "&by=area")[0]
    assert since[0][1:] == ["Denkendorf", "Filderstadt"] and since[-1] == ["Forms", "27", "33"]
    assert ["new (en)", "15", "15"] not in since  # of those three who are hidden all are in one town
    assert tables(desk, "&by=language")[0][0][1:] == ["Arabic", "German"]


def test_two_questions_are_read_beside_each_other(desk, counted):
    page = parse(desk.get(f"{DESK}?lang=en&question=q.since&by=q.welcome").content.decode())
    assert "rounded to multiples of 5" in page.one("main").text
    assert page.one("select[name=by] option[selected]").text == "Question welcome"
    assert page.one("select[name=question] option[selected]").text == "Question since"
    (since,) = tables(desk, "&question=q.since&by=q.welcome")
    assert since[0][1:3] == ["2", "4"] and since[0][3].startswith("Together: 1 (gar nicht), 3, 5 (sehr)")
    numbers = [cell for row in since[1:] for cell in row[1:]]
    assert all(cell == "hidden" or (int(cell) >= 5 and int(cell) % 5 == 0) for cell in numbers)
    bars = [bar.text for bar in page.all(".count-number")]
    assert bars and not [bar for bar in bars if "%" in bar]  # percents of numbers changed by chance would say too much
    (welcome,) = tables(desk, "&question=q.welcome&by=q.since")
    assert [row[1:3] for row in since[1:3]] == [
        list(row) for row in zip(*(row[1:3] for row in welcome[1:3]), strict=True)
    ]


def test_a_pair_shows_the_same_whoever_asks_and_however_often(desk, counted):
    query = "&by=q.since"
    assert tables(desk, query) == tables(desk, query)
    alone = tables(desk, f"{query}&question=q.help") + tables(desk, f"{query}&question=q.welcome")
    assert tables(desk, query) == alone and len(alone) == 2


def test_answers_after_which_a_question_is_not_asked_are_not_called_hidden(desk, version):
    behind = {**QUESTIONS[1], "code": "behind", "asked_if": {"question": "since", "is": ["new"]}}
    newer = version_of(version.questionnaire, 2, [QUESTIONS[0], behind])
    fill(newer, 30, since="new", behind=["own"])
    fill(newer, 30, since="new", behind=["trial"])
    fill(newer, 30, since="long")
    fill(newer, 6, since="=always")
    looks.count(newer, author="user:1")
    (found,) = tables(desk, "&by=q.since&question=q.behind")
    assert [row[2:] for row in found[1:]] == [["–", "–"]] * 3


def test_answers_without_a_number_beside_another_question_are_named_there_and_in_the_file(desk, version):
    fill(version, 60, since="new", help=["own"])
    fill(version, 40, since="long", help=["trial"])
    fill(version, 7, since="=always")
    fill(version, 6)
    looks.count(version, author="user:1")
    query = "&question=q.since&by=q.help"
    assert [row[0] for row in tables(desk, "&question=q.since")[0][1:-1]] == [
        "new (en)", "long (en)", "=always (en)", "Not said",
    ]  # fmt: skip
    assert [row[0] for row in tables(desk, query)[0][1:-1]] == ["new (en)", "long (en)"]
    assert "Not shown: =always (en), Not said" in words(desk, f"{DESK}?lang=en{query}")
    rows, _about = file_of(desk, query)
    assert [row[1:] for row in rows if row[2:] == ["hidden", "hidden"]] == [
        ["'=always (en)", "hidden", "hidden"], ["Not said", "hidden", "hidden"],
    ]  # fmt: skip


def test_bars_beside_another_question_are_as_long_as_their_numbers(desk, version):
    fill(version, 60, since="new", help=["own"])
    fill(version, 5, since="long", help=["own"])
    fill(version, 15, since="long", help=["trial"])
    looks.count(version, author="user:1")
    page = parse(desk.get(f"{DESK}?lang=en&question=q.help&by=q.since").content.decode())
    numbers = [int(one.text) for one in page.all(".count-number b")]
    widths = [int(one.attributes["width"]) for one in page.all(".count-part")]
    assert widths == [round(100 * number / max(numbers)) for number in numbers] and len(set(widths)) > 1
    assert "Bars are as long as their numbers" in page.one("main").text
    alone = parse(desk.get(f"{DESK}?lang=en&question=q.help").content.decode())
    assert "Bars are" not in alone.one("main").text
    assert [f"{one.get('width')}%" for one in alone.all("svg .count-part")] == [
        one.text for one in alone.all(".count-number .small")
    ]


def test_answers_after_which_the_other_question_is_not_asked_have_a_row_without_numbers(desk, version):
    behind = {**QUESTIONS[1], "code": "behind", "asked_if": {"question": "since", "is": ["new"]}}
    newer = version_of(version.questionnaire, 2, [QUESTIONS[0], behind])
    for answer in ("own", "trial"):
        fill(newer, 30, since="new", behind=[answer])
    fill(newer, 30, since="long")
    fill(newer, 6, since="=always")
    looks.count(newer, author="user:1")
    (found,) = tables(desk, "&question=q.since&by=q.behind")
    assert ["long (en)", "–", "–"] in found and found[1][0] == "new (en)"
    assert "Not shown" not in words(desk, f"{DESK}?lang=en&question=q.since&by=q.behind").partition("numbers are")[2]


@pytest.fixture
def behind(version):
    """A question that is asked after an answer which stands together with what few left out."""
    asked = {**QUESTIONS[1], "code": "behind", "asked_if": {"question": "since", "is": ["long", "=always"]}}
    newer = version_of(version.questionnaire, 2, [QUESTIONS[0], asked])
    for area in ("filderstadt", "denkendorf"):
        fill(newer, 250, area, since="new")
        fill(newer, 150, area, since="long", behind=["own"])
        fill(newer, 100, area, since="=always", behind=["trial"])
    fill(newer, 1, since=None)
    return looks.count(newer, author="user:1")


def test_a_question_behind_a_hidden_number_is_shown_with_numbers_of_chance(client, desk, behind):
    since, found = tables(desk)
    assert since[3][0] == "Together: =always (en), Not said"
    assert [row[0] for row in found[1:]] == ["own (en)", "trial (en)", "Forms"]
    numbers = [int(row[1]) for row in found[1:]]
    assert all(number % 5 == 0 for number in numbers) and [round(n / 100) for n in numbers] == [3, 2, 5]
    page = words(desk)
    assert "changed a little by chance" in page and "Not shown: never (en)" in page and tables(desk) == [since, found]
    desk.post(DESK, {"action": "show"})
    assert "own (de)" in words(client, SUMMARY)


def test_numbers_of_chance_are_read_by_themselves_alone_and_the_file_says_so(desk, behind):
    assert len(tables(desk, "&by=area")) == 1 and "It can be read by itself." in words(desk, f"{DESK}?lang=en&by=area")
    assert not parse(desk.get(DESK).content.decode()).all("optgroup")
    assert "rounded to multiples of 5" in desk.post(f"{DESK}file/?lang=en").content.decode()
    assert "rounded to multiples of 5" not in desk.post(f"{DESK}file/?lang=en&question=q.since").content.decode()


def test_a_count_of_an_earlier_release_offers_no_pairs(desk, counted):
    del counted.tables["pairs"]
    counted.save()
    page = parse(desk.get(DESK).content.decode())
    assert not page.all("optgroup") and tables(desk, "&by=q.since") == tables(desk)
    assert "By another question: hidden" in words(desk)
