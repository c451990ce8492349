"""An association answers its questionnaire: its answers are of nobody, its entry gets suggestions for its editor."""

from dataclasses import replace

import pytest
from django.utils import timezone

from organisations.document import Contact, FirstVisit, Language
from organisations.models import Revision, Suggestion
from organisations.participation.models import Answers, Questionnaire
from organisations.participation.questions import offers
from organisations.participation.questions.content import Content
from organisations.secret_links import new_secret
from organisations.services.deciding import accept as curator_accepts
from organisations.services.editing import edit
from organisations.services.rows import load_document
from tests.factories import change, document
from tests.html import parse
from tests.organisations.associations.conftest import club, curator, editor  # noqa: F401
from tests.organisations.associations.pages import Keeper
from tests.participation.questions import Asked, current, load

VALUES = {
    "kind": "club", "new": "4", "stay": "half", "open": ["beginners-welcome", "trial-visit"], "languages": ["ar", "tr"],
    "german": "little", "watch": "yes", "cost": "free", "words": "Frau Muster hilft",
}  # fmt: skip
OFFERED = {
    "flags.beginners-welcome", "flags.trial-visit", "german", "languages.ar", "languages.tr", "first_visit.watch",
    "first_visit.cost",
}  # fmt: skip


@pytest.fixture
def keeper(club, editor, no_haste):  # noqa: F811
    load()
    change(club, flags=(), languages=(), german="", first_visit=FirstVisit())
    person = Keeper(club)
    person.opens(editor)
    return person


@pytest.fixture
def asked(keeper):
    return Asked(keeper.client, keeper.path("questions/"))


def part_names(keeper):
    page = parse(keeper.client.get(keeper.path("questions/suggestions/")).content.decode())
    return {field.get("value") for field in page.all("input[name=part]")}


def decide(keeper, act, part):
    return keeper.client.post(keeper.path("questions/suggestions/"), {"act": act, "part": part})


def test_the_answers_become_suggestions_and_lead_to_no_entry(club, keeper, asked):  # noqa: F811
    answer = asked.sends(VALUES)
    assert answer.headers["Location"].endswith("/questions/suggestions/?said=sent")
    assert part_names(keeper) == OFFERED
    kept = Answers.objects.get()
    row = {field.name: str(getattr(kept, field.name)) for field in Answers._meta.concrete_fields}
    suggestion = Suggestion.objects.get()
    for secret in (str(club.pk), club.slug, str(suggestion.pk), bytes(suggestion.status_hash).hex()):
        assert secret not in str(row) and secret not in bytes(kept.key_hash or b"").hex()
    assert (suggestion.author, suggestion.name, suggestion.email) == ("questionnaire", "", "")
    assert "Muster" not in str(suggestion.document)


def test_what_is_accepted_is_public_at_once_and_what_is_refused_is_not_asked_again(club, keeper, asked):  # noqa: F811
    asked.sends(VALUES)
    for part in ("flags.trial-visit", "languages.ar", "first_visit.cost"):
        assert decide(keeper, "yes", part).headers["Location"].endswith("?said=yes")
    decide(keeper, "no", "flags.beginners-welcome")
    now = load_document(club.pk)
    assert now.flags == ("trial-visit",) and now.first_visit.cost.kind == "free" and now.first_visit.watch == ""
    assert [(one.code, one.assurance) for one in now.languages] == [("ar", "on_request")]
    assert part_names(keeper) == {"german", "languages.tr", "first_visit.watch"}
    newest = Revision.objects.filter(organisation=club).latest("number")
    assert newest.reason.startswith("suggestion:") and newest.author.startswith("editor:")


def test_a_language_that_is_accepted_is_checked_as_one_that_the_editor_writes(club, editor, keeper, asked):  # noqa: F811
    asked.sends({**VALUES, "languages": ["ar", "tr"]})
    decide(keeper, "yes", "languages.ar")
    now = load_document(club.pk)
    written = replace(now, languages=(*now.languages, Language("fa", "always")))
    edit(written, base=Revision.objects.latest("number").number, editor=editor, key=new_secret())
    days = {one.code: one.checked_on for one in load_document(club.pk).languages}
    assert days == {"ar": timezone.localdate(), "fa": timezone.localdate()}
    assert load_document(club.pk).checked_on != timezone.localdate()  # that is the entry as a whole


def test_the_buttons_of_two_languages_are_told_apart_without_seeing(keeper, asked):
    asked.sends({**VALUES, "languages": ["fa", "prs"]})
    page = parse(keeper.client.get(keeper.path("questions/suggestions/")).content.decode())
    names = [button.text for button in page.all("button[name=act]")]
    assert len(names) == len(set(names)) and any("Dari" in name for name in names)


def test_what_waits_is_said_on_the_page_of_the_entry_until_it_is_decided(keeper, asked):
    asked.sends({"german": "little", "watch": "yes"})
    link = parse(keeper.client.get(keeper.path()).content.decode()).one(".notice a")
    assert (link.get("href"), link.text) == (keeper.path("questions/suggestions/"), "2 suggestions wait")
    for part in part_names(keeper):
        decide(keeper, "no", part)
    assert "waits" not in keeper.sees() and "suggestions wait" not in keeper.sees()


