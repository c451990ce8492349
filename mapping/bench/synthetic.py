"""Synthetic entries: number i is the same document on every machine and in every process."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from mapping.bench import offers, words
from mapping.bench.land import SEED, Settlement, land
from organisations.document import (
    Address,
    Contact,
    Cost,
    FirstVisit,
    Language,
    Meeting,
    OrganisationDocument,
    Place,
    Step,
    Text,
)
from organisations.models.organisation import Assurance, State
from organisations.text import slug_of
from organisations.visit_phrases import ASK_FOR, BRING, WATCH, WEAR, WHEN

VERSION = 3  # another number makes a kept database void
CHUNK = 500  # entries published together; a section's parent is always in its chunk
MOST = 620_000
DAY = date(2026, 11, 1)  # "today" of the entries: they are the same whenever they are made
BORN_MS = 1_760_000_000_000
# A walk through all names (type, motto, year), none twice: the step shares no divisor with their number.
STEP = 321_679


def entry(number: int) -> OrganisationDocument:
    """The document of entry `number`, from 0 to MOST - 1."""
    chance = _chance("entry", number)
    home = land().home(chance)
    word, kind, topics, name = _name(number, home)
    places = _places(chance, number, home)
    languages = _languages(chance)
    contacts = _contacts(chance, number, tuple(item.code for item in languages))
    return OrganisationDocument(
        id=entry_id(number),
        kind=kind,
        name=name,
        state=_weighted(chance, {State.PUBLIC: 94, State.DRAFT: 3, State.ARCHIVED: 2, State.REJECTED: 1}),
        parent=_parent(chance, number),
        topics=topics,
        flags=tuple(sorted(flag for flag, part in words.FLAGS.items() if chance.randrange(100) < part)),
        german=_weighted(chance, {"": 20, "none": 10, "little": 35, "conversation": 28, "fluent": 7}),
        area=home.slug if home.has_area else None,
        website=f"https://www.{slug_of(word)}-{number}.example/" if chance.random() < 0.6 else "",
        phone=_phone(chance) if chance.random() < 0.5 else "",
        email=f"info@{slug_of(word)}-{number}.example" if chance.random() < 0.5 else "",
        checked_on=_checked(chance, 3 * 365) if chance.random() < 0.92 else None,
        ends_on=date(2020, 12, 31) if chance.random() < 0.01 else None,
        texts=_texts(chance, home),
        languages=languages,
        places=places,
        contacts=contacts,
        meetings=_meetings(chance, places),
        first_visit=_first_visit(chance, contacts, home),
        **_offered(number, kind),
    )


def entry_id(number: int) -> UUID:
    """The id of entry `number`: a UUIDv7 like real ones, later entries have larger ones."""
    return _uuid(number, 0)


def agreed(document: OrganisationDocument) -> list[UUID]:
    """The contact persons who agreed to being shown: two of three."""
    return [contact.id for contact in document.contacts if contact.id.int % 3]


def _offered(number: int, kind: str) -> dict[str, Any]:
    """With a chance of its own, so that all else of an entry is as it was before there were openings."""
    chance = _chance("offered", number)
    ids = tuple(_uuid(number, part) for part in range(20, 23))
    return {"openings": offers.openings(chance, kind, ids, DAY), "committee": offers.committee(chance, kind)}


def _uuid(number: int, part: int) -> UUID:
    """UUIDv7 (RFC 9562, section 5.7) of a part of an entry; entries are a millisecond apart."""
    noise = _chance("id", number * 64 + part).getrandbits(80)
    value = ((BORN_MS + number) << 80) | noise
    return UUID(int=(value & ~(0xF << 76) & ~(0x3 << 62)) | (0x7 << 76) | (0x2 << 62))


def _chance(purpose: str, number: int) -> Random:
    return Random(f"{SEED} {purpose} {number}")  # noqa: S311  no secret


def _name(number: int, home: Settlement) -> tuple[str, str, tuple[str, ...], str]:
    """Type, kind, topics and the name: no two entries share type, motto and year."""
    place = number * STEP % (len(words.TYPES) * len(words.MOTTOS) * words.YEARS)
    place, kind_of = divmod(place, len(words.TYPES))
    year, motto = divmod(place, len(words.MOTTOS))
    word, kind, topics = words.TYPES[kind_of]
    name = f"{word} {words.MOTTOS[motto]} {home.name} {words.FIRST_YEAR + year}"
    return word, kind, topics, name


def _weighted(chance: Random, parts: Mapping[str, int]) -> str:
    return chance.choices(list(parts), list(parts.values()))[0]


def _parent(chance: Random, number: int) -> UUID | None:
    if chance.random() >= 0.03 or number % CHUNK == 0:
        return None
    return entry_id(number - chance.randint(1, number % CHUNK))


def _checked(chance: Random, days: int) -> date:
    return DAY - timedelta(days=chance.randrange(days))


def _phone(chance: Random) -> str:
    return f"+49 7000 {chance.randrange(10**6):06d}"


def _texts(chance: Random, home: Settlement) -> dict[str, Text]:
    codes = ["de", *(code for code, part in (("en", 0.25), ("ar", 0.08)) if chance.random() < part)]
    return {code: _text(chance, code, home) for code in codes}


def _text(chance: Random, code: str, home: Settlement) -> Text:
    sentences = words.SENTENCES[code]
    chosen = chance.sample(sentences, min(len(sentences), chance.randint(2, 7)))
    return Text(
        summary=chance.choice(words.SUMMARIES[code]).format(town=home.name),
        description="\n\n".join(sentence.format(n=chance.randint(5, 80)) for sentence in chosen),
        audience=chance.choice(words.AUDIENCE) if code == "de" and chance.random() < 0.3 else "",
    )


def _languages(chance: Random) -> tuple[Language, ...]:
    codes = [code for code, part in words.SPOKEN.items() if chance.randrange(100) < part]
    return tuple(_language(chance, code) for code in codes[:5])


def _language(chance: Random, code: str) -> Language:
    assurance = chance.choice(Assurance.values)
    days = tuple(sorted(chance.sample(range(7), 2))) if assurance == Assurance.CERTAIN_DAYS else ()
    return Language(code, assurance, days, checked_on=_checked(chance, 400) if chance.random() < 0.8 else None)


def _places(chance: Random, number: int, home: Settlement) -> tuple[Place, ...]:
    """None for one in twelve, several for one in twenty, else one; a few are somebody's home and so private."""
    kind = chance.random()
    if kind < 0.08:
        return ()
    count = chance.randint(2, 4) if kind < 0.13 else 1
    return tuple(_place(chance, _uuid(number, 1 + position), home, position == 0) for position in range(count))


