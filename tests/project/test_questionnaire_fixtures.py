"""The questionnaires under fixtures/: complete in every language, short, and what they offer an entry exists."""

import json
from dataclasses import replace
from typing import Any

import pytest

from organisations.participation.questions import answers
from organisations.participation.questions.content import Content
from organisations.visit_phrases import ASK_FOR, COST, WATCH, WHEN
from tests.project.test_fixtures import FIXTURES, FLAGS, LANGUAGES, VOCABULARIES

QUESTIONNAIRES = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((FIXTURES / "questionnaires").glob("*.json"))
}
each_questionnaire = pytest.mark.parametrize("item", QUESTIONNAIRES.values(), ids=QUESTIONNAIRES.keys())


@each_questionnaire
def test_every_text_of_a_questionnaire_is_there_in_every_language(item: dict[str, Any]) -> None:
    missing = [
        (place, code)
        for place, texts in Content.of(item).texts()
        for code in LANGUAGES
        if not texts.get(code, "").strip()
    ]
    assert missing == []


@each_questionnaire
def test_a_questionnaire_is_short_and_its_codes_are_its_own(item: dict[str, Any]) -> None:
    content = Content.of(item)
    assert 8 <= len(content.questions) <= 14
    assert len(content.by_code) == len(content.questions)
    for question in content.questions:
        assert len(question.option_by_code) == len(question.options)
        assert not question.asked_if or question.asked_if.question in content.by_code


def test_what_an_association_answers_can_stand_in_an_entry() -> None:
    content = Content.of(next(item for item in QUESTIONNAIRES.values() if item["slug"] == "associations"))
    offers = [offer for question in content.questions for option in question.options for offer in option.offers.items()]
    known = {
        "flag": set(FLAGS), "german": {level["slug"] for level in VOCABULARIES["german_levels"]},
        "when": set(WHEN.answers), "ask_for": set(ASK_FOR.answers), "watch": set(WATCH.answers),
        "cost": set(COST.answers),
    }  # fmt: skip
    assert len(offers) > 20
    assert [(part, value) for part, value in offers if value not in known[part]] == []


def test_what_an_association_speaks_besides_german_is_not_german() -> None:
    content = Content.of(QUESTIONNAIRES["3-associations"])
    (asked,) = (one for one in content.questions if one.code == "languages")
    assert "de" not in answers.languages_of(asked) and "ar" in answers.languages_of(asked)
    assert "de" in answers.languages_of(replace(asked, languages=""))
