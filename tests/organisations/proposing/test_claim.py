"""An association asks to own its entry, or to be taken off; a curator decides. Nobody is shown without consent."""

from datetime import timedelta

import pytest

from organisations.document import Contact
from organisations.models import ConsentLink, ContactPerson, Editor, Mail, Suggestion
from organisations.services import consent, deciding
from organisations.services.consent import ask_consent
from organisations.services.erasing import erase_person
from tests.factories import organisation
from tests.organisations.associations.conftest import SITE

pytestmark = pytest.mark.django_db

PETRA = Contact(name="Petra Muster", role="Trainerin", email="petra@x.example")


@pytest.fixture
def person(vocabulary):
    return ContactPerson.objects.get(organisation=organisation("Verein", contacts=(PETRA,)))


def asked(person, by="user:1", **values):
    link = ask_consent(person, by, **({"language": "en", "site": SITE} | values))
    mail = Mail.objects.filter(purpose="consent").latest("next_at")
    return link, next(line for line in mail.text.split("\n") if "/consent/" in line).removeprefix(SITE)


def test_a_claim_needs_name_address_words_and_consent(visitor, club):
    visitor.open(f"/en/o/{club.slug}/claim/")
    assert visitor.send("send").status_code == 400
    assert len(visitor.page.all("#errors a")) == 4
    visitor.send("send", sender__name="Erika", sender__email="erika@x.example", proof="Vorsitzende", consent="1")
    made = Suggestion.objects.get()
    assert (made.kind, made.proof, made.email, made.state) == ("claim", "Vorsitzende", "erika@x.example", "open")
    assert not Editor.objects.exists()
    assert visitor.follow().says("It has arrived")


def test_an_accepted_claim_sends_the_link_to_the_address(visitor, club, curator):
    visitor.open(f"/en/o/{club.slug}/claim/")
    visitor.send("send", sender__name="Erika", sender__email="erika@x.example", proof="Vorsitzende", consent="1")
    deciding.accept(Suggestion.objects.get().pk, curator=curator)
    assert Mail.objects.get().recipient == "erika@x.example"


def test_a_removal_can_be_asked_for_without_a_name(visitor, club, curator):
    visitor.open(f"/en/o/{club.slug}/claim/?wish=removal")
    visitor.send("send", proof="Wir möchten das nicht", consent="1")
    made = Suggestion.objects.get()
    assert made.kind == "removal"
    assert visitor.client.get(f"/en/o/{club.slug}/").status_code == 200
    deciding.accept(made.pk, curator=curator)
    assert visitor.client.get(f"/en/o/{club.slug}/").status_code == 404


def test_opening_the_link_changes_nothing_and_the_button_records_text_day_and_way(visitor, person):
    link, address = asked(person)
    for method in (visitor.client.get, visitor.client.head):
        assert method(address).status_code == 200
    person.refresh_from_db()
    assert person.consented_on is None
    visitor.open(address)
    assert visitor.says("Petra Muster") and visitor.says("So far nobody sees you there.")
    ticket = visitor.page.one("form.letter [name=ticket]").get("value")
    assert visitor.client.post(address, {"step": "agree", "ticket": "x"}).status_code == 400
    assert visitor.client.post(address, {"step": "agree", "ticket": ticket}).status_code == 302
    agreed = ContactPerson.objects.shown().get()
    assert (agreed.consent_way, agreed.consent_text) == ("mail", link.text)
    assert "Petra Muster" in visitor.client.get("/en/o/verein/").content.decode()


def test_the_same_link_takes_it_back_even_when_its_time_is_over(visitor, person):
    link, address = asked(person)
    consent.agree(link)
    ConsentLink.objects.update(expires_at=link.created_at - timedelta(days=1))
    visitor.open(address)
    ticket = visitor.page.one("form.letter [name=ticket]").get("value")
    visitor.client.post(address, {"step": "withdraw", "ticket": ticket})
    assert visitor.open(address).says("You are not shown.")
    assert visitor.says("The time to agree by this link is over.")
    visitor.client.post(address, {"step": "agree", "ticket": ticket})
    assert "Petra" not in visitor.client.get("/en/o/verein/").content.decode()


def test_nobody_is_asked_on_a_strangers_word_or_twice_in_a_week(person):
    with pytest.raises(ValueError, match="Only editors"):
        asked(person, by="visitor")
    asked(person, by="editor:7")
    other = organisation("Anderer Verein", contacts=(Contact(name="P.", email="PETRA@x.example"),))
    for one in (person, ContactPerson.objects.get(organisation=other)):
        with pytest.raises(consent.AskedAlready):
            asked(one)
    assert Mail.objects.count() == 1
    ConsentLink.objects.update(created_at="2026-01-01T00:00Z")
    asked(person)


def test_a_person_without_an_address_cannot_be_asked(vocabulary):
    entry = organisation("Verein", contacts=(Contact(name="Ohne"),))
    with pytest.raises(consent.NoAddress):
        asked(ContactPerson.objects.get(organisation=entry))


def test_a_link_of_a_person_who_was_erased_leads_nowhere(visitor, person):
    _link, address = asked(person)
    erase_person(person.pk, author="user:1")
    assert visitor.client.get(address).status_code == 404
    assert visitor.client.get("/en/consent/x/").status_code == 404
