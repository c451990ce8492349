"""Nothing that a curator types for a draft is lost, whatever others do with the draft meanwhile."""

import pytest
from django.test import Client

from organisations.participation.desk.older import stamp
from organisations.participation.models import Version
from tests.html import parse
from tests.organisations.associations.conftest import curator_for
from tests.participation.drafting import surely
from tests.participation.questions import current, load
from tests.signing_in import signed_in

EDIT = "/curate/questionnaires/newcomers/edit/"
PART = f"{EDIT}part/"
GONE = "There is no draft any more"
BOTH = "Somebody else changed the same while you were writing. Nothing is lost."


@pytest.fixture
def desk(vocabulary):
    load(open=False)
    desk = signed_in(curator_for("curator", "filderstadt"), Client(HTTP_ACCEPT_LANGUAGE="en"))
    desk.post(EDIT, {"action": "begin"})
    return desk


@pytest.fixture
def other(desk):
    return signed_in(curator_for("other", "filderstadt"), Client(HTTP_ACCEPT_LANGUAGE="en"))


def draft():
    return Version.objects.get(published_at=None)


def question(code="part"):
    return next(item for item in draft().content["questions"] if item["code"] == code)


def form(client, act, path=EDIT):
    """A form of the page as it is opened, or of an answer as it comes back."""
    answer = client.get(path) if isinstance(client, Client) else client
    page = parse(answer.content.decode())
    for found in page.all("main form"):
        if any(button.get("value") == act for button in found.all("button")):
            fields = {
                one.get("name"): one.get("value") or "" for one in found.all("input") if one.get("type") != "checkbox"
            }
            fields |= {one.get("name"): one.text for one in found.all("textarea")}
            return {name: value for name, value in fields.items() if name} | {"action": act}
    raise AssertionError(f"no form for {act}")


def text(answer, status=409):
    assert answer.status_code == status
    return parse(answer.content.decode()).one("main").text


@pytest.mark.parametrize("end", ["discard", "publish"])
def test_a_text_typed_for_a_draft_that_is_gone_comes_back_and_begins_another_one(desk, other, end):
    typed = form(desk, "text") | {"intro": "Das ist ganz neu."}
    other.post(EDIT, form(other, "text") | {"title": "Ihr Titel"})
    if end == "discard":
        surely(other, EDIT, end)
    else:
        other.post(EDIT, {"action": end, "anyway": stamp(draft().content)})
    answer = desk.post(EDIT, typed)
    assert GONE in text(answer) and "This is what you had typed. It is not saved yet." in text(answer)
    assert current("newcomers").content["intro"]["de"].split("\n")[0] in text(answer)  # what stands there now
    again = form(answer, "text")
    assert again["intro"] == "Das ist ganz neu." and not Version.objects.filter(published_at=None).exists()
    assert desk.post(EDIT, again).status_code == 302
    assert draft().content["intro"]["de"] == "Das ist ganz neu."
    assert (draft().content["title"]["de"] == "Ihr Titel") == (end == "publish")


@pytest.mark.parametrize(
    ("path", "act", "typed"),
    [(EDIT, "add", {"new-text": "Wie lange?", "new-kind": "one"}), (PART, "option", {"new-text": "Bald"})],
)
def test_something_new_typed_for_a_draft_that_is_gone_begins_another_one(desk, path, act, typed):
    surely(desk, EDIT, "discard")
    answer = desk.post(path, typed | {"action": act})
    assert GONE in text(answer)
    again = form(answer, act) | ({"new-kind": "one"} if act == "add" else {})
    assert again["new-text"] == typed["new-text"]
    assert desk.post(path, again).status_code == 302
    added = draft().content["questions"][-1]["text"] if act == "add" else question()["options"][-1]["text"]
    assert added == {"de": typed["new-text"]}


def test_a_question_typed_for_a_draft_that_is_gone_comes_back_too(desk, other):
    other.post(PART, form(other, "text", PART) | {"text": "Etwas anders?"})
    typed = form(desk, "text", PART) | {"text": "Ganz anders?"}
    surely(other, EDIT, "discard")
    answer = desk.post(PART, typed)
    assert GONE in text(answer) and "What stands there now" in text(answer)
    assert desk.post(PART, form(answer, "text")).status_code == 302
    assert question()["text"]["de"] == "Ganz anders?"


def test_a_number_typed_for_a_draft_that_is_gone_comes_back_too(desk):
    path = "/curate/questionnaires/mentors/edit/several/"
    answer = desk.post(path, {"action": "rule", "rule-most": "40"})
    assert GONE in text(answer) and form(answer, "rule")["rule-most"] == "40"
    assert desk.post(path, form(answer, "rule")).status_code == 302
    begun = Version.objects.get(published_at=None, questionnaire__slug="mentors")
    assert next(one for one in begun.content["questions"] if one["code"] == "several")["most"] == 40


def test_what_others_save_in_other_fields_stays(desk, other):
    typed = form(desk, "text") | {"thanks": "Danke."}
    other.post(EDIT, form(other, "text") | {"title": "Ihr Titel"})
    assert desk.post(EDIT, typed).status_code == 302
    content = draft().content
    assert (content["title"]["de"], content["thanks"]["de"]) == ("Ihr Titel", "Danke.")