def _place(chance: Random, id: UUID, home: Settlement, primary: bool) -> Place:
    private = chance.random() < 0.04
    address = Address(
        name="" if private else f"{chance.choice(words.PLACES)} {home.name}",
        street=f"{chance.choice(words.STREETS)} {chance.randint(1, 99)}",
        postcode=home.postcode,
        town=home.name,
        area=home.slug if home.has_area else None,
        point=home.somewhere(chance),
        point_origin="hand",
        public_point=home.middle if private and chance.random() < 0.5 else None,
    )
    wheelchair = _weighted(chance, {"yes": 30, "limited": 15, "no": 15, "unknown": 40})
    return Place(address=address, id=id, private=private, wheelchair=wheelchair, primary=primary)


def _contacts(chance: Random, number: int, codes: tuple[str, ...]) -> tuple[Contact, ...]:
    if chance.random() >= 0.6:
        return ()
    name = f"{chance.choice(words.GIVEN)} {chance.choice(words.FAMILY)}"
    return (Contact(_uuid(number, 10), name, "Ansprechperson", ("de", *codes[:2]), _phone(chance)),)


def _first_visit(chance: Random, contacts: tuple[Contact, ...], home: Settlement) -> FirstVisit:
    """Answers for four of five; each answer of its own is missing now and then."""
    if chance.random() < 0.2:
        return FirstVisit()
    costs = {"": 20, "free": 30, "first_free": 25, "amount": 15, "donation": 5, "ask": 5}
    return FirstVisit(
        when=chance.choice(["", *WHEN.answers]),
        ask_for=chance.choice(["", *ASK_FOR.answers]),
        person=contacts[0].id if contacts and chance.random() < 0.5 else None,
        wear=tuple(chance.sample(list(WEAR.answers), chance.randint(0, 2))),
        bring=tuple(chance.sample(list(BRING.answers), chance.randint(0, 3))),
        cost=Cost(_weighted(chance, costs), chance.randint(1, 3), 50 * chance.randint(1, 20)),
        watch=chance.choice(["", *WATCH.answers]),
        way=(Step("bus", f"{home.name} Mitte", str(chance.randint(30, 899))), Step("walk", str(chance.randint(1, 15))))
        if chance.random() < 0.6
        else (),
    )


def _meetings(chance: Random, places: tuple[Place, ...]) -> tuple[Meeting, ...]:
    return tuple(_meeting(chance, places) for _ in range(chance.choices((0, 1, 2, 3), (20, 50, 20, 10))[0]))


def _meeting(chance: Random, places: tuple[Place, ...]) -> Meeting:
    hour = chance.randint(9, 19)
    return Meeting(
        rrule=chance.choice(words.RULES),
        starts_on=date(2025, 9, 1),
        starts_at=time(hour, chance.choice((0, 30))),
        ends_at=time(hour + 2),
        title={"de": chance.choice(words.TITLES)},
        place=chance.choice(places).id if places and chance.random() < 0.3 else None,
    )
