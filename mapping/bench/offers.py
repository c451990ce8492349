"""What synthetic entries offer until a day, and what their committees say of their seats."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from mapping.bench import words
from organisations.models.opening import OpeningKind
from organisations.models.organisation import Kind
from organisations.openings.phrases import ANSWER, CITIZENSHIP, HOW, PUBLIC, WHO
from organisations.openings.values import Committee, Opening

PART = 0.05  # of all entries offer something
LATEST, EARLIEST = 3 * 365, -60  # last days from the day of the entries, so that some are over already
# Of a hundred, by what the entry is.
KINDS = {
    True: {"seat": 50, "guest": 40, "helper": 10},
    False: {"seat": 3, "guest": 7, "trial": 50, "helper": 25, "internship": 15},
}


def openings(chance: Random, kind: str, ids: tuple[UUID, ...], day: date) -> tuple[Opening, ...]:
    """None for most, else one or several, as many as there are ids at most."""
    if chance.random() >= PART:
        return ()
    return tuple(_opening(chance, kind, id, day) for id in ids[: chance.choice((1, 1, 1, 2, len(ids)))])


def _opening(chance: Random, kind: str, id: UUID, day: date) -> Opening:
    parts = KINDS[kind == Kind.COMMITTEE]
    (offered,) = chance.choices(list(parts), list(parts.values()))
    titles = words.OFFERS[OpeningKind(offered)]
    codes = ["de", *(code for code, part in (("en", 0.25), ("ar", 0.08)) if chance.random() < part)]
    aged = chance.random() < 0.3
    return Opening(
        kind=offered,
        until=day + timedelta(days=chance.randrange(EARLIEST, LATEST)),
        id=id,
        title={code: titles[code] for code in codes},
        text={"de": chance.choice(words.SENTENCES["de"]).format(n=chance.randint(5, 80))},
        german=chance.choice(("", "none", "little", "conversation")),
        age_from=chance.randint(6, 18) if aged else None,
        age_to=chance.randint(19, 70) if aged and chance.random() < 0.5 else None,
        answer=chance.choice(["", *ANSWER.answers]),
    )


def committee(chance: Random, kind: str) -> Committee:
    """The facts of two of three committees; each answer of its own is missing now and then."""
    if kind != Kind.COMMITTEE or chance.random() < 0.33:
        return Committee()
    return Committee(
        who=tuple(chance.sample(list(WHO.answers), chance.randint(0, 2))),
        citizenship=chance.choice(["", *CITIZENSHIP.answers]),
        how=chance.choice(["", *HOW.answers]),
        public=chance.choice(["", *PUBLIC.answers]),
    )
