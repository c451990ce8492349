"""What an association does on its own pages: says that it is right, changes a section, takes the entry off the map."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from organisations.document import Contact, FirstVisit
from organisations.models import Editor, Mail, Organisation, Revision, Suggestion
from organisations.services.consent import record_consent
from organisations.services.deciding import Curator, accept
from organisations.services.editing import edit
from tests.factories import change
from tests.organisations.associations.conftest import now_of
from tests.organisations.associations.pages import Keeper, fields_of, page, words


@pytest.fixture
def keeper(club: Organisation, editor: Editor) -> Keeper:
    """The editor, with the entry open."""
    found = Keeper(club)
    found.opens(editor)
    return found


def revisions(club: Organisation) -> int:
    return Revision.objects.filter(organisation=club).count()


def test_the_page_shows_what_is_public_by_section(keeper: Keeper) -> None:
    shown = keeper.sees()
    assert "Bunter Ball" in shown and "Musterweg 4" in shown and "Arabic" in shown and "Football" in shown
    assert shown.count("Everything is right") == 2


def test_one_button_says_that_everything_is_right(keeper: Keeper, club: Organisation) -> None:
    answer = keeper.presses("right")
    assert now_of(club).checked_on == timezone.localdate()
    assert "counts as checked today" in words(keeper.client.get(answer.headers["Location"]))


def test_sections_are_said_to_be_right_one_by_one_and_the_last_one_confirms_the_entry(
    keeper: Keeper, club: Organisation
) -> None:
    path = keeper.path()
    for section in ("about", "topics", "open", "languages", "places", "times", "visit", "openings"):
        answer = keeper.client.post(path, {"act": section})
        path = answer.headers["Location"].partition("#")[0]
        assert now_of(club).checked_on != timezone.localdate()
    keeper.client.post(path, {"act": "contacts"})
    assert now_of(club).checked_on == timezone.localdate()


def test_the_title_of_an_offer_is_not_asked_for_as_that_of_a_meeting_time(keeper: Keeper) -> None:
    asked = {name: words(keeper.client.get(keeper.path(f"edit/{name}/"))) for name in ("openings", "times")}
    assert ["What is it?" in asked[name] for name in ("openings", "times")] == [False, True]
    assert "What is it called?" in asked["openings"]


def test_a_changed_time_is_public_at_once(keeper: Keeper, club: Organisation) -> None:
    answer = keeper.sends("times", {"meetings-0-starts_at": "19:30", "meetings-0-ends_at": "21:00"})
    assert answer.status_code == 302
    assert now_of(club).meetings[0].starts_at.isoformat() == "19:30:00"
    assert Revision.objects.get(organisation=club, number=club.number + 1).author.startswith("editor:")
    assert "It is public now" in words(keeper.client.get(answer.headers["Location"].partition("#")[0]))


def test_a_change_of_the_text_is_no_check_of_the_entry(keeper: Keeper, club: Organisation) -> None:
    before = now_of(club).checked_on
    keeper.sends("about", {"about-summary": "Neu gesagt."})
    assert (now_of(club).texts["de"].summary, now_of(club).checked_on) == ("Neu gesagt.", before)


def test_a_new_name_waits_for_a_curator_and_the_page_says_so(
    keeper: Keeper, club: Organisation, curator: Curator
) -> None:
    answer = keeper.sends("about", {"about-name": "Bunter Ball Filder", "about-summary": "Neu gesagt."})
    assert (now_of(club).name, now_of(club).texts["de"].summary) == ("Bunter Ball", "Neu gesagt.")
    shown = words(keeper.client.get(answer.headers["Location"].partition("#")[0]))
    assert "1 change waits for the people who look after the map" in shown
    assert "public now" not in shown
    accept(Suggestion.objects.get().pk, curator=curator)
    assert now_of(club).name == "Bunter Ball Filder"


def test_without_trust_everything_waits_and_nothing_moves(keeper: Keeper, club: Organisation, settings: Any) -> None:
    settings.EDITORS_PUBLISH = False
    before = now_of(club)
    keeper.sends("times", {"meetings-0-starts_at": "19:30"})
    assert now_of(club) == before
    assert Suggestion.objects.waiting().count() == 1


@pytest.mark.parametrize("name", ["Bunter Ball", "Bunter Ball Filder"])
def test_a_form_sent_twice_does_it_once(keeper: Keeper, club: Organisation, name: str) -> None:
    sent = keeper.form("about") | {"about-name": name, "about-summary": "Neu gesagt."}
    first, second = keeper.sends("about", {}, sent), keeper.sends("about", {}, sent)
    assert first.status_code == second.status_code == 302
    assert revisions(club) == 2
    assert Suggestion.objects.count() == (name != "Bunter Ball")


def test_the_same_form_with_another_name_makes_a_second_suggestion(keeper: Keeper, club: Organisation) -> None:
    sent = keeper.form("about")
    keeper.sends("about", {"about-name": "Erster Name"}, sent)
    keeper.sends("about", {"about-name": "Zweiter Name"}, sent)
    assert Suggestion.objects.waiting().count() == 2


def test_what_others_changed_meanwhile_stays(keeper: Keeper, club: Organisation) -> None:
    sent = keeper.form("about")
    change(club, website="https://neu.example/")
    keeper.sends("about", {"about-phone": "0711 123456"}, sent)
    assert (now_of(club).website, now_of(club).phone) == ("https://neu.example/", "0711 123456")


def test_two_versions_of_the_same_part_stand_side_by_side_and_nothing_is_lost(
    keeper: Keeper, club: Organisation
) -> None:
    sent = keeper.form("about")
    text = now_of(club).texts["de"]
    change(club, texts={"de": replace(text, summary="Von jemand anderem.")}, website="https://neu.example/")
    before = revisions(club)
    answer = keeper.sends("about", {"about-summary": "Von mir.", "about-phone": "0711 123456"}, sent)
    assert answer.status_code == 409 and revisions(club) == before
    assert "Von mir." in words(answer) and "Von jemand anderem." in words(answer)
    both = fields_of(page(answer).one("form.edit-form"))
    assert both["about-phone"] == "0711 123456"
    nothing_chosen = keeper.client.post(keeper.path("edit/about/"), both)
    assert nothing_chosen.status_code == 409
    keeper.client.post(keeper.path("edit/about/"), both | {"pick.texts.de.summary": "mine"})
    now = now_of(club)
    assert (now.texts["de"].summary, now.phone, now.website) == ("Von mir.", "0711 123456", "https://neu.example/")


def test_their_version_can_be_chosen_too(keeper: Keeper, club: Organisation) -> None:
    sent = keeper.form("about")
    change(club, phone="0711 999999")
    answer = keeper.sends("about", {"about-phone": "0711 123456", "about-website": "mein.example"}, sent)
    both = fields_of(page(answer).one("form.edit-form"))
    keeper.client.post(keeper.path("edit/about/"), both | {"pick.phone": "theirs"})
    assert (now_of(club).phone, now_of(club).website) == ("0711 999999", "https://mein.example")


def test_a_choice_made_of_versions_that_have_moved_on_is_asked_for_again(keeper: Keeper, club: Organisation) -> None:
    sent = keeper.form("about")
    change(club, phone="0711 999999")
    both = fields_of(page(keeper.sends("about", {"about-phone": "0711 123456"}, sent)).one("form.edit-form"))
    change(club, phone="0711 888888")
    answer = keeper.client.post(keeper.path("edit/about/"), both | {"pick.phone": "mine"})
    assert answer.status_code == 409 and "0711 888888" in words(answer)
    assert now_of(club).phone == "0711 888888"


def test_a_mistake_comes_back_with_everything_typed(keeper: Keeper, club: Organisation) -> None:
    answer = keeper.sends("about", {"about-name": "", "about-summary": "Neu gesagt."})
    assert answer.status_code == 400
    assert page(answer).all("#errors a")
    assert fields_of(page(answer).one("form.entry-forms"))["about-summary"] == "Neu gesagt."
    assert revisions(club) == 1


def test_a_form_sent_after_the_session_comes_back_whole_and_can_be_sent_once_more(
    keeper: Keeper, club: Organisation, editor: Editor
) -> None:
    sent = keeper.form("about") | {"about-summary": "Lange <b>getippt</b>", "step": "save"}
    keeper.client.cookies.clear()
    answer = keeper.sends("about", {}, sent)
    assert answer.status_code == 403 and revisions(club) == 1
    assert "Lange <b>getippt</b>" in words(answer)
    again = page(answer).one("main form")
    keeper.opens(editor)
    assert keeper.client.post(again.get("action") or "", fields_of(again)).status_code == 302
    assert now_of(club).texts["de"].summary == "Lange <b>getippt</b>"


@pytest.mark.parametrize("how", ["foreign", "without our ticket"])
def test_words_that_come_from_nowhere_are_not_offered_to_be_sent(keeper: Keeper, how: str) -> None:
    sent = keeper.form("about") | {"about-summary": "Untergeschoben", "step": "save"}
    keeper.client.cookies.clear()
    headers = {"Sec-Fetch-Site": "cross-site"} if how == "foreign" else {}
    form = sent if how == "foreign" else sent | {"ticket": "x"}
    answer = keeper.client.post(keeper.path("edit/about/"), form, headers=headers)
    assert answer.status_code == 403 and "Untergeschoben" not in answer.content.decode()


def test_what_was_kept_on_the_device_is_shown_and_not_saved(keeper: Keeper, club: Organisation) -> None:
    sent = keeper.form("about") | {"about-summary": "Vom Gerät.", "step": "show"}
    answer = keeper.client.post(keeper.path("edit/about/"), sent)
    assert answer.status_code == 200
    assert fields_of(page(answer).one("form.entry-forms"))["about-summary"] == "Vom Gerät."
    assert revisions(club) == 1


def test_a_section_that_no_longer_exists_goes_after_a_question(keeper: Keeper, club: Organisation) -> None:
    change(club, first_visit=FirstVisit(when="any"))
    asked = keeper.client.get(keeper.path("edit/times/?gone=1"))
    assert "Training" in words(asked) and now_of(club).meetings
    keeper.client.post(keeper.path("edit/times/?gone=1"), fields_of(page(asked).one("main form")) | {"step": "gone"})
    assert not now_of(club).meetings
    assert now_of(club).first_visit.when == "any"


def test_contact_details_of_others_wait_and_a_new_person_stays_hidden(keeper: Keeper, club: Organisation) -> None:
    change(club, contacts=(Contact(name="Karl", phone="0711 1"),))
    keeper.sends("contacts", {"contacts-0-phone": "0711 2"})
    assert now_of(club).contacts[0].phone == "0711 1"
    assert Suggestion.objects.waiting().count() == 1


@pytest.mark.parametrize(("act", "unlisted"), [("gone", False), ("unlist", True)])
def test_off_the_map_at_once_and_back_by_the_same_editor(
    keeper: Keeper, club: Organisation, act: str, unlisted: bool
) -> None:
    for _ in range(2):
        keeper.presses(act, "edit/gone/")
    club.refresh_from_db()
    assert (club.state, club.unlisted_on is not None) == ("archived", unlisted)
    assert keeper.client.get(f"/en/o/{club.slug}/").status_code == 404
    keeper.presses("back", "edit/gone/")
    club.refresh_from_db()
    assert (club.state, club.unlisted_on) == ("public", None)


def test_who_took_it_off_the_map_puts_it_back_though_something_was_changed_meanwhile(
    keeper: Keeper, club: Organisation
) -> None:
    for _ in range(2):
        keeper.presses("gone", "edit/gone/")
    change(club, phone="0711 4711")
    keeper.presses("back", "edit/gone/")
    assert now_of(club).state == "public"


def test_what_a_curator_took_off_the_map_no_editor_puts_back(keeper: Keeper, club: Organisation) -> None:
    change(club, state="archived")
    keeper.presses("back", "edit/gone/")
    assert now_of(club).state == "archived"
    assert "taken it off" in keeper.sees("edit/gone/")


def test_a_foreign_site_moves_nothing(keeper: Keeper, club: Organisation) -> None:
    before = now_of(club)
    sent = keeper.form("about") | {"about-summary": "fremd", "step": "save"}
    for tail, form in (
        ("edit/", {"act": "right"}),
        ("edit/about/", sent),
        ("edit/times/", {"step": "gone"}),
        ("edit/gone/", {"act": "gone"}),
        ("editors/", {"act": "end"}),
        ("history/", {"number": "1"}),
    ):
        answer = keeper.client.post(keeper.path(tail), form, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 400, tail
    assert now_of(club) == before


def test_an_entry_that_is_gone_for_good_takes_its_session_with_it(keeper: Keeper, club: Organisation) -> None:
    club.delete()
    assert keeper.client.get(keeper.path()).status_code == 403


def test_pages_are_not_kept_by_anybody_between(keeper: Keeper) -> None:
    for tail in ("edit/", "edit/about/", "edit/texts/", "edit/gone/", "history/", "editors/"):
        answer = keeper.client.get(keeper.path(tail))
        assert "private" in answer.headers["Cache-Control"] and "ETag" not in answer.headers
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_control_edit_without_merging_would_lose_what_others_did(club: Organisation, editor: Editor) -> None:
    """The service refuses a conflict by itself, whatever the page does."""
    change(club, phone="0711 999999")
    with pytest.raises(Exception, match="conflict"):
        edit(replace(now_of(club), phone="0711 123456"), base=1, editor=editor, key="k")


def test_a_contact_person_is_asked_by_mail_and_shown_after_agreeing(keeper: Keeper, club: Organisation) -> None:
    change(club, contacts=(Contact(name="Karl", email="karl@person.example"),))
    id = now_of(club).contacts[0].id
    assert "has not agreed yet" in keeper.sees()
    answer = keeper.presses(f"ask:{id}")
    assert "A mail is on its way" in words(keeper.client.get(answer.headers["Location"].partition("#")[0]))
    mail = Mail.objects.get(recipient="karl@person.example")
    assert "/consent/" in mail.text
    assert keeper.presses(f"ask:{id}").status_code == 409
    record_consent([id], text="x", way="mail")
    assert "Has agreed" in keeper.sees()
    assert keeper.presses(f"ask:{id}").status_code == 400
