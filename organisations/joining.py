"""One entry out of two: row by row the words of one, of the other, or of both. Documents in, a document out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any
from uuid import UUID

from organisations.comparing import BOTH, FIRST, NESTED, PLAIN, SECOND, SETS, UNTIL, Comparing, Side
from organisations.document import FirstVisit, Meeting, OrganisationDocument, Place
from organisations.ids import new_id
from organisations.merging import Key
from organisations.models.organisation import State
from organisations.openings.values import Opening


@dataclass(frozen=True)
class Joined:
    """What the two become: `places` are ids of the other entry's places with those they have now, `people` the contact
    persons who come over from it."""

    document: OrganisationDocument
    places: Mapping[UUID, UUID]
    people: Sequence[UUID]


def joined(first: Side, second: Side, keep: str, chosen: Mapping[str, str]) -> Joined:
    """The entry that stays as it becomes. `chosen`: a side by field of the row; what is missing is taken by default."""
    return _Joining(first, second, keep, chosen).joined()


def better_to_keep(first: Side, second: Side, weights: tuple[int, int]) -> str:
    """Which of the two goes on: the public one, then the one that more hangs on (`weights`), then the older."""
    public = [side.document.state == State.PUBLIC for side in (first, second)]
    if public[0] != public[1]:
        return FIRST if public[0] else SECOND
    return SECOND if weights[1] > weights[0] else FIRST  # ids begin with the time they were made


@dataclass
class _Joining:
    first: Side
    second: Side
    keep: str
    chosen: Mapping[str, str]
    ids: dict[UUID, UUID] = field(default_factory=dict)  # of places and people of both, by which they go on
    people: list[UUID] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.both = Comparing(self.first, self.second, self.keep)
        self.rows = {row.key: row for row in self.both.rows()}
        sides = {FIRST: self.first.document, SECOND: self.second.document}
        self.kept = sides[self.keep]
        self.other = sides[SECOND if self.keep == FIRST else FIRST]

    def joined(self) -> Joined:
        values: dict[str, Any] = {name: self._plain(name) for name in (*PLAIN, *UNTIL)}
        values |= {name: self._set(name) for name in SETS}
        values["texts"], values["languages"] = self._texts(), self._languages()
        values["places"], values["contacts"] = self._places(), self._contacts()
        values["meetings"], values["first_visit"] = self._meetings(), self._visit(values["contacts"])
        values["openings"], values["committee"] = self._openings(), self._nested("committee")
        if values["parent"] in (self.kept.id, self.other.id):
            values["parent"] = None
        state = State.PUBLIC if State.PUBLIC in (self.kept.state, self.other.state) else self.kept.state
        sample = self.kept.sample and self.other.sample
        document = replace(
            self.kept, **values, state=str(state.value if isinstance(state, State) else state), sample=sample
        )
        own = {place.id for place in self.other.places}
        return Joined(document, {old: new for old, new in self.ids.items() if old in own}, self.people)

    def _side(self, key: Key) -> str:
        """What is taken of a part; what is the same in both is taken of the entry that stays."""
        row = self.rows.get(key)
        if row is None:
            return self.keep
        wanted = self.chosen.get(row.field, "")
        return wanted if wanted in row.choices else row.default

    def _pick(self, key: Key, values: tuple[Any, Any]) -> Any:
        return values[self._side(key) == SECOND]

    def _plain(self, name: str) -> Any:
        return self._pick((name,), (getattr(self.both.one, name), getattr(self.both.two, name)))

    def _set(self, name: str) -> tuple[str, ...]:
        if self._side((name,)) == BOTH:
            return tuple(dict.fromkeys([*getattr(self.kept, name), *getattr(self.other, name)]))
        chosen: tuple[str, ...] = self._plain(name)
        return chosen

    def _texts(self) -> dict[str, Any]:
        found = {}
        original = self._plain("language")
        for code in dict.fromkeys([*self.kept.texts, *self.other.texts]):
            text = self._pick(("texts", code), (self.both.one.texts.get(code), self.both.two.texts.get(code)))
            if text is None:
                continue
            if text is not self.kept.texts.get(code):  # it was translated from a version of the other entry
                fits = original in self.other.texts and self._side(("texts", original)) != self.keep
                text = replace(text, made_from=None if fits else 0)
            found[code] = text
        return found

    def _languages(self) -> tuple[Any, ...]:
        spoken = [{item.code: item for item in document.languages} for document in (self.both.one, self.both.two)]
        codes = dict.fromkeys(item.code for document in (self.kept, self.other) for item in document.languages)
        found = (self._pick(("languages", code), (spoken[0].get(code), spoken[1].get(code))) for code in codes)
        return tuple(item for item in found if item)

    def _in_turn(self, pair: tuple[Any, Any]) -> tuple[Any, Any]:
        """That of the entry that stays, and that of the other one."""
        return pair if self.keep == FIRST else (pair[1], pair[0])

    def _places(self) -> tuple[Place, ...]:
        found = []
        for number, pair in enumerate(self.both.places):
            side = self._side(("places", str(number)))
            mine, theirs = self._in_turn(pair)
            if side == BOTH:
                found += [mine, self._copied(theirs)]
            elif mine and theirs:
                found.append(self._one_place(mine, theirs, takes_mine=side == self.keep))
            elif mine and side == self.keep:
                found.append(mine)
            elif theirs and side != self.keep:
                found.append(self._copied(theirs))
        return tuple(found)

    def _one_place(self, mine: Place, theirs: Place, *, takes_mine: bool) -> Place:
        """One place of two: it keeps its id, and it is private if either was."""
        self.ids[theirs.id] = mine.id
        private = mine.private or theirs.private
        if takes_mine:
            return replace(mine, private=private)
        return replace(mine, address=replace(theirs.address, row=None), wheelchair=theirs.wheelchair, private=private)

    def _copied(self, place: Place) -> Place:
        self.ids[place.id] = new_id()
        return replace(place, id=self.ids[place.id], primary=False, address=replace(place.address, row=None))

    def _contacts(self) -> tuple[Any, ...]:
        found = []
        for number, pair in enumerate(self.both.contacts):
            side = self._side(("contacts", str(number)))
            mine, theirs = self._in_turn(pair)
            takes = {BOTH: [mine, theirs], self.keep: [mine]}.get(side, [theirs])
            taken = [person for person in takes if person]
            self.people += [person.id for person in taken if person is theirs]
            if mine and theirs and len(taken) == 1:
                self.ids |= {mine.id: taken[0].id, theirs.id: taken[0].id}
            found += taken
        return tuple(found)

    def _meetings(self) -> tuple[Meeting, ...]:
        side = self._side(("meetings",))
        mine = self._moved(self.kept.meetings) if side in (BOTH, self.keep) else ()
        theirs = self._moved(self.other.meetings) if side != self.keep else ()
        return (*mine, *(one for one in theirs if one not in mine))

    def _moved(self, meetings: Sequence[Meeting]) -> tuple[Meeting, ...]:
        return tuple(replace(one, place=self.ids.get(one.place, one.place)) if one.place else one for one in meetings)

    def _visit(self, contacts: Sequence[Any]) -> FirstVisit:
        found: FirstVisit = self._nested("first_visit")
        if found.person:
            found = replace(found, person=self.ids.get(found.person, found.person))
        return found.knowing([contact.id for contact in contacts])

    def _nested(self, name: str) -> Any:
        """A part that is chosen field by field."""
        one, two = getattr(self.both.one, name), getattr(self.both.two, name)
        names = [item.name for item in fields(NESTED[name])]
        return NESTED[name](**{n: self._pick((name, n), (getattr(one, n), getattr(two, n))) for n in names})

    def _openings(self) -> tuple[Opening, ...]:
        side = self._side(("openings",))
        mine = self.kept.openings if side in (BOTH, self.keep) else ()
        theirs = self.other.openings if side != self.keep else ()
        return (*mine, *(one for one in theirs if one.id not in {opening.id for opening in mine}))
