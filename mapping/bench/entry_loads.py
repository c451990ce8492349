"""Workloads W5 to W9: searching, what is near, one entry, all of them, and a change until it shows."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from mapping.bench import sql
from mapping.bench.client import Answer, Client
from mapping.bench.ground import FLAGS, TOPICS, Ground
from mapping.bench.land import land
from mapping.bench.synthetic import entry, entry_id
from mapping.bench.workload import API, Case, Workload, at_most, feature_ids, ids, twice_and_three
from organisations.document import OrganisationDocument
from organisations.matching import corrector
from organisations.models import Organisation
from organisations.services.publish import publish
from organisations.services.rows import load_document
from organisations.text import search_words

PAGE = 500
ALL_AT_MOST = 20_000  # of more listings W8 reads the first ones
PARTS = ("topics", "flags", "texts", "languages", "meetings", "places", "contacts", "sections")
LETTERS = "abcdefghijklmnoprstuvwz"
TRIES = 60  # for a word with a typo that nobody wrote that way


def search_load(ground: Ground) -> Workload:
    """W5: two words of a name, one of them with a typo. The plain SQL is handed the corrected words."""
    cases = []
    for number, chance in ground.variants("search"):
        words = _mistyped(ground, number, chance)
        terms = corrector(ground.terms, ground.today).wording_of(" ".join(words)).terms
        readings = [[reading.words for reading in term.readings] for term in terms]
        texts = [sql.corrected_search(readings, limit=True), sql.corrected_search(readings, limit=False)]
        cases.append(
            Case(
                paths=(f"{API}/listings?{urlencode({'q': ' '.join(words), 'limit': 50})}",),
                statements=tuple(ground.statement(text, **values) for text, values in texts),
                wanted=_ids_and_count,
                given=_page,
            )
        )
    return Workload("W5", "search with a typo", cases)


def near_load(ground: Ground) -> Workload:
    """W6: the nearest 20 of a topic with a flag."""
    cases = []
    for number, chance in ground.variants("near"):
        longitude, latitude = land().home(chance).somewhere(chance)
        topic, flag = TOPICS[number % 4], FLAGS[number // 4 % 4]
        query = urlencode({"near": f"{latitude},{longitude}", "topic": topic, "open": flag, "limit": 20})
        values: dict[str, Any] = {"lat": latitude, "lng": longitude}
        values |= {"topics": [ground.terms.topic_by_slug[topic].pk], "flags": [ground.terms.flag_by_slug[flag].pk]}
        cases.append(
            Case(
                paths=(f"{API}/listings?{query}",),
                statements=tuple(ground.statement(text, **values) for text in (sql.NEAREST, sql.NEAREST_COUNT)),
                wanted=_ids_and_count,
                given=_page,
            )
        )
    return Workload("W6", "nearest 20, topic and flag", cases, twice_and_three)


def entry_load(ground: Ground) -> Workload:
    """W7: one organisation with everything that belongs to it."""
    cases = []
    for number in _public(ground):
        statements = tuple(ground.statement(text, id=entry_id(number)) for text in sql.ENTRY.values())
        path = f"{API}/organisations/{entry_id(number)}"
        cases.append(Case((path,), statements, _id_and_sizes, _entry))
    return Workload("W7", "one organisation", cases, at_most(8))


def walk_load(ground: Ground) -> Workload:
    """W8: all listings by following `next`."""
    statement = ground.statement(sql.EVERYTHING, most=ALL_AT_MOST)
    case = Case((f"{API}/listings?limit={PAGE}",), (statement,), lambda rows: ids(rows[0]), _all_ids)
    count = min(len(statement.rows(ground.connection)), ALL_AT_MOST)
    title = f"{'first' if count == ALL_AT_MOST else 'all'} {count:,} listings by `next`"
    return Workload("W8", title, [case], ask=_walk, rounds=3)


def publish_load(ground: Ground) -> Workload:
    """W9: publish a change in this process, then ask for the entry and search its new word until both show it."""
    cases = []
    for number in _public(ground):
        id = entry_id(number)
        statement = ground.statement(sql.SOME_ROW, id=id)
        cases.append(Case((f"{API}/organisations/{id}",), (statement,), lambda rows: [True, True], _shows))
    return Workload("W9", "publish one until it shows", cases, ask=_publish, parallel=False, rounds=2)


def restore(ground: Ground) -> None:
    """Publish the entries that W9 changed as they were, so that a database that is kept stays the same."""
    for number in _public(ground):
        now = load_document(entry_id(number))
        texts = {**now.texts, "de": entry(number).texts["de"]}
        if texts != now.texts:
            _published(replace(now, texts=texts))


def _public(ground: Ground) -> list[int]:
    """Numbers of entries that visitors see, far from one another, one a variant."""
    found = []
    for number, _ in ground.variants("entry"):
        place = number * ground.entries // ground.several
        while not _is_public(entry(place)):
            place += 1
        found.append(place)
    return found


def _is_public(document: OrganisationDocument) -> bool:
    return document.state == "public" and document.ends_on is None


def _mistyped(ground: Ground, number: int, chance: Random) -> list[str]:
    """Type and town of some entry, folded, a letter of the town wrong so that nothing is written like that."""
    for _ in range(TRIES):
        name = entry(chance.randrange(ground.entries)).name.split()
        words = search_words(f"{name[0]} {_with_typo(name[-2], number, chance)}")
        values = {f"word{place}": word for place, word in enumerate(words)}
        if not ground.rows(sql.exact_search(len(words)), **values)[0][0]:
            return words
    raise LookupError("No word with a typo could be made of the names.")


def _with_typo(word: str, number: int, chance: Random) -> str:
    """The word with a letter left out, two swapped, or one replaced; never the first."""
    place = chance.randrange(2, len(word) - 2)
    before, here, behind = word[:place], word[place], word[place + 1 :]
    return before + ("", behind[0] + here, chance.choice(LETTERS))[number % 3] + behind[number % 3 == 1 :]


def _ids_and_count(rows: list[list[sql.Row]]) -> list[Any]:
    return [ids(rows[0]), rows[1][0][0]]


def _page(answers: Sequence[Answer]) -> list[Any]:
    return [feature_ids(answers[0]), answers[0].data["numberMatched"]]


def _id_and_sizes(rows: list[list[sql.Row]]) -> list[Any]:
    found = dict(zip(sql.ENTRY, rows, strict=True))
    found["places"] = found["places"] or [("its area",)]  # an entry without a place stands at its area
    return [str(found["organisation"][0][0]), *(len(found[name]) for name in PARTS)]


def _entry(answers: Sequence[Answer]) -> list[Any]:
    data = answers[0].data
    return [data["id"], *(len(data[name]) for name in PARTS)]


def _all_ids(answers: Sequence[Answer]) -> list[str]:
    return [id for answer in answers for id in feature_ids(answer)]


def _walk(client: Client, case: Case) -> list[Answer]:
    answers = [client.get(case.paths[0])]
    while answers[-1].next and len(answers) * PAGE < ALL_AT_MOST:
        answers.append(client.get(answers[-1].next))
    return answers


def _publish(client: Client, case: Case) -> list[Answer]:
    """Publishes a word nobody used before, then asks for the entry and for the word."""
    path = case.paths[0]
    now = load_document(UUID(path.rsplit("/", 1)[1]))
    word = f"neuigkeit{now.id.hex[-6:]}x{Organisation.objects.get(pk=now.id).number}"
    text = now.texts["de"]
    changed = replace(text, summary=f"{text.summary.partition(' Neu: ')[0]} Neu: {word}")
    _published(replace(now, texts={**now.texts, "de": changed}))
    return [client.get(path), client.get(f"{API}/listings?{urlencode({'q': word})}")]


def _published(document: OrganisationDocument) -> None:
    base = Organisation.objects.get(pk=document.id).number
    publish(document, base=base, author="bench", reason="Benchmark")


def _shows(answers: Sequence[Answer]) -> list[bool]:
    entry, found = answers
    word = found.path.partition("q=")[2]
    shown = any(one["properties"]["organisation"] == entry.data["id"] for one in found.data["features"])
    return [word in entry.data["texts"]["de"]["summary"], shown]
