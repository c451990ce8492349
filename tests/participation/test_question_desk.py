"""Curators look after questionnaires: what is out never changes, a draft becomes a version."""

import pytest

from organisations.models import Decision
from organisations.participation.models import Questionnaire, Version
from organisations.participation.questions.content import Content
from tests.html import parse
from tests.participation.drafting import EDIT, LIST, TYPE, begun_draft, question_desk, surely  # noqa: F401
from tests.participation.questions import Asked, current


def codes(version):
    return [one["code"] for one in version.content["questions"]]


def one(version, code):
    return next(item for item in version.content["questions"] if item["code"] == code)


def test_a_curator_opens_and_closes_it(desk, client):
    desk.post(LIST, {"action": "open", "slug": "newcomers"})
    assert client.get("/de/questions/newcomers/").status_code == 200
    desk.post(LIST, {"action": "close", "slug": "newcomers"})
    assert client.get("/de/questions/newcomers/").status_code == 404
    assert {row.action for row in Decision.objects.all()} == {"questionnaire:opened", "questionnaire:closed"}


def test_a_draft_changes_nothing_until_it_is_published(desk, draft, client, no_haste):
    desk.post(LIST, {"action": "open", "slug": "newcomers"})
    before = current("newcomers").content
    kept = Asked(client, "/de/questions/newcomers/").kept({"part": "yes"})
    answers = {"option-yes": "Jawohl", "option-before": "Früher", "option-no": "Nein"}
    desk.post(f"{EDIT}part/?in=de", {"action": "text", "text": "Ganz anders?", **answers})
    assert "Ganz anders?" not in client.get("/de/questions/newcomers/").content.decode()
    tick = parse(desk.get(EDIT).content.decode()).one("input[name=anyway]").get("value")
    desk.post(EDIT, {"action": "publish", "anyway": tick})
    assert "Ganz anders?" in client.get("/de/questions/newcomers/").content.decode()
    kept.refresh_from_db()
    assert kept.version.content == before and current("newcomers").number == 2


def test_a_second_beginning_goes_on_with_the_same_draft(desk, draft):
    desk.post(EDIT, {"action": "begin"})
    assert Version.objects.filter(questionnaire__slug="newcomers").count() == 2


def test_a_draft_can_be_thrown_away(desk, draft):
    surely(desk, EDIT, "discard")
    assert not Version.objects.filter(published_at=None).exists()
    assert desk.post(EDIT, {"action": "publish"}).status_code in (200, 302)
    assert current("newcomers").number == 1


def test_texts_are_written_in_one_language_at_a_time(desk, draft):
    desk.post(f"{EDIT}?in=ar", {"action": "text", "title": "عنوان", "intro": "", "thanks": "شكراً"})
    content = draft().content
    assert content["title"]["ar"] == "عنوان" and "ar" not in content["intro"] and content["title"]["de"]
    assert desk.post(f"{EDIT}?in=ar", {"action": "text", "title": "", "intro": "bleibt"}).status_code == 422


@pytest.mark.parametrize(
    ("path", "form"),
    [
        (EDIT, {"action": "text", "title": "Overwritten"}),
        (EDIT, {"action": "add", "new-text": "Overwritten", "new-kind": "text"}),
        (f"{EDIT}part/", {"action": "text", "text": "Overwritten"}),
        (f"{EDIT}part/", {"action": "option", "new-text": "Overwritten"}),
    ],
)
def test_a_language_that_there_is_not_touches_no_text(desk, draft, path, form):
    before = draft().content
    answer = desk.post(f"{path}?in=zz", form)
    assert answer.status_code == 422 and "no such language" in answer.content.decode()
    assert "Overwritten" in answer.content.decode() and draft().content == before


def test_questions_are_added_moved_and_deleted_and_no_code_comes_twice(desk, draft):
    desk.post(EDIT, {"action": "add", "new-text": "Seit wann: since", "new-kind": "one"})
    assert codes(draft())[-1] == "seit_wann_since"
    desk.post(EDIT, {"action": "up:seit_wann_since"})
    assert codes(draft())[-2:] == ["seit_wann_since", "words"]
    desk.post(f"{EDIT}since/", {"action": "drop"})
    desk.post(EDIT, {"action": "add", "new-text": "since", "new-kind": "text"})
    assert codes(draft())[-1] == "since_2"  # answers to the first one are there under its code


def test_rules_go_with_the_question_they_rest_on(desk, draft):
    surely(desk, f"{EDIT}part/", "drop")
    assert "asked_if" not in one(draft(), "found")


