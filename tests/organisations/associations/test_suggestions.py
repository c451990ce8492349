"""Anybody may propose; nothing public moves until a curator of the area decides, wholly or in part."""

from dataclasses import replace

import pytest

from organisations.document import Contact
from organisations.models import Decision, Mail, Organisation, Revision, Suggestion
from organisations.models.organisation import State
from organisations.proposal import proposal_of
from organisations.services import deciding, suggestions
from organisations.services.erasing import erase_person
from organisations.services.publish import publish
from organisations.services.suggestions import suggest_change, suggest_entry
from tests.factories import change, document, place
from tests.organisations.associations.conftest import changed, now_of, sender

pytestmark = pytest.mark.django_db


def test_a_suggestion_changes_nothing_that_is_public(club):
    before = now_of(club)
    made = suggest_change(changed(club, website="https://neu.example", places=()), base=1, sender=sender())
    assert now_of(club) == before
    assert (made.state, made.kind, made.author) == ("open", "change", "visitor")
    assert Revision.objects.filter(organisation=club).count() == 1


def test_an_accepted_suggestion_is_public_and_the_sender_is_told_in_their_language(club, curator):
    made = suggest_change(changed(club, website="https://neu.example"), base=1, sender=sender(email="who@x.example"))
    deciding.accept(made.pk, curator=curator, reason="Danke!")
    assert now_of(club).website == "https://neu.example"
    mail = Mail.objects.get(purpose="decision")
    assert (mail.recipient, mail.language) == ("who@x.example", "ar")
    assert "> Danke!" in mail.text
    assert Decision.objects.get().action == "change:accepted"


def test_single_parts_are_accepted_and_the_others_are_not(club, curator):
    made = suggest_change(changed(club, website="https://neu.example", phone="0711 1"), base=1, sender=sender())
    decided = deciding.accept(made.pk, curator=curator, keys=[("website",)])
    assert (now_of(club).website, now_of(club).phone) == ("https://neu.example", "")
    assert (decided.state, decided.accepted, decided.refused) == ("partly", [["website"]], [["phone"]])


def test_what_changed_meanwhile_stays_and_a_conflict_is_named(club, curator):
    made = suggest_change(changed(club, website="https://neu.example", phone="0711 1"), base=1, sender=sender())
    change(club, german="none", phone="0711 2")
    proposal = proposal_of(Suggestion.objects.get())
    assert list(proposal.conflicts) == [("phone",)]
    deciding.accept(made.pk, curator=curator, keys=[("website",)])
    assert (now_of(club).german, now_of(club).phone, now_of(club).website) == ("none", "0711 2", "https://neu.example")


def test_a_curator_may_edit_before_accepting(club, curator):
    made = suggest_change(changed(club, website="https://neu.exmaple"), base=1, sender=sender())
    deciding.accept(made.pk, curator=curator, edited=changed(club, website="https://neu.example"), base=1)
    assert now_of(club).website == "https://neu.example"


def test_a_curator_of_another_area_decides_nothing(club, other_curator):
    made = suggest_change(changed(club, phone="0711 1"), base=1, sender=sender())
    for decide in (deciding.accept, deciding.reject):
        with pytest.raises(deciding.NotYours):
            decide(made.pk, curator=other_curator, reason="x")
    assert now_of(club).phone == ""


def test_nobody_decides_twice(club, curator):
    made = suggest_change(changed(club, phone="0711 1"), base=1, sender=sender())
    deciding.reject(made.pk, curator=curator, reason="Nein")
    with pytest.raises(deciding.DecidedAlready):
        deciding.accept(made.pk, curator=curator)
    assert now_of(club).phone == ""


def test_two_curators_do_not_do_the_same(club, curator, admin_user):
    made = suggest_change(changed(club, phone="0711 1"), base=1, sender=sender())
    deciding.take(made.pk, admin_user)
    with pytest.raises(deciding.LockedByOther):
        deciding.accept(made.pk, curator=curator)
    deciding.give_back(made.pk, admin_user)
    assert deciding.accept(made.pk, curator=curator).state == "accepted"


