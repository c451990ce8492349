"""What of the evaluation leaves the desk: own words on a page of their own, and the public summary."""

import pytest
from django.core.cache import cache

from organisations.participation.evaluation import looks
from organisations.participation.evaluation.words import written
from organisations.participation.models import Answers, Questionnaire
from tests.html import parse
from tests.participation.counting import SECRET, fill
from tests.participation.evaluating import DESK, SUMMARY, counted_version, curators_desk, first_version, words  # noqa: F401

pytestmark = pytest.mark.usefixtures("vocabulary")


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
