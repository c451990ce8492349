"""A new entry, step by step, nothing of it kept on the server; then a look at all of it, and at what is alike."""

import pytest

from organisations.models import Organisation, Suggestion
from organisations.proposing.packing import packed, unpacked, with_new_ids
from organisations.services import deciding
from organisations.services.rows import load_document
from tests.factories import document, meeting, organisation, place

pytestmark = pytest.mark.django_db


def begun(visitor, name="Nähtreff", language="en"):
    """The three steps that are needed, filled in; the page of the fourth stands there."""
    visitor.open(f"/{language}/add/")
    visitor.send("next", about__name=name, about__kind="initiative")
    visitor.send("next", topics__main="music")
    visitor.send("next", places__0__town="Filderstadt", places__0__postcode="70794")
    return visitor


def sent(visitor, **typed):
    visitor.send("at:check")
    visitor.send("send", consent="1", **typed)
    return visitor


def test_name_kind_topic_and_town_are_enough(visitor):
    sent(begun(visitor)).follow()
    assert visitor.says("Thank you. It has arrived.")
    made = Suggestion.objects.get()
    entry = Organisation.objects.get()
    assert (made.kind, made.organisation, entry.state, entry.name) == ("new", entry, "draft", "Nähtreff")
    assert load_document(entry.pk).places[0].address.area == "filderstadt"
    assert load_document(entry.pk).language == "en"
    assert visitor.client.get(f"/en/o/{entry.slug}/").status_code == 404


def test_what_is_needed_is_asked_for_where_it_stands(visitor):
    visitor.open("/en/add/")
    assert visitor.send("next").status_code == 400
    visitor.send("next", about__name="Nähtreff", about__kind="club")
    assert visitor.send("next").status_code == 400
    assert visitor.says("Please choose one topic")
    visitor.send("next", topics__main="music")
    assert visitor.send("next").status_code == 400
    assert visitor.says("Please write at least the town.")
    assert not visitor.page.all("button[value=at:check]")


def test_all_steps_lead_to_the_look_and_every_part_can_be_changed(visitor):
    begun(visitor)
    time = {"days": "1", "starts_at": "19:00", "repeat": "weekly"}
    visitor.send("next", meetings__count="1", **{f"meetings__0__{name}": value for name, value in time.items()})
    for _ in range(5):
        visitor.send("next")
    assert visitor.says("Look at the entry and send it")
    assert visitor.says("Nähtreff") and visitor.says("19:00")
    visitor.send("at:about")
    assert visitor.page.one("#id_about-name").get("value") == "Nähtreff"
    visitor.send("at:check", about__name="Näh- und Stricktreff")
    assert visitor.says("Näh- und Stricktreff")


def test_back_keeps_what_was_typed(visitor):
    begun(visitor)
    visitor.send("back")
    assert visitor.page.one("[name=places-0-town]").get("value") == "Filderstadt"
    visitor.send("back", places__0__street="Musterweg 1")
    assert visitor.send("next").status_code == 200
    assert visitor.page.one("[name=places-0-street]").get("value") == "Musterweg 1"


def test_a_page_that_was_left_comes_back_as_it_was_without_being_judged(visitor):
    visitor.open("/en/add/")
    answer = visitor.send("show", about__name="Halb fer")
    assert answer.status_code == 200
    assert not visitor.page.all(".field-error")
    assert visitor.page.one("#id_about-name").get("value") == "Halb fer"


def test_an_entry_that_looks_alike_is_shown_with_public_facts(visitor):
    organisation("Nähtreff e.V.", phone="0711 123456")
    organisation("Nähtreff", state="draft", email="geheim@x.example")
    begun(visitor)
    visitor.send("at:check")
    assert visitor.says("Is it one of these?")
    assert len(visitor.page.all("section.notice li")) == 1
    assert "geheim" not in visitor.answer.content.decode()
    visitor.send("send", consent="1")
    assert len(Suggestion.objects.get().candidates) == 2


def test_a_contact_person_of_a_strangers_word_stays_hidden(visitor, curator):
    begun(visitor)
    for _ in range(5):
        visitor.send("next")
    visitor.send("next", contacts__count="1", contacts__0__name="Petra Muster", contacts__0__email="petra@x.example")
    visitor.send("send", consent="1")
    deciding.accept(Suggestion.objects.get().pk, curator=curator)
    entry = Organisation.objects.get()
    assert entry.state == "public"
    assert load_document(entry.pk).contacts[0].name == "Petra Muster"
    text = visitor.open(f"/en/o/{entry.slug}/").answer.content.decode()
    assert "Petra" not in text and "petra@" not in text


def test_sent_twice_is_one_and_changed_is_asked_about_and_then_a_second(visitor):
    begun(visitor)
    visitor.send("at:check")
    look = visitor.answer
    visitor.send("send", consent="1")
    visitor.answer = look
    assert "again=1" in visitor.send("send", consent="1").headers["Location"]
    visitor.answer = look
    visitor.send("at:about")
    visitor.send("at:check", about__name="Stricktreff")
    assert visitor.send("send", consent="1").status_code == 409
    assert visitor.says("already used once")
    visitor.send("send", consent="1")
    assert sorted(Organisation.objects.values_list("name", flat=True)) == ["Nähtreff", "Stricktreff"]


def test_a_document_of_ones_own_making_is_not_taken(visitor):
    visitor.open("/en/add/")
    visitor.send("send", document="x" * 100, at="check", consent="1")
    assert visitor.answer.status_code == 200
    assert visitor.says("This part is still needed.")
    assert not Suggestion.objects.exists()


def test_a_packed_document_comes_back_as_it_was():
    where = place()
    full = document("Voll", places=(where, place(private=True)), meetings=(meeting(place=where.id),))
    assert unpacked(packed(full)) == full
    other = with_new_ids(full)
    assert {one.id for one in other.places}.isdisjoint(one.id for one in full.places)
    assert other.meetings[0].place == other.places[0].id


@pytest.mark.parametrize("text", ["", "x", "é", "A" * 500_000])
def test_what_is_no_packed_document_is_none(text):
    assert unpacked(text) is None
