"""Curators read what was answered: numbers that may be known, stored when somebody counts, and nothing of one form."""

import csv
from io import StringIO

import pytest
from django.core.cache import cache

from organisations.models import Decision, Export
from organisations.participation.evaluation import looks
from organisations.participation.evaluation.words import written
from organisations.participation.models import Answers, Evaluation, Questionnaire
from tests.html import parse
from tests.organisations.associations.conftest import curator_for
from tests.participation.counting import QUESTIONS, SECRET, fill, fill_some, questionnaire, version_of
from tests.signing_in import signed_in

pytestmark = pytest.mark.usefixtures("vocabulary")
DESK, SUMMARY = "/curate/questionnaires/newcomers/", "/de/questions/newcomers/summary/"
COUNT = {"action": "count", "version": "1"}


@pytest.fixture
def version():
    return questionnaire()


@pytest.fixture
def desk(vocabulary):
    return signed_in(curator_for("curator", "filderstadt"))


@pytest.fixture
def counted(version):
    fill_some(version)
    return looks.count(version, author="user:1")


def words(client, path=DESK + "?lang=en", status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return parse(answer.content.decode()).one("main").text


def tables(client, query=""):
    """The tables of the page: heads, then rows, question by question."""
    page = parse(client.get(f"{DESK}?lang=en{query}").content.decode())
    return [
        [[cell.text for cell in (*row.all("th"), *row.all("td"))] for row in table.all("tr")]
        for table in page.all("table")
    ]


def test_visitors_are_led_to_the_sign_in_and_nothing_is_counted(client, version):
    fill_some(version)
    for path in (DESK, DESK + "words/"):
        assert client.get(path).status_code == 302
    assert client.post(DESK, COUNT).status_code in (302, 403) and client.post(DESK + "file/").status_code in (302, 403)
    assert not Evaluation.objects.exists()


def test_a_curator_counts_and_reads_the_numbers(desk, version):
    fill_some(version)
    assert "Nothing was counted yet." in words(desk) and "at least 60 forms not counted yet" in words(desk)
    answer = desk.post(DESK, COUNT, follow=True)
    assert "The forms were counted." in answer.content.decode() or "Bögen" in answer.content.decode()
    since, helps, welcome = tables(desk)
    assert since[1:] == [
        ["new (en)", "30"], ["long (en)", "24"], ["Together: =always (en), Not said", "6"], ["Forms", "60"],
    ]  # fmt: skip
    assert helps[1:] == [["own (en)", "33"], ["trial (en)", "24"], ["Forms", "60"]]
    assert ["4", "30"] in welcome and "Not shown: never (en)" in words(desk)
    assert Decision.objects.get(action="questionnaire:counted").detail == {"questionnaire": "newcomers"}


def test_a_question_to_which_all_answered_the_same_shows_nothing(desk, version):
    fill(version, 40, since="new", help=["own"], welcome=3)
    looks.count(version, author="user:1")
    assert tables(desk) == [] and "Not shown: too few answers, or nearly all the same." in words(desk)


def test_too_few_forms_are_not_counted(desk, version):
    fill(version, 19, since="new")
    assert "Count them" not in words(desk)
    desk.post(DESK, COUNT)
    for nonsense in ("", "x", "9" * 30, "7", "-1"):
        desk.post(DESK, {"action": "count", "version": nonsense})
    assert not Evaluation.objects.exists() and "too few" in words(desk)


def test_sheets_that_were_typed_in_do_not_make_up_the_number_of_a_count(desk, version):
    """Who typed them could take them away from what is shown, until one form of somebody else is left."""
    fill(version, 19, way="paper", since="new")
    fill(version, 19, since="long")
    desk.post(DESK, COUNT)
    assert not Evaluation.objects.exists() and "Count them" not in words(desk)
    fill(version, 1, since="long")
    desk.post(DESK, COUNT)
    assert Evaluation.objects.get().forms == 39


def test_nobody_sees_a_single_form_arrive(desk, version):
    pages = []
    for number in (3, 1, 15):
        fill(version, number, since="new")
        pages.append((words(desk), words(desk, "/curate/questionnaires/?lang=en")))
    assert len(set(pages)) == 1 and "fewer than 20 forms not counted yet" in pages[0][0]
    fill(version, 30, since="new")
    fill(version, 2, way="paper", since="new")
    assert "at least 40 forms not counted yet, and 2 sheets that were typed in" in words(desk)
    assert "at least 42 filled forms" in words(desk, "/curate/questionnaires/?lang=en")
    desk.post(DESK, COUNT)
    fill(version, 1, since="new")
    assert "at least 51 filled forms" in words(desk, "/curate/questionnaires/?lang=en")


def test_counting_twice_counts_once(desk, version):
    fill_some(version)
    desk.post(DESK, COUNT)
    desk.post(DESK, COUNT)
    assert Evaluation.objects.count() == 1 and not Answers.objects.filter(counted_in=None).exists()


def test_forms_that_come_later_change_nothing_that_was_shown(desk, counted, version):
    before = tables(desk)
    fill(version, 25, since="=always", help=["never"], welcome=1)
    assert tables(desk) == before
    looks.count(version, author="user:1")
    assert tables(desk, "&of=1-1") == before
    assert tables(desk, "&of=1-2")[1:] == []


def test_the_counts_of_a_version_together_are_the_sums_of_what_each_shows(desk, counted, version):
    fill_some(version)
    looks.count(version, author="user:1")
    since = tables(desk)[0]
    assert since[1] == ["new (en)", "60"] and since[-1] == ["Forms", "120"]


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


def test_the_file_of_two_questions_says_how_its_numbers_were_changed(desk, counted):
    query = "&question=q.help&by=q.since"
    answer = desk.post(f"{DESK}file/?lang=en{query}")
    heads, *rows, note = csv.reader(StringIO(answer.content.decode().lstrip("\ufeff")), delimiter=";")
    assert heads[:3] == ["Question", "Answer", "Question since: new (en)"]
    assert "rounded to multiples of 5" in note[0]
    assert [row[1:] for row in rows] == tables(desk, query)[0][1:-1]
    assert Export.objects.get().view == f"{DESK}?of=1-1&question=q.help&by=q.since"


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


def test_a_question_can_be_read_alone(desk, counted):
    assert len(tables(desk)) == 3 and tables(desk, "&question=q.help") == tables(desk)[1:2]
    assert tables(desk, "&question=q.help&by=area") == tables(desk, "&by=area")[:1]


def test_a_count_of_an_earlier_release_offers_no_pairs(desk, counted):
    del counted.tables["pairs"]
    counted.save()
    page = parse(desk.get(DESK).content.decode())
    assert not page.all("optgroup") and tables(desk, "&by=q.since") == tables(desk)
    assert "By another question: hidden" in words(desk)


def test_nonsense_in_the_address_shows_the_newest_count(desk, counted):
    usual = tables(desk)
    for query in (
        "&of=9-9",
        "&of=x&with=y",
        "&by=values",
        "&by=language&with=1-1&of=1-7",
        "&with=1-1",
        "&question=q.since&by=q.since",
        "&by=q.words",
        "&question=q.words&by=q.",
        "&by=q.since&with=1-1",
    ):
        assert desk.get(f"{DESK}?lang=en{query}").status_code == 200
    assert tables(desk, "&of=9-9&by=day&with=0&question=q.none") == usual
    assert tables(desk, "&question=q.since&by=q.since") == usual[:1]


def test_versions_stand_beside_each_other_where_they_ask_the_same(desk, counted, version):
    changed = [QUESTIONS[0], {**QUESTIONS[1], "options": QUESTIONS[1]["options"][:2]}]
    newer = version_of(version.questionnaire, 2, changed)
    fill(newer, 30, since="new", help=["own"])
    fill(newer, 30, since="long", help=["trial"])
    fill(newer, 5, since="=always")
    looks.count(newer, author="user:1")
    (since,) = tables(desk, "&of=2-1&with=1-1")
    assert [head.split(",")[0] for head in since[0][1:]] == ["Version 2", "Version 1"]
    assert ["new (en)", "30", "30"] in since and ["=always (en)", "hidden", "hidden"] not in since


def test_the_file_holds_the_tables_of_the_page_without_formulas_and_is_noted(desk, counted):
    answer = desk.post(f"{DESK}file/?lang=en&by=language")
    assert answer["Content-Type"].startswith("text/csv") and "newcomers-1-1.csv" in answer["Content-Disposition"]
    rows = list(csv.reader(StringIO(answer.content.decode().lstrip("\ufeff")), delimiter=";"))
    assert rows[0] == ["Question", "Answer", "Arabic", "German"]
    shown = {tuple(row) for table in tables(desk, "&by=language") for row in table[1:-1]}
    assert {tuple(row[1:]) for row in rows[1:] if row[2] != "hidden"} == shown
    assert not any(cell[:1] in "=+-@" for row in rows for cell in row if cell)
    assert SECRET not in answer.content.decode()
    export = Export.objects.get()
    assert (export.format, export.contacts, export.view) == ("csv", False, f"{DESK}?of=1-1&by=language")
    assert export.view.replace("&", "&amp;") in desk.get("/curate/export/").content.decode()


def test_an_answer_that_begins_like_a_formula_is_none(desk, version):
    for since in ("new", "long", "=always"):
        fill(version, 20, since=since)
    fill(version, 8)
    looks.count(version, author="user:1")
    assert "\"'=always (" in desk.post(f"{DESK}file/").content.decode()


def test_there_is_no_file_of_nothing(desk, version):
    assert desk.post(f"{DESK}file/").status_code == 302 and desk.get(f"{DESK}file/").status_code == 405
    assert not Export.objects.exists()


def test_own_words_stand_on_a_page_of_their_own_and_tell_no_number(desk, version):
    fill(version, 13, since="new", words=SECRET)
    fill(version, 17, since="long")
    assert SECRET not in words(desk, DESK + "words/")  # not counted yet
    looks.count(version, author="user:1")
    assert words(desk, DESK + "words/").count(SECRET) == 10
    assert SECRET not in words(desk)


@pytest.mark.parametrize(("texts", "forms", "shown"), [(4, 40, 0), (5, 40, 5), (20, 20, 15), (22, 24, 15), (6, 9, 0)])
def test_so_many_of_the_texts_are_shown(version, texts, forms, shown):
    fill(version, texts, since="new", words=SECRET)
    fill(version, forms - texts, since="long")
    Answers.objects.update(counted_in=1)
    assert [len(one.texts) for one in written(version)] == [shown]


def test_the_summary_is_public_only_as_long_as_a_curator_wants_it(client, desk, counted):
    assert client.get(SUMMARY).status_code == 404
    desk.post(DESK, {"action": "show"})
    found = words(client, SUMMARY)
    assert "new (de)" in found and "30" in found and "Filderstadt" not in found and SECRET not in found
    assert client.get(SUMMARY).cookies == {}
    desk.post(DESK, {"action": "hide"})
    assert client.get(SUMMARY).status_code == 404


def test_the_list_leads_to_the_summary_of_what_is_open_and_of_what_was_closed(client, desk, counted):
    listed = "/de/questions/"
    assert SUMMARY not in client.get(listed).content.decode()
    desk.post(DESK, {"action": "show"})
    assert SUMMARY in client.get(listed).content.decode()
    Questionnaire.objects.update(open_at=None)
    cache.clear()
    assert SUMMARY in client.get(listed).content.decode() and client.get(SUMMARY).status_code == 200


def test_a_summary_without_numbers_is_not_made_public(client, desk, version):
    desk.post(DESK, {"action": "show"})
    assert not Questionnaire.objects.get().summary_at and client.get(SUMMARY).status_code == 404


def test_the_summary_is_there_in_the_readers_language(client, desk, counted):
    desk.post(DESK, {"action": "show"})
    page = parse(client.get("/fa/questions/newcomers/summary/").content.decode())
    assert page.one("html").get("dir") == "rtl" and "۳۰" in page.one("main").text


def test_pages_of_questionnaires_that_do_not_exist(client, desk):
    for path in ("/curate/questionnaires/none/", "/curate/questionnaires/none/words/", "/de/questions/none/summary/"):
        assert desk.get(path).status_code == 404
    assert desk.post("/curate/questionnaires/none/file/").status_code == 404
