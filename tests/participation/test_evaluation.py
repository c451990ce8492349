"""Curators count what was answered and read numbers that may be known; nobody learns anything of one form."""

import pytest

from organisations.models import Decision
from organisations.participation.evaluation import looks
from organisations.participation.models import Answers, Evaluation
from tests.participation.counting import QUESTIONS, fill, fill_some, version_of
from tests.participation.evaluating import COUNT, DESK, counted_version, curators_desk, first_version, tables, words  # noqa: F401

pytestmark = pytest.mark.usefixtures("vocabulary")


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


def test_sheets_of_paper_alone_are_counted_and_others_that_are_too_few_wait(desk, version):
    fill(version, 20, way="paper", since="new")
    fill(version, 1, since="long")
    desk.post(DESK, COUNT)
    assert Evaluation.objects.get().forms == 20
    assert version.answers.get(counted_in=None).values == {"since": "long"}


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


def test_a_question_can_be_read_alone(desk, counted):
    assert len(tables(desk)) == 3 and tables(desk, "&question=q.help") == tables(desk)[1:2]
    assert tables(desk, "&question=q.help&by=area") == tables(desk, "&by=area")[:1]


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


def test_pages_of_questionnaires_that_do_not_exist(client, desk):
    for path in ("/curate/questionnaires/none/", "/curate/questionnaires/none/words/", "/de/questions/none/summary/"):
        assert desk.get(path).status_code == 404
    assert desk.post("/curate/questionnaires/none/file/").status_code == 404
