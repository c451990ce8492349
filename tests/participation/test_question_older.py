"""Texts of a questionnaire that are older than the German ones: shown before publishing, and no accident."""

import pytest

from organisations.participation.models import Version
from tests.html import parse
from tests.participation.drafting import EDIT, begun_draft, question_desk, surely  # noqa: F401
from tests.participation.questions import current

PART = f"{EDIT}part/"
ANSWERS = {"option-yes": "Ja", "option-before": "Früher", "option-no": "Nein"}


@pytest.fixture
def writes(desk, draft):
    """Saves the question in one language; all its words there are those that were not named, with a mark."""

    def save(text, language="de", **answers):
        page = parse(desk.get(f"{PART}?in={language}").content.decode())
        there = {field.get("name"): field.get("value") or "" for field in page.all("#text .desk-found input")}
        form = there | {"text": text} | {f"option-{code}": words for code, words in answers.items()}
        assert desk.post(f"{PART}?in={language}", form | {"action": "text"}).status_code == 302

    return save


def listed(desk):
    """The languages that the draft's page names, with their places."""
    page = parse(desk.get(EDIT).content.decode())
    return {line.one("b").get("lang"): [link.text for link in line.all("a")] for line in page.all("#older .desk-line")}


def older(desk, number=2):
    found = listed(desk)
    assert all(places == [f"Question {number}"] for places in found.values())
    return set(found)


def publish(desk, **form):
    desk.post(EDIT, {"action": "publish"} | form)
    return current("newcomers").number


def test_all_languages_of_a_text_whose_german_has_changed_are_named(desk, draft, writes):
    assert not listed(desk)
    writes("Sind Sie irgendwo dabei, gern?")
    assert {"en", "ar", "de-simple"} <= older(desk) and "de" not in older(desk)


def test_a_text_that_was_written_anew_is_not_old_any_more(desk, draft, writes):
    writes("Sind Sie irgendwo dabei, gern?")
    writes("Do you take part in anything, gladly?", "en")
    assert "en" not in older(desk) and "fr" in older(desk)


def test_german_that_becomes_again_what_it_was_makes_nothing_old(desk, draft, writes):
    before = next(one for one in draft().content["questions"] if one["code"] == "part")["text"]["de"]
    writes("Ganz anders?")
    writes("Noch einmal anders?")
    writes(before)
    assert not listed(desk) and not any("older" in one for one in draft().content["questions"])


def test_an_answer_and_what_is_said_before_the_questions_can_be_old_too(desk, draft, writes):
    text = draft().content["questions"][1]["text"]["de"]
    writes(text, yes="Aber ja")
    assert "tr" in older(desk)
    head = {name: draft().content[name]["de"] for name in ("intro", "thanks")}
    desk.post(f"{EDIT}?in=de", {"action": "text", "title": "Ein neuer Titel", **head})
    assert listed(desk)["tr"] == ["Title, beginning and end", "Question 2"]


def test_nothing_older_goes_out_unless_that_is_ticked(desk, draft, writes):
    writes("Ganz anders?")
    assert publish(desk) == 1
    assert "older than the German" in desk.get(EDIT).content.decode()
    tick = parse(desk.get(EDIT).content.decode()).one("input[name=anyway]").get("value")
    writes("Wieder anders?")  # what was ticked is not what would go out now
    assert publish(desk, anyway=tick) == 1
    tick = parse(desk.get(EDIT).content.decode()).one("input[name=anyway]").get("value")
    assert publish(desk, anyway=tick) == 2


def test_what_went_out_old_is_named_in_the_next_draft_again(desk, draft, writes):
    writes("Ganz anders?")
    publish(desk, anyway=parse(desk.get(EDIT).content.decode()).one("input[name=anyway]").get("value"))
    desk.post(EDIT, {"action": "begin"})
    assert "pl" in older(desk)


def test_texts_of_a_language_are_said_to_be_right_all_at_once_or_by_question(desk, draft, writes):
    writes("Ganz anders?")
    seen = parse(desk.get(EDIT).content.decode()).one("#older input[name=seen]").get("value")
    desk.post(EDIT, {"action": "right:fr", "seen": seen})
    assert "fr" not in older(desk) and "en" in older(desk)
    page = parse(desk.get(f"{PART}?in=en").content.decode())
    assert "Ganz anders?" in page.one("#text .notice ins").text
    desk.post(f"{PART}?in=en", {"action": "right", "seen": page.one("#text input[name=seen]").get("value")})
    assert "en" not in older(desk) and "it" in older(desk)
    seen = parse(desk.get(EDIT).content.decode()).one("#older input[name=seen]").get("value")
    desk.post(EDIT, {"action": "right:*", "seen": seen})
    assert not listed(desk) and publish(desk) == 2


@pytest.mark.parametrize("path", [EDIT, f"{PART}?in=fr"])
def test_german_that_others_change_meanwhile_is_not_said_to_be_translated(desk, draft, writes, path):
    writes("Ganz anders?")
    seen = parse(desk.get(path).content.decode()).one("input[name=seen]").get("value")
    writes("Und noch einmal anders?")
    desk.post(path, {"action": "right:fr" if path == EDIT else "right", "seen": seen})
    assert "fr" in older(desk)


def test_a_question_that_is_deleted_takes_its_old_texts_along(desk, draft, writes):
    writes("Ganz anders?")
    surely(desk, PART, "drop")
    assert not listed(desk)
    assert Version.objects.get(published_at=None).content["questions"]