def test_a_button_pressed_twice_does_it_once(club, keeper, asked):  # noqa: F811
    asked.sends(VALUES)
    decide(keeper, "yes", "german")
    number = Revision.objects.filter(organisation=club).count()
    assert decide(keeper, "yes", "german").headers["Location"].endswith("?said=")
    assert Revision.objects.filter(organisation=club).count() == number


@pytest.mark.parametrize(("act", "state"), [("yes", "accepted"), ("no", "rejected")])
def test_when_all_is_decided_the_suggestion_is_over(keeper, asked, act, state):
    asked.sends({"open": ["trial-visit"], "german": "none"})
    for part in part_names(keeper):
        decide(keeper, act, part)
    assert Suggestion.objects.get().state == state
    assert "Nothing is left" in keeper.sees("questions/suggestions/")


def test_a_second_form_takes_the_place_of_what_waits_and_loses_nothing_of_it(club, keeper, asked):  # noqa: F811
    asked.sends(VALUES)
    decide(keeper, "no", "first_visit.watch")
    asked.sends({"german": "none"})
    assert part_names(keeper) == OFFERED - {"first_visit.watch"}
    decide(keeper, "yes", "german")
    assert load_document(club.pk).german == "none"
    assert sorted(Suggestion.objects.values_list("state", flat=True)) == ["open", "withdrawn"]
    assert Answers.objects.count() == 2


def test_an_editor_who_had_opened_it_before_it_was_closed_can_still_send(keeper, asked):
    ticket = asked.ticket()
    Questionnaire.objects.update(open_at=None)
    answer = asked.sends({"german": "none"}, ticket=ticket)
    assert (
        current("associations").content["thanks"]["en"]
        in keeper.client.get(answer.headers["Location"]).content.decode()
    )
    assert part_names(keeper) == {"german"} and Answers.objects.count() == 1
    assert keeper.client.get(asked.path).status_code == 404
    assert asked.sends({"german": "none"}, ticket="x").status_code == 404


def test_answers_that_say_nothing_new_suggest_nothing(club, keeper, asked):  # noqa: F811
    change(club, flags=("trial-visit",), languages=(Language("ar", "always"),))
    asked.sends({"open": ["trial-visit"], "languages": ["ar"], "new": "3"})
    assert not Suggestion.objects.exists() and part_names(keeper) == set()


def test_what_others_change_meanwhile_stays(club, keeper, asked):  # noqa: F811
    asked.sends({"open": ["trial-visit"]})
    change(club, flags=("families",), phone="0711 5555")
    decide(keeper, "yes", "flags.trial-visit")
    now = load_document(club.pk)
    assert (now.flags, now.phone) == (("families", "trial-visit"), "0711 5555")


def test_a_curator_decides_where_the_editor_may_not(club, keeper, asked, curator, settings):  # noqa: F811
    settings.EDITORS_PUBLISH = False
    asked.sends({"open": ["trial-visit", "families"], "german": "none"})
    assert "people who look after the map decide" in keeper.sees("questions/suggestions/")
    decide(keeper, "yes", "german")
    assert load_document(club.pk).german == ""
    decide(keeper, "no", "flags.families")
    curator_accepts(Suggestion.objects.get().pk, curator=curator)
    now = load_document(club.pk)
    assert (now.flags, now.german) == (("trial-visit",), "none")


def test_nobody_else_sees_or_decides_them(club, keeper, asked, client):  # noqa: F811
    asked.sends(VALUES)
    for tail in ("questions/", "questions/suggestions/"):
        assert client.get(keeper.path(tail)).status_code == 403
        assert client.post(keeper.path(tail), {"act": "yes", "part": "german"}).status_code == 403
    assert load_document(club.pk).german == ""


@pytest.mark.usefixtures("vocabulary")
def test_who_is_asked_for_stays_the_person_that_is_named():
    known = Contact(name="Samir")
    claimed: dict[tuple[str, ...], str] = {("first_visit", "ask_for"): "office", ("first_visit", "when"): "call"}
    named = document(contacts=(known,), first_visit=FirstVisit(ask_for="trainer", person=known.id))
    visit = offers.proposed(named, claimed).first_visit
    assert (visit.ask_for, visit.person, visit.when) == ("trainer", known.id, "call")
    assert offers.proposed(document(), claimed).first_visit.ask_for == "office"


def test_odd_parts_and_acts_do_nothing(club, keeper, asked):  # noqa: F811
    asked.sends(VALUES)
    for act, part in (("yes", ""), ("yes", "name"), ("yes", "\0"), ("x", "german"), ("yes", "flags.women-only")):
        assert decide(keeper, act, part).status_code == 302
    assert load_document(club.pk).german == "" and part_names(keeper) == OFFERED


def test_every_answer_of_the_shipped_one_fits_the_entry(club, keeper):  # noqa: F811
    content = Content.of(current("associations").content)
    for question in content.questions:
        for option in question.options:
            value = [option.code] if question.kind == "many" else option.code
            made = offers.propose(club.pk, content, {question.code: value}, language="de", key=new_secret())
            assert (made is not None) == bool(option.offers), (question.code, option.code)


def test_the_desk_of_the_entry_leads_to_it(keeper):
    assert "How open are we?" in keeper.sees()
