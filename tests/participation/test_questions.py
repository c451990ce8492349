"""Questionnaires: filled in without a script, by skip rules, in any language; kept once, and of nobody."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.http import QueryDict
from django.utils import timezone

from organisations.participation.models import Answers, Questionnaire, Version
from organisations.participation.questions import answers, filling
from organisations.participation.questions.content import Content
from organisations.participation.questions.loading import load_questionnaires
from tests.html import parse
from tests.participation.questions import FOLDER, Asked, current, load

RULES = json.loads((Path(__file__).parents[1] / "data" / "skip_rules.json").read_text(encoding="utf-8"))


@pytest.fixture
def shipped(vocabulary):
    load()


@pytest.fixture
def newcomer(shipped, client, no_haste):
    return Asked(client, "/en/questions/newcomers/")


@pytest.mark.parametrize("case", RULES["cases"], ids=lambda case: json.dumps(case["given"]))
def test_skip_rules_ask_what_the_shared_cases_say(case):
    content = Content.of({"title": {}, "intro": {}, "thanks": {}, "questions": RULES["questions"]})
    form = QueryDict(mutable=True)
    for code, given in case["given"].items():
        form.setlist(f"q.{code}", given)
    read = answers.read(content, form)
    assert [one.code for one in content.asked(read.values)] == case["asked"]


def test_answers_are_kept_by_code_with_the_day_and_nothing_else(newcomer):
    kept = newcomer.kept(
        {"since": "some", "part": "yes", "found": ["friends", "map"], "languages": ["uk", "ar"], "welcome": "4",
         "german": "-", "words": "  Danke.  "},
        area="filderstadt",
    )  # fmt: skip
    assert kept.values == {
        "since": "some", "part": "yes", "found": ["friends", "map"], "languages": ["ar", "uk"], "welcome": 4,
        "german": None, "words": "Danke.",
    }  # fmt: skip
    assert (kept.language, kept.area.slug, kept.way, kept.day) == ("en", "filderstadt", "self", timezone.localdate())
    assert kept.pk.version == 4  # the ids of other tables hold the time


def test_what_the_rules_do_not_ask_is_not_kept(newcomer):
    kept = newcomer.kept({"part": "yes", "hinder": ["money"], "found": ["map"]})
    assert kept.values == {"part": "yes", "found": ["map"]}


def test_codes_nobody_offered_are_left_out(newcomer):
    kept = newcomer.kept({"since": "never", "topics": ["sport", "<b>"], "languages": ["zz", "ar"], "welcome": "6"})
    assert kept.values == {"topics": ["sport"], "languages": ["ar"]}


def test_i_prefer_not_to_say_takes_the_place_of_any_other_answer(newcomer):
    assert newcomer.kept({"topics": ["sport", "-"], "words": ["Name", "-"]}).values == {"topics": None, "words": None}


def test_every_question_offers_not_to_say(newcomer):
    questions = newcomer.page().all("fieldset.question")
    assert len(questions) == len(current("newcomers").content["questions"]) + 1
    assert all("I prefer not to say" in question.text for question in questions)


def test_a_form_sent_twice_is_kept_once(newcomer):
    ticket = newcomer.ticket()
    first, second = (newcomer.sends({"part": "yes"}, ticket=ticket) for _turn in range(2))
    assert first.headers["Location"] == second.headers["Location"] == "/en/questions/newcomers/thanks/"
    assert Answers.objects.count() == 1


def test_other_answers_with_the_same_form_are_asked_about_and_then_kept_too(newcomer):
    ticket = newcomer.ticket()
    newcomer.sends({"part": "yes"}, ticket=ticket)
    again = newcomer.sends({"part": "no"}, ticket=ticket)
    assert again.status_code == 400 and Answers.objects.count() == 1
    fresh = parse(again.content.decode()).one("input[name=ticket]").get("value")
    assert newcomer.kept({"part": "no"}, ticket=fresh).values == {"part": "no"}


def test_an_empty_form_comes_back_with_a_sentence(newcomer):
    answer = newcomer.sends({"words": "  "})
    assert answer.status_code == 400
    assert "at least one question" in parse(answer.content.decode()).one("[role=alert]").text


@pytest.mark.parametrize("typed", ["viele", "-3", "3.5", "99999999999", "51"])
def test_a_number_that_is_none_comes_back_as_typed(shipped, client, no_haste, typed):
    mentor = Asked(client, "/en/questions/mentors/")
    answer = mentor.sends({"several": typed, "words": "bleibt"})
    assert answer.status_code == 400 and not Answers.objects.exists()
    page = parse(answer.content.decode())
    assert page.one("input[name=q.several]").get("value") == typed
    assert "bleibt" in page.one("textarea").text and page.one("#q-several-error").text


def test_digits_of_any_script_are_a_number(shipped, client, no_haste):
    assert Asked(client, "/fa/questions/mentors/").kept({"several": "۱۲"}).values == {"several": 12}


def test_words_that_are_too_long_come_back_whole(newcomer):
    answer = newcomer.sends({"words": "x" * 501})
    assert answer.status_code == 400 and "x" * 501 in answer.content.decode()


def test_a_form_of_another_site_or_a_robot_is_not_kept(newcomer):
    ticket = newcomer.ticket()
    for more in ({"website": "x"}, {"headers": {"Sec-Fetch-Site": "cross-site"}}):
        headers = more.pop("headers", {})
        form = {"q.part": "yes", "ticket": ticket, **more}
        assert newcomer.client.post(newcomer.path, form, headers=headers).status_code == 400
    assert newcomer.sends({"part": "yes"}, ticket="x").status_code == 400
    assert not Answers.objects.exists()


def test_many_from_one_address_have_to_wait_and_lose_nothing(newcomer, monkeypatch):
    from organisations.participation import throttle
    from organisations.public_forms.throttle import Limit

    monkeypatch.setitem(throttle.FILLED, "network", Limit(3600, 1, 1))
    newcomer.kept({"part": "yes"})
    answer = newcomer.sends({"part": "no", "words": "bleibt"})
    assert answer.status_code == 429 and answer.headers["Retry-After"] and "bleibt" in answer.content.decode()


def test_what_was_kept_on_the_device_is_shown_again_and_not_kept_here(newcomer):
    answer = newcomer.sends({"part": "no", "hinder": ["time"]}, step="show")
    page = parse(answer.content.decode())
    assert answer.status_code == 200 and page.one("input[value=time]").get("checked") is not None
    assert page.one("form.questions").get("data-started") is not None and not Answers.objects.exists()


def test_nobody_gets_a_cookie(newcomer):
    newcomer.kept({"part": "yes"})
    assert not newcomer.client.cookies


def test_in_a_conversation_german_stands_beside_and_the_next_person_begins_anew(shipped, client, no_haste):
    asked = Asked(client, "/ar/questions/newcomers/?with=interview")
    page = asked.page()
    assert "Wie alt sind Sie?" in page.one("form.questions").text
    assert page.one("form.questions").get("data-keep") is None  # on a phone that many hold
    answer = asked.sends({"part": "yes"})
    assert Answers.objects.get().way == "interview"
    assert "?with=interview" in client.get(answer.headers["Location"]).content.decode()


BESIDE = (
    "Das möchte ich nicht sagen", "In welchem Ort leben", "Bitte schreiben Sie keine Namen", "Niemand fragt nach einem",
    "Im Gespräch:", "Nur wenn Sie Frage 2",
)  # fmt: skip


def test_in_a_conversation_what_the_page_itself_says_is_there_in_german_too(shipped, client):
    page = Asked(client, "/ar/questions/newcomers/?with=interview").page().one("main")
    german = " ".join(one.text for one in page.all(".question-beside"))
    hints = [one.hint["de"] for one in Content.of(current("newcomers").content).questions if one.hint]
    assert [words for words in (*BESIDE, *hints) if words not in german] == []
    for path in ("/de/questions/newcomers/?with=interview", "/ar/questions/newcomers/"):
        assert not Asked(client, path).page().all(".question-beside")


def test_by_oneself_no_second_language_stands_beside(newcomer):
    assert "Wie alt sind Sie?" not in newcomer.page().one("form.questions").text


@pytest.mark.parametrize("language", ["de", "de-simple", "en", "ar", "uk"])
def test_the_page_and_the_sheet_of_paper_are_in_the_language_of_the_page(shipped, client, language):
    content = Content.of(current("associations").content)
    for path in ("", "paper/"):
        text = client.get(f"/{language}/questions/associations/{path}").content.decode()
        told = parse(text).one("main").text
        assert [one.code for one in content.questions if one.text[language] not in told] == []


def test_when_a_question_is_asked_is_told_with_the_digits_of_the_language(shipped, client):
    for path in ("", "paper/"):
        told = parse(client.get(f"/fa/questions/associations/{path}").content.decode()).one("main").text
        assert "پرسش ۲ با ۱ یا بیشتر" in told
    assert "پرسش ۲ این‌طور" in client.get("/fa/questions/newcomers/").content.decode()


def test_the_sheet_names_version_and_language_for_who_types_it_in(shipped, client):
    assert "newcomers 1 ar" in client.get("/ar/questions/newcomers/paper/").content.decode()


def test_only_the_associations_sheet_has_a_line_for_the_entry_that_may_be_left_empty(shipped, client):
    sheet = parse(client.get("/en/questions/associations/paper/").content.decode()).one("main")
    told = sheet.all("section")[-1]
    assert "Only if you want suggestions for your entry" in told.one("h2").text and told.all(".ask-lines")
    assert "kept without your entry" in told.text
    other = parse(client.get("/en/questions/newcomers/paper/").content.decode()).one("main").text
    assert "your entry" not in other


@pytest.mark.parametrize("path", ["", "associations/"])
def test_who_answers_without_the_link_of_an_entry_is_told_of_suggestions(shipped, client, path):
    main = parse(client.get(f"/en/questions/{path}").content.decode()).one("main")
    told = [one for one in main.all("p") if "can become suggestions for its entry" in one.text]
    assert [link.get("href") for one in told for link in one.all("a")] == ["/en/update/"]
    assert "suggestions" not in parse(client.get("/en/questions/newcomers/").content.decode()).one("main").text


def test_one_that_is_not_open_is_not_there(vocabulary, client):
    load(open=False)
    for path in ("", "paper/"):
        assert client.get(f"/en/questions/newcomers/{path}").status_code == 404
    assert "no questionnaire" in client.get("/en/questions/").content.decode()
    assert client.get("/en/questions/nothing/").status_code == 404
    assert client.post("/en/questions/newcomers/", {"q.part": "yes"}).status_code == 404


def test_who_had_opened_it_before_it_was_closed_can_still_send(newcomer):
    ticket = newcomer.ticket()
    Questionnaire.objects.update(open_at=None)
    assert newcomer.sends({"part": "yes"}, ticket=ticket).status_code == 302


def test_who_sends_after_it_was_closed_is_thanked_all_the_same(newcomer):
    ticket = newcomer.ticket()
    Questionnaire.objects.update(open_at=None)
    behind = newcomer.sends({"part": "yes"}, ticket=ticket).headers["Location"]
    answer = newcomer.client.get(behind)
    assert answer.status_code == 200
    assert current("newcomers").content["thanks"]["en"] in parse(answer.content.decode()).one("[role=status]").text
    assert newcomer.client.get("/en/questions/nothing/thanks/").status_code == 404


def test_a_form_is_kept_with_the_version_it_was_opened_with(newcomer):
    ticket, first = newcomer.ticket(), current("newcomers")
    content = {**first.content, "questions": first.content["questions"][5:]}
    Version.objects.create(
        questionnaire=first.questionnaire, number=2, content=content, author="user:1", published_at=timezone.now()
    )
    assert newcomer.kept({"part": "yes"}, ticket=ticket, version="1").version == first
    assert newcomer.kept({"part": "yes", "say": "no"}, version="2").values == {"say": "no"}


def test_loading_twice_changes_nothing_and_a_curators_version_stays(shipped):
    assert load_questionnaires(FOLDER) == 0
    Version.objects.filter(questionnaire__slug="mentors").update(content={**current("mentors").content, "intro": {}})
    assert load_questionnaires(FOLDER) == 1
    assert current("mentors").number == 2
    Version.objects.filter(questionnaire__slug="mentors").update(author="user:1", content=current("newcomers").content)
    assert load_questionnaires(FOLDER) == 0


def test_after_days_the_key_goes_after_months_the_words_after_years_all(newcomer):
    kept = newcomer.kept({"words": "Ich heiße Oksana", "part": "yes"})
    unsaid = newcomer.kept({"words": "-", "part": "no"})
    now, today = timezone.now(), timezone.localdate()
    assert filling.forget(now) == 0
    Answers.objects.update(day=today - timedelta(days=3))
    assert filling.forget(now) == 0 and not Answers.objects.exclude(key_hash=None).exists()
    Answers.objects.update(day=today - timedelta(days=181))
    assert filling.forget(now) == 1 and filling.forget(now) == 0
    kept.refresh_from_db(), unsaid.refresh_from_db()
    assert (kept.values, unsaid.values) == ({"part": "yes"}, {"part": "no", "words": None})
    Answers.objects.update(day=today - timedelta(days=1826))
    assert filling.forget(now) == 2 and not Answers.objects.exists()


def test_the_menu_leads_to_them_as_long_as_one_is_open(vocabulary, client):
    load(open=False)
    assert 'href="/en/questions/"' not in client.get("/en/about/").content.decode()
    load_questionnaires(FOLDER)
    Questionnaire.objects.filter(slug="newcomers").update(open_at=timezone.now())
    load()
    assert 'href="/en/questions/"' in client.get("/en/about/").content.decode()


def test_two_requests_at_the_same_moment_keep_one_form(shipped):
    form = filling.Form({"part": "yes"}, "en")
    filling.keep(current("newcomers"), form, "k" * 43)
    with pytest.raises(filling.SentAlready):
        filling.keep(current("newcomers"), form, "k" * 43)
    assert Answers.objects.count() == 1


def test_pages_ask_the_database_a_fixed_number_of_questions(shipped, client, django_assert_max_num_queries):
    for path in ("", "newcomers/", "newcomers/paper/"):
        client.get(f"/en/questions/{path}")
        with django_assert_max_num_queries(7):
            client.get(f"/en/questions/{path}")
