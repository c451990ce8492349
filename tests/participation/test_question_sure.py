"""Deleting in a draft: what else changes by it is said first, and what is thrown away is named."""

import pytest

from tests.html import parse
from tests.participation.drafting import EDIT, begun_draft, question_desk, surely  # noqa: F401

PART = f"{EDIT}part/"


def rule(draft, code="found"):
    return next(one for one in draft().content["questions"] if one["code"] == code).get("asked_if")


def main(answer):
    assert answer.status_code == 200
    return parse(answer.content.decode()).one("main").text


def test_deleting_a_question_says_first_which_ones_lose_their_condition(desk, draft):
    before = draft().content
    page = main(desk.post(PART, {"action": "drop"}))
    assert "How did you find the group" in page and "would lose its condition: everybody would be asked it." in page
    assert draft().content == before
    surely(desk, PART, "drop")
    assert rule(draft) is None and "part" not in {one["code"] for one in draft().content["questions"]}


def test_deleting_an_answer_says_what_becomes_of_the_rules_on_it(desk, draft):
    page = main(desk.post(PART, {"action": "option-drop:yes"}))
    assert "would no longer be asked after this answer" in page and rule(draft)["is"] == ["yes", "before"]
    surely(desk, PART, "option-drop:yes")
    page = main(desk.post(PART, {"action": "option-drop:before"}))
    assert "would lose its condition" in page and rule(draft)["is"] == ["before"]
    surely(desk, PART, "option-drop:before")
    assert rule(draft) is None


def test_a_yes_to_something_else_is_asked_again(desk, draft):
    seen = parse(desk.post(PART, {"action": "option-drop:yes"}).content.decode()).one("input[name=sure]").get("value")
    surely(desk, PART, "option-drop:before")  # somebody else, meanwhile: now the rule rests on this answer alone
    assert "lose its condition" in main(desk.post(PART, {"action": "option-drop:yes", "sure": seen}))
    assert rule(draft)["is"] == ["yes"]


@pytest.mark.parametrize(("path", "act"), [(f"{EDIT}since/", "drop"), (PART, "option-drop:bald")])
def test_what_no_rule_rests_on_is_deleted_at_once(desk, draft, path, act):
    desk.post(PART, {"action": "option", "new-text": "Bald"})
    assert desk.post(path, {"action": act}).status_code == 302
    assert "bald" not in str(draft().content) or act == "drop"


def test_a_draft_is_thrown_away_after_a_second_yes_that_names_its_changes(desk, draft):
    desk.post(EDIT, {"action": "add", "new-text": "Ganz neu?", "new-kind": "text"})
    desk.post(f"{EDIT}say/", {"action": "rule", "rule-asked_if": ["german=none"]})
    desk.post(f"{EDIT}since/", {"action": "drop"})
    page = main(desk.post(EDIT, {"action": "discard"}))
    assert "Throw away the draft of version 2?" in page and draft().content
    told = ("new: Ganz neu?", "changed: Would you like to have a say", "deleted: How long have you lived")
    assert all(words in page for words in told)
    answer = surely(desk, EDIT, "discard")
    page = main(desk.get(answer.headers["Location"]))
    assert "The draft of version 2 was thrown away." in page and all(words in page for words in told)
    assert "Begin a draft" in page


def test_a_draft_that_others_have_changed_since_is_asked_about_again(desk, draft):
    seen = parse(desk.post(EDIT, {"action": "discard"}).content.decode()).one("input[name=sure]").get("value")
    desk.post(EDIT, {"action": "add", "new-text": "Ganz neu?", "new-kind": "text"})
    assert "new: Ganz neu?" in main(desk.post(EDIT, {"action": "discard", "sure": seen}))
    assert draft().content
