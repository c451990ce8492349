"""What an answer of an association proposes to its entry: curators see it, choose it, and are asked when its words
change."""

import pytest

from organisations.participation.desk import proposing
from organisations.participation.models import Version
from organisations.participation.questions import offers
from organisations.participation.questions.content import Content
from tests.factories import change
from tests.html import parse, sent_by
from tests.organisations.associations.conftest import club  # noqa: F401
from tests.participation.drafting import LIST, question_desk  # noqa: F401
from tests.participation.questions import current

EDIT = f"{LIST}associations/edit/"
OPEN, LANGUAGES = f"{EDIT}open/?in=de", f"{EDIT}languages/?in=de"
TRIAL = "Ein Probebesuch ist bei uns nicht möglich"


@pytest.fixture
def draft(desk):
    desk.post(EDIT, {"action": "begin"})
    return lambda: Version.objects.get(published_at=None)


@pytest.fixture
def sends(desk):
    """Sends one of the page's forms as it stands there, with these fields changed."""

    def send(path, card, action, changed):
        form = there(parse(desk.get(path).content.decode()), card)
        return desk.post(path, form | changed | {"action": action})

    return send


def there(page, card):
    """What stands in the fields of a card."""
    return {name: values for form in page.all(f"{card} form") for name, values in sent_by(form).items()}


def question(draft, code="open"):
    return next(one for one in draft().content["questions"] if one["code"] == code)


def proposed(draft, answer="trial-visit", code="open"):
    return next(one for one in question(draft, code)["options"] if one["code"] == answer).get("offers")


def words(draft, answer="trial-visit"):
    return next(one for one in question(draft)["options"] if one["code"] == answer)["text"]["de"]


def test_every_answer_says_what_it_proposes_to_an_entry(desk, draft):
    page = desk.get(OPEN).content.decode()
    assert "Who ticks this is offered: How it is open: Trial visit possible" in parse(page).one("#answers").text
    assert "Who ticks this is offered: German needed: A little German" in desk.get(f"{EDIT}german/").content.decode()
    page = parse(desk.get(LANGUAGES).content.decode())
    assert there(page, "#offers")["offers-languages"] == ["on_request"]
    assert "proposes something for the entry" in desk.get(EDIT).content.decode()


def test_every_shipped_answer_proposes_what_curators_could_choose_and_no_more_than_one_thing(desk):
    known = {code for _part, answers in proposing.proposals()[1:] for code, _words in answers}
    for one in Content.of(current("associations").content).questions:
        assert all(len(answer.offers) < 2 for answer in one.options)
        assert {proposing.proposal_of(answer) for answer in one.options} <= known | {""}


def test_only_what_associations_answer_proposes_anything(desk):
    other = f"{LIST}newcomers/edit/"
    desk.post(other, {"action": "begin"})
    page = desk.get(f"{other}part/").content.decode()
    assert "offered" not in page and "new-offers" not in page


def test_a_curator_chooses_what_an_answer_proposes_and_takes_it_away(desk, draft, sends):
    sends(OPEN, "#offers", "offers", {"offers-option-trial-visit": "", "offers-option-families": "watch=yes"})
    assert proposed(draft) is None and proposed(draft, "families") == {"watch": "yes"}
    assert proposed(draft, "childcare") == {"flag": "childcare"}
    sends(LANGUAGES, "#offers", "offers", {"offers-languages": "always"})
    assert question(draft, "languages")["languages"] == "always"
    sends(LANGUAGES, "#offers", "offers", {"offers-languages": ""})
    assert "languages" not in question(draft, "languages")


def test_what_nobody_can_propose_is_refused(desk, draft, sends):
    for odd in ("flag=no-such-flag", "cost=amount", "name=x", "<b>"):
        assert sends(OPEN, "#offers", "offers", {"offers-option-trial-visit": odd}).status_code == 422
    assert proposed(draft) == {"flag": "trial-visit"}