def test_the_same_form_makes_one_suggestion(club):
    who = sender()
    made = suggest_change(changed(club, phone="0711 1"), base=1, sender=who)
    with pytest.raises(suggestions.SentAlready) as again:
        suggest_change(changed(club, phone="0711 1"), base=1, sender=who)
    assert again.value.suggestion == made


def test_a_proposed_place_and_person_are_public_once_accepted_and_not_before(club, curator):
    person = Contact(name="Farah", phone="0711 3")
    proposed = changed(club, places=(*now_of(club).places, place(street="Neue Straße 1")), contacts=(person,))
    made = suggest_change(proposed, base=1, sender=sender())
    assert (len(now_of(club).places), now_of(club).contacts) == (1, ())
    assert "Neue Straße" not in str(Suggestion.objects.values())
    deciding.accept(made.pk, curator=curator)
    assert [one.address.street for one in now_of(club).places] == ["Musterweg 4", "Neue Straße 1"]
    assert now_of(club).contacts[0].name == "Farah"


def test_a_visitor_moves_neither_state_nor_the_day_of_a_check(club):
    languages = tuple(replace(one, checked_on=None) for one in now_of(club).languages)
    with pytest.raises(suggestions.NothingSaid):
        suggest_change(changed(club, state="archived", checked_on=None, languages=languages), base=1, sender=sender())


def test_what_became_private_meanwhile_stays_private(club, curator):
    made = suggest_change(changed(club, phone="0711 1"), base=1, sender=sender())
    change(club, places=tuple(replace(one, private=True) for one in now_of(club).places))
    deciding.accept(made.pk, curator=curator)
    assert now_of(club).places[0].private


def test_an_erased_person_does_not_come_back_with_a_suggestion(club, curator):
    person = Contact(name="Farah", phone="0711 3")
    change(club, contacts=(person,))
    made = suggest_change(changed(club, phone="0711 1"), base=2, sender=sender())
    erase_person(person.id, author="test")
    deciding.accept(made.pk, curator=curator)
    assert (now_of(club).contacts, now_of(club).phone) == ((), "0711 1")


def test_a_new_entry_is_a_draft_until_it_is_accepted(vocabulary, curator):
    made = suggest_entry(document("Neuer Verein", state="public"), sender=sender())
    entry = Organisation.objects.get()
    assert (entry.state, entry.checked_on) == (State.DRAFT, None)
    deciding.accept(made.pk, curator=curator)
    entry.refresh_from_db()
    assert (entry.state, entry.published_on is not None) == (State.PUBLIC, True)


def test_a_rejected_or_taken_back_entry_never_becomes_public(vocabulary, curator):
    rejected = suggest_entry(document("A"), sender=sender())
    taken_back = suggest_entry(document("B"), sender=sender())
    deciding.reject(rejected.pk, curator=curator, reason="Werbung")
    assert suggestions.withdraw(taken_back)
    assert set(Organisation.objects.values_list("state", flat=True)) == {State.REJECTED}
    assert not suggestions.withdraw(taken_back)


def test_visitors_propose_to_public_entries_only(club):
    proposed = changed(club, phone="0711 1")
    publish(changed(club, state="archived"), base=1, author="test")
    with pytest.raises(suggestions.EntryGone):
        suggest_change(proposed, base=2, sender=sender())


def test_senders_are_forgotten_when_it_is_long_decided(club, curator):
    made = suggest_change(changed(club, phone="0711 1"), base=1, sender=sender(email="who@x.example", name="Oksana"))
    deciding.accept(made.pk, curator=curator)
    assert suggestions.forget_senders() == 0
    Suggestion.objects.update(decided_at="2020-01-01T00:00Z")
    assert suggestions.forget_senders() == 1
    assert Suggestion.objects.values_list("name", "email").get() == ("", "")
