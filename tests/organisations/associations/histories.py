"""A state machine of everything that may happen to an entry, beside a model of it in a few lines."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from organisations.document import Contact, OrganisationDocument
from organisations.merging import with_parts
from organisations.models import (
    ContactDetails,
    ContactPerson,
    CuratorRole,
    Editor,
    EditorLink,
    Organisation,
    Revision,
    Suggestion,
)
from organisations.proposal import proposal_of
from organisations.services import deciding, editing, erasing, ownership, suggestions
from organisations.services.consent import record_consent, withdraw_consent
from organisations.services.publish import StaleBase, publish
from organisations.services.rows import documents_of, load_document
from tests.factories import document, place
from tests.organisations.associations.conftest import sender
from tests.organisations.associations.seen import FIELDS, GERMAN, Seen, Values, assert_seen, values_of, word

STREET = "Geheimgasse 7"
Proposed = tuple[UUID, Values]  # the suggestion and what it changes


class Histories(RuleBasedStateMachine):
    """An entry, new ones that are proposed, their suggestions and revisions."""

    proposals = Bundle("proposals")
    newcomers = Bundle("newcomers")
    people = Bundle("people")

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.serial = 0
        self.gone: set[UUID] = set()
        self.agreed: set[UUID] = set()
        self.private = False
        self.ended_by = ""  # who took the entry off the map
        self.words: set[str] = set()  # whatever was ever given anywhere
        self.given: dict[UUID, set[str]] = {}  # name and telephone of persons
        self.new: dict[UUID, Values] = {}  # entries that strangers proposed
        user = User.objects.create_user(f"curator-{id(self)}", is_staff=True)
        CuratorRole.objects.create(user=user, everywhere=True)
        self.curator = deciding.Curator(user, "http://testserver")
        made = document(word(0), phone="0711 0", german="little", places=(place(street=STREET),))
        publish(made, base=0, author="test")
        self.id = made.id
        added = ownership.add_editor(self.id, "editor@x.example", added_by="test")
        ownership.new_link(added, "http://testserver")
        ownership.open_session(EditorLink.objects.get(editor=added))
        self.editor = Editor.objects.get(pk=added.pk)
        self.model: list[Values] = [values_of(made)]  # by revision, the first is number 1

    def teardown(self) -> None:
        """What visitors get agrees with the documents; then all of it is forgotten."""
        try:
            assert_seen(Seen(self.id, [self.now, *self.new.values()], self._secret()))
        finally:
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    # The model -----------------------------------------------------------------------------------------------------

    def _secret(self) -> set[str]:
        """Words that visitors must not find anywhere today."""
        shown = {self.now["name"], self.now["phone"], self.now["website"]}
        shown |= {values["name"] for values in self.new.values() if values["state"] == "public"}
        for person in self.agreed & set(self.now["contacts"]):
            shown |= self.given[person]
        return (self.words | ({STREET} if self.private else set())) - shown

    @property
    def now(self) -> Values:
        """What is decided today."""
        return self.model[-1]

    def _becomes(self, **changes: Any) -> None:
        """A new revision of the model, if it differs."""
        if self.now | changes != self.now:
            self.model.append(self.now | changes)

    def _at(self, number: int) -> Values:
        """A revision of the model, less who was erased since; nothing brings another state back."""
        then = self.model[number - 1]
        alive = {id: phone for id, phone in then["contacts"].items() if id not in self.gone}
        return then | {"contacts": alive, "state": self.now["state"]}

    def _document(self, number: int) -> OrganisationDocument:
        (then,) = documents_of([Revision.objects.get(organisation=self.id, number=number)])
        return then

    def _change(self, data: Any) -> tuple[int, OrganisationDocument, Values]:
        """A revision, and a document made from it with some values that nobody had before."""
        self.serial += 1
        number = data.draw(st.integers(max(1, len(self.model) - 3), len(self.model)))
        names = data.draw(st.lists(st.sampled_from(FIELDS), min_size=1, unique=True))
        fresh = {
            "name": word(self.serial),
            "phone": f"0711 {self.serial:05}",
            "website": f"https://n{self.serial:05}.example",
            "german": data.draw(st.sampled_from(GERMAN)),
        }
        base = self._at(number)
        changes = {name: fresh[name] for name in names if base[name] != fresh[name]}
        self.words |= set(changes.values()) - set(GERMAN)
        return number, replace(self._document(number), **changes), changes

    def _person(self) -> Contact:
        self.serial += 1
        person = Contact(name=word(self.serial), phone=f"0170 {self.serial:05}")
        self.given[person.id] = {person.name, person.phone}
        self.words |= self.given[person.id]
        return person

    # What happens --------------------------------------------------------------------------------------------------

    @rule(target=proposals, data=st.data(), with_person=st.booleans())
    def suggest(self, data: Any, with_person: bool) -> Any:
        """A visitor proposes a change, and perhaps a contact person."""
        number, proposed, changes = self._change(data)
        if with_person:
            person = self._person()
            proposed = replace(proposed, contacts=(*proposed.contacts, person))
            changes = changes | {person.id: person.phone}
        if not changes or self.now["state"] != "public":
            with pytest.raises((suggestions.NothingSaid, suggestions.EntryGone)):
                suggestions.suggest_change(proposed, base=number, sender=sender())
            return multiple()
        return suggestions.suggest_change(proposed, base=number, sender=sender()).pk, changes

    @rule(proposal=consumes(proposals), data=st.data(), edited=st.booleans())
    def accept(self, proposal: Proposed, data: Any, edited: bool) -> None:
        """A curator takes some parts over, or what they made of them."""
        id, changes = proposal
        taken = data.draw(st.lists(st.sampled_from(sorted(changes, key=str)), unique=True))
        keys = [("contacts", str(part)) if isinstance(part, UUID) else (part,) for part in taken]
        wanted = {part: changes[part] for part in taken}
        people = {part: phone for part, phone in wanted.items() if isinstance(part, UUID) and part not in self.gone}
        fields = {part: value for part, value in wanted.items() if not isinstance(part, UUID)}
        if edited:
            fields["german"] = data.draw(st.sampled_from(GERMAN))
            found = proposal_of(Suggestion.objects.get(pk=id))
            made = replace(found.taken(keys), german=fields["german"])
            with pytest.raises(StaleBase):
                deciding.accept(id, curator=self.curator, edited=made, base=found.number + 1)
            deciding.accept(id, curator=self.curator, edited=made, base=found.number)
        else:
            deciding.accept(id, curator=self.curator, keys=keys)
        self._becomes(**fields, contacts=self.now["contacts"] | people)

    @rule(proposal=consumes(proposals))
    def reject(self, proposal: Proposed) -> None:
        """A curator rejects it, for good."""
        deciding.reject(proposal[0], curator=self.curator, reason="Nein")
        with pytest.raises(deciding.DecidedAlready):
            deciding.accept(proposal[0], curator=self.curator)

    @rule(proposal=consumes(proposals))
    def take_back(self, proposal: Proposed) -> None:
        """The sender takes it back; people whom only it named are forgotten."""
        assert suggestions.withdraw(Suggestion.objects.get(pk=proposal[0]))
        named = [part for part in proposal[1] if isinstance(part, UUID)]
        assert not ContactDetails.objects.filter(person__in=named).exists()
        with pytest.raises(deciding.DecidedAlready):
            deciding.accept(proposal[0], curator=self.curator)

    @rule(target=proposals, data=st.data())
    def edit(self, data: Any) -> Any:
        """An editor changes the entry; where somebody else did so too, both versions are chosen between."""
        number, edited, changes = self._change(data)
        base = self._at(number)
        clash = sorted(name for name in changes if self.now[name] not in (base[name], changes[name]))
        key = sender().key
        if clash:
            with pytest.raises(editing.Conflicting) as found:
                editing.edit(edited, base=number, editor=self.editor, key=key)
            assert sorted(one.key[0] for one in found.value.conflicts) == clash
            mine = data.draw(st.lists(st.sampled_from(clash), unique=True))
            edited = with_parts(found.value.document, edited, [(name,) for name in mine])
            changes = {name: value for name, value in changes.items() if name not in clash or name in mine}
            number = found.value.number
        waiting = editing.edit(edited, base=number, editor=self.editor, key=key).waiting
        self._becomes(**{name: value for name, value in changes.items() if name != "name"})
        renamed = changes.get("name", self.now["name"]) != self.now["name"]  # a curator decides on that
        assert (waiting is not None) == renamed
        return (waiting.pk, {"name": changes["name"]}) if waiting else multiple()

    @rule(data=st.data())
    def publish_what_is_outdated(self, data: Any) -> None:
        """Whoever forgets to merge is refused, and nothing moves."""
        number = data.draw(st.integers(0, len(self.model) - 1))
        with pytest.raises(StaleBase):
            publish(replace(load_document(self.id), phone="0711 99 99"), base=number, author="test")

    @rule(target=people)
    def add_person(self) -> UUID:
        """A person joins who agrees to being shown."""
        person, now = self._person(), load_document(self.id)
        publish(replace(now, contacts=(*now.contacts, person)), base=len(self.model), author="test")
        self._becomes(contacts={**self.now["contacts"], person.id: person.phone})
        record_consent([person.id], text="Ja", way="test")
        self.agreed.add(person.id)
        return person.id

    @rule(person=people)
    def withdraw(self, person: UUID) -> None:
        """Somebody does not want to be shown any more."""
        withdraw_consent([person])
        self.agreed.discard(person)

    @rule(person=consumes(people))
    def erase(self, person: UUID) -> None:
        """Somebody wants to be forgotten."""
        erasing.erase_person(person, author="test")
        self.gone.add(person)
        self.agreed.discard(person)
        self._becomes(contacts={id: phone for id, phone in self.now["contacts"].items() if id != person})

    @rule(data=st.data())
    def restore(self, data: Any) -> None:
        """The entry as it was once."""
        number = data.draw(st.integers(1, len(self.model)))
        editing.restore(self.id, number, author="test")
        self._becomes(**self._at(number))

    @rule()
    def make_private(self) -> None:
        """From now on the place shows nothing but its town, in whatever version."""
        now = load_document(self.id)
        hidden = tuple(replace(one, private=True) for one in now.places)
        publish(replace(now, places=hidden), base=len(self.model), author="test")
        self.model += [] if self.private else [self.now]
        self.private = True

    @rule(by_editor=st.booleans())
    def remove(self, by_editor: bool) -> None:
        """The group does not want to be listed, or a curator says so."""
        author = self.editor.author if by_editor else self.curator.author
        self.ended_by = author if self.now["state"] == "public" else self.ended_by
        ownership.remove(self.id, author=author)
        self._becomes(state="archived")

    @rule()
    def put_back(self) -> None:
        """The editor who took it off the map wants it there again; after a curator nobody but one does it."""
        may = self.now["state"] == "archived" and self.ended_by == self.editor.author
        assert ownership.put_back(self.editor) == may
        if may:
            self._becomes(state="public")

    @rule(target=newcomers)
    def propose_entry(self) -> Any:
        """A stranger proposes a new entry."""
        self.serial += 1
        made = document(word(self.serial), phone=f"0711 {self.serial:05}", german="none", places=(place(),))
        self.words |= {made.name}
        self.new[made.id] = values_of(made) | {"state": "draft"}
        return suggestions.suggest_entry(made, sender=sender()).pk, made.id

    @rule(newcomer=consumes(newcomers), welcome=st.booleans())
    def decide_on_entry(self, newcomer: Any, welcome: bool) -> None:
        """A curator decides on a new entry."""
        if welcome:
            deciding.accept(newcomer[0], curator=self.curator)
        else:
            deciding.reject(newcomer[0], curator=self.curator, reason="Nein")
        self.new[newcomer[1]]["state"] = "public" if welcome else "rejected"

    # What holds after each of it -----------------------------------------------------------------------------------

    @invariant()
    def the_entry_is_what_was_decided(self) -> None:
        """No accepted change is lost, and nothing is there that nobody decided on."""
        made = load_document(self.id)
        assert values_of(made) == self.now
        assert made.places[0].private == self.private
        assert Organisation.objects.get(pk=self.id).number == len(self.model)

    @invariant()
    def who_is_shown_agreed_and_who_is_erased_is_nowhere(self) -> None:
        """Consent and its withdrawal hold for every version."""
        shown = set(ContactPerson.objects.shown().filter(organisation=self.id).values_list("pk", flat=True))
        assert shown == self.agreed & set(self.now["contacts"])
        assert not ContactDetails.objects.filter(person__in=self.gone).exists()