def test_who_types_the_same_field_sees_both_and_decides(desk, other):
    typed = form(desk, "text") | {"title": "Mein Titel"}
    other.post(EDIT, form(other, "text") | {"title": "Ihr Titel", "thanks": "Vielen Dank."})
    answer = desk.post(EDIT, typed)
    assert BOTH in text(answer) and "What stands there nowIhr Titel" in text(answer).replace("\n", "")
    assert draft().content["title"]["de"] == "Ihr Titel"
    again = form(answer, "text")
    assert (again["title"], again["thanks"]) == ("Mein Titel", "Vielen Dank.")
    assert desk.post(EDIT, again).status_code == 302
    content = draft().content
    assert (content["title"]["de"], content["thanks"]["de"]) == ("Mein Titel", "Vielen Dank.")


def test_who_typed_the_same_is_not_asked(desk, other):
    typed = form(desk, "text") | {"title": "Ein Titel"}
    other.post(EDIT, typed)
    assert desk.post(EDIT, typed).status_code == 302


def test_a_faulty_form_that_comes_back_still_knows_what_others_have_changed(desk, other):
    answer = desk.post(EDIT, form(desk, "text") | {"title": "", "intro": "Meins"})
    assert answer.status_code == 422
    other.post(EDIT, form(other, "text") | {"intro": "Ihres"})
    again = desk.post(EDIT, form(answer, "text") | {"title": "Mein Titel"})
    assert BOTH in text(again) and form(again, "text")["intro"] == "Meins"


def test_an_answer_that_others_have_added_stays(desk, other):
    typed = form(desk, "text", PART) | {"text": "Ganz anders?"}
    other.post(f"{PART}?in=de", {"action": "option", "new-text": "Bald"})
    assert desk.post(PART, typed).status_code == 302
    assert [one["text"].get("de") for one in question()["options"]][-1] == "Bald"


def test_words_for_an_answer_that_others_have_deleted_can_be_copied(desk, other):
    typed = form(desk, "text", PART) | {"option-yes": "Ja, schon lange", "text": "Ganz anders?"}
    surely(other, PART, "option-drop:yes")
    answer = desk.post(PART, typed)
    assert BOTH in text(answer) and "A deleted answer" in text(answer) and "Ja, schon lange" in text(answer)
    assert desk.post(PART, form(answer, "text")).status_code == 302
    assert question()["text"]["de"] == "Ganz anders?"


def test_an_answer_that_others_have_deleted_is_no_trouble_to_who_left_it(desk, other):
    typed = form(desk, "text", PART) | {"text": "Ganz anders?"}
    surely(other, PART, "option-drop:yes")
    assert desk.post(PART, typed).status_code == 302 and question()["text"]["de"] == "Ganz anders?"


@pytest.mark.parametrize(
    ("act", "typed"),
    [
        ("text", {"text": "Ganz anders?", "hint": "Nur heute", "option-yes": "Jawohl"}),
        ("option", {"new-text": "Bald"}),
        ("rule", {"rule-least": "3", "rule-most": "7000"}),
    ],
)
def test_words_for_a_question_that_others_have_deleted_can_be_copied(desk, other, act, typed):
    surely(other, PART, "drop")
    answer = desk.post(PART, typed | {"action": act})
    assert "This question is not in the draft any more." in text(answer)
    assert all(words in text(answer) for words in typed.values())


def test_a_rule_that_others_have_changed_is_shown_beside_mine(desk, other):
    say = f"{EDIT}say/"
    typed = form(desk, "rule", say) | {"rule-asked_if": ["german=none"]}
    other.post(say, {"action": "rule", "rule-asked_if": ["part=yes"]})
    answer = desk.post(say, typed)
    assert BOTH in text(answer) and question("say")["asked_if"] == {"question": "part", "is": ["yes"]}
    assert desk.post(say, form(answer, "rule") | {"rule-asked_if": ["german=none"]}).status_code == 302
    assert question("say")["asked_if"] == {"question": "german", "is": ["none"]}


@pytest.mark.parametrize(
    ("path", "act"), [(EDIT, "publish"), (EDIT, "up:part"), (PART, "drop"), (PART, "option-up:no")]
)
def test_nothing_is_called_saved_when_somebody_else_has_thrown_the_draft_away(desk, other, path, act):
    surely(other, EDIT, "discard")
    said = [str(one) for one in desk.post(path, {"action": act}, follow=True).context["messages"]]
    assert said == ["This is not possible any more. The page shows what is so now."]


def test_a_button_for_a_question_that_is_gone_leads_back_to_the_draft(desk, other):
    surely(other, PART, "drop")
    assert desk.get(PART).status_code == 404
    assert desk.post(PART, {"action": "drop"}).headers["Location"] == EDIT


@pytest.mark.parametrize("odd", ["x", "<b>", "\0", "seen-"])
def test_odd_marks_only_make_the_form_ask_once_more(desk, odd):
    typed = form(desk, "text") | {"title": "Mein Titel", "seen-title": odd, f"seen-{odd}": odd, odd: odd}
    assert desk.post(EDIT, typed).status_code in (302, 409)
