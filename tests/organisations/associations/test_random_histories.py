"""Random sequences of everything that may happen to an entry, against a model of a few lines.

No accepted change is lost, nothing undecided is public, nothing withdrawn or erased comes back, and listings, facets
and search say what the documents say.
"""

import os
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from organisations.document import Contact, OrganisationDocument
from organisations.facets import count_facets
from organisations.matching import Matching
from organisations.models import (
    ContactDetails,
    ContactPerson,
    CuratorRole,
    Editor,
    EditorLink,
    Listing,
    Organisation,
    Revision,
    Suggestion,
)
from organisations.search import OrganisationQuery
from organisations.services import deciding, editing, erasing, ownership, suggestions
from organisations.services.consent import record_consent, withdraw_consent
from organisations.services.listing import refresh_listings
from organisations.services.publish import publish
from organisations.services.rows import documents_of, load_document
from organisations.vocabulary import vocabulary as terms
from tests.factories import document
from tests.organisations.associations.conftest import sender

DEEP = os.environ.get("DEEP") == "1"
FIELDS = ("phone", "website", "german")
STEPS = 10
Values = dict[str, Any]  # the fields, and "contacts": ids in order


class Histories(RuleBasedStateMachine):
    """An entry, its suggestions and its revisions, beside a model of them."""

    proposals = Bundle("proposals")
    people = Bundle("people")

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.serial = 0
        self.gone: set[UUID] = set()
        self.withdrawn: set[UUID] = set()
        user = User.objects.create_user(f"curator-{id(self)}", is_staff=True)
        CuratorRole.objects.create(user=user, everywhere=True)
        self.curator = deciding.Curator(user, "http://testserver")
        made = document("Zufallsverein", phone="0711 0", german="little")
        publish(made, base=0, author="test")
        self.id = made.id
        editor = ownership.add_editor(self.id, "editor@x.example", added_by="test")
        ownership.open_session(EditorLink.objects.get(pk=self._link(editor)))
        self.editor = Editor.objects.get(pk=editor.pk)
        self.model: list[Values] = [self._values(made)]  # by revision, the first is number 1
        self.public = True

    def teardown(self) -> None:
        self.listings_facets_and_search_agree()
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def _link(self, editor: Editor) -> int:
        ownership.new_link(editor, "http://testserver")
        return EditorLink.objects.get(editor=editor).pk

    def _values(self, made: OrganisationDocument) -> Values:
        return {name: getattr(made, name) for name in FIELDS} | {"contacts": [one.id for one in made.contacts]}

    @property
    def now(self) -> Values:
        """What the model holds for public today."""
        return self.model[-1]

    def _becomes(self, values: Values) -> None:
        """A new revision of the model, if it differs."""
        if values != self.now:
            self.model.append(values)

    def _alive(self, contacts: list[UUID]) -> list[UUID]:
        return [id for id in contacts if id not in self.gone]

    def _at(self, number: int) -> Values:
        then = self.model[number - 1]
        return then | {"contacts": self._alive(then["contacts"])}

    def _document(self, number: int, changes: Values) -> OrganisationDocument:
        (then,) = documents_of([Revision.objects.get(organisation=self.id, number=number)])
        return replace(then, **changes)

    def _change(self, data: Any) -> tuple[int, Values]:
        """Some new values nobody had before, against a revision."""
        self.serial += 1
        number = data.draw(st.integers(max(1, len(self.model) - 3), len(self.model)))
        names = data.draw(st.lists(st.sampled_from(FIELDS), min_size=1, unique=True))
        fresh = {
            "phone": f"0711 {self.serial}",
            "website": f"https://n{self.serial}.example",
            "german": data.draw(st.sampled_from(["none", "little", "conversation", "fluent"])),
        }
        return number, {name: fresh[name] for name in names}

    @rule(target=proposals, data=st.data())
    def suggest(self, data: Any) -> Any:
        number, changes = self._change(data)
        base = self._at(number)
        changes = {name: value for name, value in changes.items() if base[name] != value}
        proposed = self._document(number, changes)
        if not changes or not self.public:
            with pytest.raises((suggestions.NothingSaid, suggestions.EntryGone)):
                suggestions.suggest_change(proposed, base=number, sender=sender())
            return None
        made = suggestions.suggest_change(proposed, base=number, sender=sender())
        return made.pk, changes

    @rule(proposal=consumes(proposals), data=st.data())
    def accept(self, proposal: Any, data: Any) -> None:
        if proposal is None:
            return
        id, changes = proposal
        taken = data.draw(st.lists(st.sampled_from(sorted(changes)), unique=True))
        deciding.accept(id, curator=self.curator, keys=[(name,) for name in taken])
        self._becomes(self.now | {name: changes[name] for name in taken})

    @rule(proposal=consumes(proposals))
    def reject(self, proposal: Any) -> None:
        if proposal is not None:
            deciding.reject(proposal[0], curator=self.curator, reason="Nein")
            with pytest.raises(deciding.DecidedAlready):
                deciding.accept(proposal[0], curator=self.curator)

    @rule(data=st.data())
    def edit(self, data: Any) -> None:
        number, changes = self._change(data)
        base = self._at(number)
        clash = [
            name for name, value in changes.items() if base[name] != value and self.now[name] not in (base[name], value)
        ]
        edited = self._document(number, changes)
        if clash:
            with pytest.raises(editing.Conflicting) as found:
                editing.edit(edited, base=number, editor=self.editor, key=sender().key)
            assert sorted(one.key[0] for one in found.value.conflicts) == sorted(clash)
            return
        editing.edit(edited, base=number, editor=self.editor, key=sender().key)
        self._becomes(self.now | {name: value for name, value in changes.items() if base[name] != value})

    @rule(target=people)
    def add_person(self) -> UUID:
        self.serial += 1
        person = Contact(name=f"Person-{self.serial}", phone=f"0170 {self.serial}")
        now = load_document(self.id)
        publish(replace(now, contacts=(*now.contacts, person)), base=len(self.model), author="test")
        self._becomes(self.now | {"contacts": [*self.now["contacts"], person.id]})
        record_consent([person.id], text="Ja", way="test")
        return person.id

    @rule(person=people)
    def withdraw(self, person: UUID) -> None:
        withdraw_consent([person])
        self.withdrawn.add(person)

    @rule(person=consumes(people))
    def erase(self, person: UUID) -> None:
        erasing.erase_person(person, author="test")
        self.gone.add(person)
        self._becomes(self.now | {"contacts": [id for id in self.now["contacts"] if id != person]})

    @rule(data=st.data())
    def restore(self, data: Any) -> None:
        number = data.draw(st.integers(1, len(self.model)))
        then = self._at(number)
        editing.restore(self.id, number, author="test")
        self._becomes(then)

    @invariant()
    def the_entry_is_what_was_decided(self) -> None:
        assert self._values(load_document(self.id)) == self.now
        assert Organisation.objects.get(pk=self.id).number == len(self.model)

    @invariant()
    def nothing_withdrawn_or_erased_is_shown(self) -> None:
        shown = set(ContactPerson.objects.shown().filter(organisation=self.id).values_list("pk", flat=True))
        assert not shown & (self.gone | self.withdrawn)
        assert not ContactDetails.objects.filter(person__in=self.gone).exists()

    def listings_facets_and_search_agree(self) -> None:
        stored = list(Listing.objects.order_by("id").values())
        refresh_listings([self.id])
        assert list(Listing.objects.order_by("id").values()) == stored
        words = terms("default")
        counted = count_facets(Matching.of(OrganisationQuery(), words), words)
        assert counted.total == 1
        found = Matching.of(OrganisationQuery(q="Zufallsverein", german=self.now["german"]), words)
        assert count_facets(found, words).total == 1

    @precondition(lambda self: self.serial)
    @invariant()
    def no_undecided_value_is_public(self) -> None:
        waiting = [one or {} for one in Suggestion.objects.filter(state="open").values_list("document", flat=True)]
        public = str(list(Listing.objects.values_list("card", "marker", "words")))
        for proposed in waiting:
            if proposed["phone"] != self.now["phone"]:
                assert proposed["phone"] not in public


@pytest.mark.django_db
@pytest.mark.usefixtures("vocabulary")
def test_random_histories_lose_nothing_and_show_nothing_undecided() -> None:
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=1_000 if DEEP else 50,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=not DEEP,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