def test_a_new_answer_can_propose_something(desk, draft, club):  # noqa: F811
    desk.post(OPEN, {"action": "option", "new-text": "Nur schauen geht", "new-offers": "watch=yes"})
    desk.post(OPEN, {"action": "option", "new-text": "Sonst noch etwas"})
    assert proposed(draft, "nur_schauen_geht") == {"watch": "yes"} and proposed(draft, "sonst_noch_etwas") is None
    change(club, flags=())
    content = Content.of(draft().content)
    assert offers.claims(content, {"open": ["nur_schauen_geht"]}) == {("first_visit", "watch"): "yes"}


def test_changed_german_words_are_not_saved_until_somebody_says_what_they_mean(desk, draft, sends):
    before = words(draft)
    answer = sends(OPEN, "#text", "text", {"option-trial-visit": TRIAL})
    page = parse(answer.content.decode())
    assert answer.status_code == 422 and words(draft) == before
    assert [field.get("value") for field in page.all("input[name=option-trial-visit]")] == [TRIAL]
    asked = page.one("#text fieldset").text
    assert TRIAL in asked and "does this still mean “How it is open: Trial visit possible”?" in asked


@pytest.mark.parametrize(("meant", "kept"), [("flag=trial-visit", {"flag": "trial-visit"}), ("no", None)])
def test_it_is_saved_with_what_they_mean(desk, draft, sends, meant, kept):
    form = {"option-trial-visit": TRIAL, "means-option-trial-visit": meant}
    assert sends(OPEN, "#text", "text", form).status_code == 302
    assert (words(draft), proposed(draft)) == (TRIAL, kept)
    assert proposed(draft, "families") == {"flag": "families"}


def test_a_yes_to_something_else_than_it_proposes_now_is_asked_again(desk, draft, sends):
    form = {"option-trial-visit": TRIAL, "means-option-trial-visit": "flag=families"}
    assert sends(OPEN, "#text", "text", form).status_code == 422
    assert words(draft) != TRIAL


def test_other_words_of_the_question_ask_for_all_its_answers(desk, draft, sends):
    text = "Was gilt bei Ihnen auf keinen Fall?"
    page = parse(sends(OPEN, "#text", "text", {"text": text}).content.decode())
    assert "For families" in page.one("#text fieldset").text and question(draft)["text"]["de"] != text
    assert sends(OPEN, "#text", "text", {"text": text, "means-text": "no"}).status_code == 302
    assert not any("offers" in one for one in question(draft)["options"])
    page = parse(sends(LANGUAGES, "#text", "text", {"text": "Welche fehlen Ihnen?"}).content.decode())
    yes = page.all("input[name=means-text]")[0].get("value")
    assert sends(LANGUAGES, "#text", "text", {"text": "Welche fehlen Ihnen?", "means-text": yes}).status_code == 302
    assert question(draft, "languages")["languages"] == "on_request"


def test_words_that_propose_nothing_and_other_languages_are_saved_at_once(desk, draft, sends):
    assert sends(OPEN, "#text", "text", {"hint": "Mehreres geht."}).status_code == 302
    assert sends(OPEN.replace("=de", "=en"), "#text", "text", {"option-trial-visit": "Try it"}).status_code == 302
    assert sends(f"{EDIT}hinder/?in=de", "#text", "text", {"option-full": "Alles voll"}).status_code == 302
    assert proposed(draft) == {"flag": "trial-visit"}


def test_two_curators_who_choose_for_the_same_answer_are_told(desk, draft, sends):
    late = there(parse(desk.get(OPEN).content.decode()), "#offers")
    sends(OPEN, "#offers", "offers", {"offers-option-families": "watch=no"})
    answer = desk.post(OPEN, late | {"offers-option-families": "cost=free", "action": "offers"})
    assert answer.status_code == 409 and "May I just watch?: No" in answer.content.decode()
    assert proposed(draft, "families") == {"watch": "no"}


def test_it_is_part_of_the_version(desk, draft, sends):
    sends(OPEN, "#offers", "offers", {"offers-option-trial-visit": ""})
    desk.post(EDIT, {"action": "publish"})
    content = Content.of(current("associations").content)
    assert current("associations").number == 2
    assert offers.claims(content, {"open": ["trial-visit", "families"]}) == {("flags", "families"): "families"}
