"""The benchmark from the empty database to the figures."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from mapping.bench.client import Client
from mapping.bench.entry_loads import entry_load, near_load, publish_load, restore, search_load, walk_load
from mapping.bench.ground import Ground, ground_of
from mapping.bench.load import list_words, load_entries, prepare_database
from mapping.bench.map_loads import list_load, map_loads, unchanged_load
from mapping.bench.measure import Result, measure
from mapping.bench.memory import Memory
from mapping.bench.report import Data, data_of, versions
from mapping.bench.scratch import mark_filled, scratch_database, server_parameters
from mapping.bench.server import Server, running_server
from mapping.bench.workload import Workload

KEYS = ("W1", "W2", "W3a", "W3b", "W4", "W5", "W6", "W7", "304", "W8", "W9")


@dataclass(frozen=True)
class Outcome:
    """The figures of a run."""

    results: list[Result]
    memory: Memory
    data: Data
    versions: dict[str, str]

    @property
    def in_order(self) -> bool:
        """Whether every answer was right; goals play no part."""
        return not any(result.troubles for result in self.results)


@dataclass(frozen=True)
class Wishes:
    """What to run: entries, rounds, variants of each request, workloads, whether to keep the database.

    `log` is where the web server writes; `step`, `loading` and `chosen` are told how it goes on.
    """

    entries: int
    rounds: int
    variants: int
    only: Collection[str]
    keep: bool
    log: Path
    step: Callable[[str], None]
    loading: Callable[[int], None]
    chosen: Callable[[list[Workload]], None]


def run(name: str, wishes: Wishes) -> Outcome:
    """Fill the database of that name unless it is, start the server, measure. Raises CommandError with the reason."""
    with scratch_database(name, wishes.entries, wishes.keep) as filled:
        wishes.step(f"Preparing the database {name}")
        prepare_database()
        loaded = None
        if not filled:
            loaded = load_entries(name, wishes.entries, wishes.loading)
            mark_filled(name, wishes.entries)
        list_words()
        with plain_connection(name) as connection, running_server(name, wishes.log) as server:
            return _measured(connection, server, wishes, loaded)


def _measured(
    connection: psycopg.Connection[Any], server: Server, wishes: Wishes, loaded: tuple[int, float] | None
) -> Outcome:
    wishes.step("Finding boxes and words")
    ground = ground_of(connection, wishes.entries, wishes.variants)
    memory = Memory(server.pid, connection)
    workloads = [one for one in workloads_of(ground, server) if one.key in wishes.only]
    wishes.chosen(workloads)
    results = []
    try:
        for workload in workloads:
            wishes.step(f"{workload.key}: {workload.title}")
            results.append(measure(workload, server.port, connection, wishes.rounds, memory.look))
    finally:
        if "W9" in wishes.only:
            restore(ground)
    return Outcome(results, memory, data_of(ground, loaded), versions(connection))


def workloads_of(ground: Ground, server: Server) -> list[Workload]:
    """All of them, in the order they run; publishing comes last, as every publication makes another version."""
    maps, entry = map_loads(ground), entry_load(ground)
    client = Client(server.port)
    try:
        half = len(entry.cases) // 2
        unchanged = unchanged_load(ground, client, [*maps[0].cases[:half], *entry.cases[half:]])
    finally:
        client.close()
    found = [*maps, list_load(ground), search_load(ground), near_load(ground), entry, unchanged]
    return [*found, walk_load(ground), publish_load(ground)]


@contextmanager
def plain_connection(name: str) -> Iterator[psycopg.Connection[Any]]:
    """The one psycopg connection of the plain SQL, each statement a transaction of its own."""
    with psycopg.connect(**server_parameters(), dbname=name, autocommit=True) as connection:
        yield connection