def test_answers_are_added_moved_and_deleted(desk, draft):
    page = f"{EDIT}part/?in=de"
    desk.post(page, {"action": "option", "new-text": "Bald"})
    desk.post(page, {"action": "option-up:bald"})
    surely(desk, page, "option-drop:yes")
    assert [option["code"] for option in one(draft(), "part")["options"]] == ["before", "bald", "no"]
    assert one(draft(), "found")["asked_if"]["is"] == ["before"]


def test_a_question_is_asked_after_answers_of_one_earlier_question(desk, draft):
    page = f"{EDIT}say/"
    desk.post(page, {"action": "rule", "rule-asked_if": ["german=none", "german=little"]})
    assert one(draft(), "say")["asked_if"] == {"question": "german", "is": ["none", "little"]}
    wrong = desk.post(page, {"action": "rule", "rule-asked_if": ["german=none", "part=yes"]})
    assert wrong.status_code == 422 and one(draft(), "say")["asked_if"]["question"] == "german"
    desk.post(page, {"action": "rule"})
    assert "asked_if" not in one(draft(), "say")
    assert desk.post(page, {"action": "rule", "rule-asked_if": ["age=child"]}).status_code == 422  # it comes later


def test_a_draft_that_cannot_be_asked_is_not_published(desk, draft):
    desk.post(EDIT, {"action": "add", "new-text": "Leer?", "new-kind": "one"})
    for _turn in range(3):
        desk.post(EDIT, {"action": "down:part"})
    page = desk.get(EDIT).content.decode()
    assert "at least two answers" in page and "comes later" in page
    desk.post(EDIT, {"action": "publish"})
    assert current("newcomers").number == 1


def test_what_has_no_german_words_is_not_published(desk, draft):
    desk.post(f"{EDIT}?in=ar", {"action": "add", "new-text": "سؤال", "new-kind": "text"})
    kept, number = draft(), len(codes(draft()))
    kept.content["title"] = {}
    one(kept, "part")["options"][1]["text"] = {}
    kept.save()
    place = codes(kept).index("part") + 1
    page = desk.get(EDIT).content.decode()
    for fault in ("The title", f"Question {number}", f"Question {place}: answer 2"):
        assert f"{fault} is missing in German." in page
    desk.post(EDIT, {"action": "publish"})
    assert current("newcomers").number == 1


def test_missing_languages_are_named_and_german_takes_their_place(desk, draft, client):
    desk.post(EDIT, {"action": "add", "new-text": "Nur deutsch?", "new-kind": "text"})
    assert "Türkçe" in desk.get(EDIT).content.decode()
    desk.post(EDIT, {"action": "publish"})
    desk.post(LIST, {"action": "open", "slug": "newcomers"})
    shown = parse(client.get("/tr/questions/newcomers/").content.decode())
    assert [word.text for word in shown.all("legend bdi[lang=de]")] == ["Nur deutsch?"]


@pytest.mark.parametrize("odd", ["\0", "x" * 200_000, "<script>alert(1)</script>", "' OR 1=1", "\u202e"])
def test_odd_words_are_refused_or_shown_harmless(desk, draft, odd):
    forms = (
        {"action": "text", "title": odd, "intro": odd, "text": odd}, {"action": odd}, {"action": f"up:{odd}"},
        {"action": "add", "new-text": odd, "new-kind": odd}, {"action": "rule", "rule-asked_if": odd},
        {"action": "option", "new-text": odd}, {"action": f"option-drop:{odd}"},
    )  # fmt: skip
    for path in (EDIT, f"{EDIT}part/", LIST, TYPE):
        for form in forms:
            assert desk.post(path, form).status_code in (200, 302, 404, 422)
        assert "<script>alert" not in desk.get(path).content.decode()
    for address in (f"{EDIT}?in={odd[:50]}", f"{TYPE}?version={odd[:50]}&in={odd[:50]}"):
        assert desk.get(address).status_code in (200, 400)


def test_a_visitor_is_led_to_the_sign_in(desk, client):
    for path in (LIST, EDIT, TYPE, f"{EDIT}part/"):
        assert client.get(path).status_code == 302
    client.post(LIST, {"action": "open", "slug": "newcomers"})
    assert not Questionnaire.objects.exclude(open_at=None).exists()


def test_the_shipped_ones_can_be_asked(desk):
    from organisations.participation.desk.drafting import faults

    for row in Questionnaire.objects.all():
        assert faults(Content.of(current(row.slug).content)) == []


def test_a_character_that_nobody_can_type_opens_no_questionnaire(desk):
    assert desk.post(LIST, {"action": "open", "slug": "\0"}).status_code == 404
    assert not Questionnaire.objects.exclude(open_at=None).exists()
