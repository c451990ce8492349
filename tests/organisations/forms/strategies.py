"""Documents of every shape that may be published, for tests with generated ones."""

from datetime import date, time
from typing import Any

from hypothesis import strategies as st

from organisations.document import (
    Address,
    Committee,
    Contact,
    Cost,
    FirstVisit,
    Language,
    Meeting,
    Opening,
    OrganisationDocument,
    Place,
    Step,
    Text,
)
from organisations.openings.phrases import ANSWER, HOW, WHO
from organisations.recurrence import WEEKDAYS
from organisations.text import clean
from organisations.visit_phrases import BRING, COST, NAMED, NUMBERED, STEPS, WATCH, WEAR, WHEN

LETTERS = st.sampled_from("abc ÄßÇ éعربية中 <>&\"'%{}‌—0123")


def words(most: int, least: int = 0) -> st.SearchStrategy[str]:
    """A line of text that needs no cleaning."""
    return st.text(LETTERS, min_size=least, max_size=most).map(clean).filter(lambda text: len(text) >= least)


def prose(most: int) -> st.SearchStrategy[str]:
    """Text with line breaks."""
    letters = st.one_of(LETTERS, st.just("\n"))
    return st.text(letters, max_size=most).map(lambda text: clean(text, lines=True))


DAYS = st.dates(date(1990, 1, 1), date(2035, 12, 31))
HOURS = st.times(time(0), time(23, 59, 59)).map(lambda at: at.replace(microsecond=0))
CODES = st.sampled_from(["de", "ar", "pt-BR", "tlh", "kmr", "en"])
PHONES = st.sampled_from(["", "0711 123-45", "+49 (0)711 / 12.34", "110"])
MAILS = st.sampled_from(["", "info@verein.example", "a.b+c@x.example"])


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Every rule of the grammar, in many spellings."""
    monthly = draw(st.booleans())
    days = draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=4))
    ordinals = st.sampled_from(["1", "2", "3", "4", "5", "-1"])
    parts = [f"FREQ={'MONTHLY' if monthly else 'WEEKLY'}"]
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 5))}")
    parts.append("BYDAY=" + ",".join(f"{draw(ordinals) if monthly else ''}{day}" for day in days))
    if months := draw(st.lists(st.integers(1, 12), max_size=12)):
        parts.append("BYMONTH=" + ",".join(map(str, months)))
    if draw(st.booleans()):
        parts.append(f"UNTIL={draw(DAYS):%Y%m%d}" + draw(st.sampled_from(["", "T235959Z"])))
    return draw(st.sampled_from(["", "RRULE:"])) + ";".join(parts)


POINTS = st.tuples(st.floats(8, 10), st.floats(47, 49))


def addresses() -> st.SearchStrategy[Address]:
    """Addresses with and without a point."""

    def address(point: tuple[float, float] | None, origin: str, **values: Any) -> Address:
        return Address(point=point, point_origin=origin if point else "", **values)

    return st.builds(
        address,
        point=st.none() | POINTS,
        origin=st.sampled_from(["hand", "import", "geocoder", "area"]),
        name=words(20),
        street=words(20),
        postcode=st.sampled_from(["", "70794"]),
        town=words(12),
        area=st.sampled_from([None, "bernhausen"]),
        public_point=st.none() | POINTS,
    )


def steps() -> st.SearchStrategy[Step]:
    """Steps of the way with the name they need."""

    def step(code: str, name: str, lines: str) -> Step:
        return Step(code, "7" if code in NUMBERED else name if code in NAMED else "", lines)

    return st.builds(step, st.sampled_from(STEPS), words(10, 1), words(5))


def costs() -> st.SearchStrategy[Cost]:
    """What the first time costs."""
    return st.builds(Cost, st.sampled_from(["", *COST.answers]), st.integers(1, 10), st.integers(1, 100_000))


@st.composite
def documents(draw: st.DrawFn) -> OrganisationDocument:
    """An organisation; whatever belongs to it is there, in any number."""
    private = st.booleans()
    places = draw(st.lists(st.builds(Place, addresses(), private=private, wheelchair=_ACCESS), max_size=3))
    has_main = draw(st.booleans())
    if places and has_main:
        places[0] = _primary(places[0])
    contacts = draw(st.lists(_CONTACTS, max_size=3))
    ids = st.sampled_from([None, *(place.id for place in places)])
    codes = draw(st.lists(CODES, unique=True, max_size=4))
    return OrganisationDocument(
        kind=draw(st.sampled_from(["club", "committee", "initiative"])),
        name=draw(words(40, 1)),
        state="public",
        language=draw(CODES),
        topics=tuple(draw(st.lists(st.sampled_from(["football", "choir", "sport"]), unique=True))),
        flags=tuple(sorted(draw(st.sets(st.sampled_from(["newcomers-welcome", "beginners-welcome"]))))),
        german=draw(st.sampled_from(["", "none", "fluent"])),
        area=draw(st.sampled_from([None, "bernhausen"])),
        website=draw(st.sampled_from(["", "https://verein.example/a?b=c&d", "http://münchen.example"])),
        phone=draw(PHONES),
        email=draw(MAILS),
        checked_on=date(2026, 9, 1),
        closed_from=draw(st.none() | st.dates(date(2020, 1, 1), date(2025, 1, 1))),
        closed_until=draw(st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1))),
        texts=draw(st.dictionaries(CODES, _TEXTS, max_size=3)),
        languages=tuple(draw(_language(code)) for code in codes),
        places=tuple(places),
        contacts=tuple(contacts),
        meetings=tuple(draw(st.lists(_meetings(ids), max_size=3))),
        first_visit=draw(_visits([contact.id for contact in contacts])),
        openings=tuple(draw(st.lists(_OPENINGS, max_size=3))),
        committee=draw(_COMMITTEES),
    )


def _primary(place: Place) -> Place:
    return Place(place.address, place.id, place.private, place.wheelchair, True)


_ACCESS = st.sampled_from(["yes", "limited", "no", "unknown"])
_CONTACTS = st.builds(
    Contact,
    name=words(10),
    role=words(10),
    languages=st.lists(CODES, max_size=3).map(tuple),
    phone=PHONES,
    email=MAILS,
)
_TEXTS = st.builds(Text, words(30), prose(60), words(20), st.sampled_from(["human", "machine"]))
_WORDS_BY_LANGUAGE = st.dictionaries(CODES, words(20, 1), max_size=2)


_OPENINGS = st.builds(
    Opening,
    st.sampled_from(["seat", "guest", "trial", "helper", "internship"]),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    title=_WORDS_BY_LANGUAGE,
    text=_WORDS_BY_LANGUAGE,
    german=st.sampled_from(["", "none", "fluent"]),
    age_from=st.none() | st.integers(0, 60),
    age_to=st.none() | st.integers(60, 120),
    answer=st.sampled_from(["", *ANSWER.answers]),
)
_COMMITTEES = st.builds(
    Committee,
    who=st.lists(st.sampled_from(list(WHO.answers)), unique=True, max_size=3).map(tuple),
    citizenship=st.sampled_from(["", "yes", "no"]),
    how=st.sampled_from(["", *HOW.answers]),
    public=st.sampled_from(["", "yes", "no"]),
    note=_WORDS_BY_LANGUAGE,
)


def _language(code: str) -> st.SearchStrategy[Language]:
    return st.builds(
        Language,
        st.just(code),
        st.sampled_from(["always", "on_request", "certain_days", "interpreter", "slow_german"]),
        st.lists(st.integers(0, 6), unique=True, max_size=3).map(tuple),
        words(20),
        st.none() | st.dates(date(2020, 1, 1), date(2026, 9, 1)),
    )


def _meetings(places: st.SearchStrategy[Any]) -> st.SearchStrategy[Meeting]:
    return st.builds(
        Meeting,
        rules(),
        DAYS,
        HOURS,
        st.none() | HOURS,
        title=_WORDS_BY_LANGUAGE,
        note=_WORDS_BY_LANGUAGE,
        place=places,
        exceptions=st.lists(DAYS, max_size=3).map(tuple),
    )


def _visits(contacts: list[Any]) -> st.SearchStrategy[FirstVisit]:
    return st.builds(
        FirstVisit,
        when=st.sampled_from(["", *WHEN.answers]),
        ask_for=st.sampled_from(["", "trainer"]),
        person=st.sampled_from([None, *contacts]),
        wear=st.lists(st.sampled_from(list(WEAR.answers)), unique=True, max_size=5).map(tuple),
        bring=st.lists(st.sampled_from(list(BRING.answers)), unique=True, max_size=5).map(tuple),
        cost=costs(),
        watch=st.sampled_from(["", *WATCH.answers]),
        way=st.lists(steps(), max_size=4).map(tuple),
    )
