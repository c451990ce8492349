"""Measuring: requests and plain SQL in turns with one connection, then requests alone with eight."""

import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import cycle, islice
from threading import Lock
from typing import Any, NamedTuple

import psycopg

from mapping.bench.client import Answer, Client, NoAnswer, compressed_bytes
from mapping.bench.workload import Case, Workload, first_difference

VISITORS = 8
SECONDS_AT_MOST = 60.0  # a workload that takes longer ends with the round it is in
WATCH_SECONDS = 0.5
LARGEST = 1_000_000  # bytes of an answer; only the export may be larger
TROUBLES = 5  # of a workload; more say nothing new


class Checked(NamedTuple):
    """A case with the paths that were asked and the bodies that were right."""

    case: Case
    paths: tuple[str, ...]
    bodies: list[bytes]


@dataclass
class Timing:
    """Milliseconds of runs, and the requests made in how many seconds."""

    runs: list[float] = field(default_factory=list)
    requests: int = 0
    seconds: float = 0.0

    def add(self, seconds: float, requests: int) -> None:
        """One more run."""
        self.runs.append(seconds * 1_000)
        self.requests += requests
        self.seconds += seconds

    @property
    def median(self) -> float | None:
        """Milliseconds that half of the runs took at most."""
        return percentile(self.runs, 50)

    @property
    def slow(self) -> float | None:
        """Milliseconds that 95 % of the runs took at most."""
        return percentile(self.runs, 95)

    @property
    def a_second(self) -> float | None:
        """Requests a second."""
        return self.requests / self.seconds if self.seconds else None


@dataclass
class Result:
    """What was measured of a workload; `troubles` are wrong, missing and too large answers.

    `size` and `packed`: bytes of the answers of its largest case, as they are and compressed for browsers.
    """

    workload: Workload
    one: Timing = field(default_factory=Timing)
    many: Timing = field(default_factory=Timing)
    sql: Timing = field(default_factory=Timing)
    size: int | None = None
    packed: int | None = None
    troubles: list[str] = field(default_factory=list)

    @property
    def ratio(self) -> float | None:
        """How many times the SQL's median the request takes."""
        here, plain = self.one.median, self.sql.median
        return here / plain if here and plain else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None if there is none, or nothing was measured."""
        here = self.one.median
        if self.workload.most is None or here is None:
            return None
        return here <= self.workload.most(self.sql.median or 0.0)

    def trouble(self, sentence: str) -> None:
        """Note what went wrong."""
        if len(self.troubles) < TROUBLES:
            self.troubles.append(sentence)


def percentile(values: Sequence[float], part: float) -> float | None:
    """The smallest value that `part` percent of the values do not exceed (nearest rank); None of no values."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(len(values) * part / 100) - 1)]


def measure(
    workload: Workload, port: int, connection: psycopg.Connection[Any], rounds: int, watch: Callable[[], None]
) -> Result:
    """Everything of one workload. Each case is asked and checked once before the clock starts.

    `watch` is called now and then while eight visitors ask, and at the end: it looks how much memory is taken.
    """
    result = Result(workload)
    client = Client(port)
    try:
        bodies = [_warm(result, client, connection, case) for case in workload.cases]
        _weigh(result, client, bodies)
        end = time.monotonic() + SECONDS_AT_MOST
        for _ in range(min(rounds, workload.rounds)):
            for case in workload.cases:
                _one_run(result, client, connection, case)
            if time.monotonic() > end:
                break
        if workload.parallel:
            visits = _Visits(result, port, bodies, min(rounds, workload.rounds))
            visits.make(watch)
    except NoAnswer as error:
        result.trouble(f"no answer: {error}")
    finally:
        client.close()
    watch()
    return result


def check(result: Result, case: Case, rows: list[list[Any]], answers: Sequence[Answer]) -> None:
    """Notes answers with another status, too large ones, and the first place where ids differ from those of the SQL."""
    for answer in answers:
        if answer.status != result.workload.status:
            result.trouble(f"{answer.path}: status {answer.status}")
            return
        if len(answer.body) > LARGEST:
            result.trouble(f"{answer.path}: {len(answer.body):,} bytes")
    if difference := first_difference(case.wanted(rows), case.given(answers)):
        result.trouble(f"{case.paths[0]}: not what the SQL gives: {difference}")


def _warm(result: Result, client: Client, connection: psycopg.Connection[Any], case: Case) -> Checked:
    answers = result.workload.ask(client, case)
    check(result, case, [statement.rows(connection) for statement in case.statements], answers)
    paths = tuple(answer.path for answer in answers)
    return Checked(case, paths, [answer.body for answer in answers])


def _weigh(result: Result, client: Client, cases: Sequence[Checked]) -> None:
    """Bytes of the largest case; answers without a body (304) have none worth to compress."""
    largest = max(cases, key=lambda checked: sum(map(len, checked.bodies)))
    result.size = sum(map(len, largest.bodies))
    if result.size:
        result.packed = sum(compressed_bytes(client, path) for path in largest.paths)


def _one_run(result: Result, client: Client, connection: psycopg.Connection[Any], case: Case) -> None:
    began = time.perf_counter()
    answers = result.workload.ask(client, case)
    asked = time.perf_counter()
    rows = [statement.rows(connection) for statement in case.statements]
    ended = time.perf_counter()
    result.one.add(asked - began, len(answers))
    if case.statements:
        result.sql.add(ended - asked, 0)
    check(result, case, rows, answers)


class _Visits:
    """The same cases by eight visitors at once; the bodies must be those that were compared with the SQL."""

    def __init__(self, result: Result, port: int, cases: list[Checked], rounds: int) -> None:
        self._result, self._port = result, port
        self._left = islice(cycle(cases), max(rounds * len(cases), VISITORS))
        self._lock = Lock()
        self._end = time.monotonic() + SECONDS_AT_MOST

    def make(self, watch: Callable[[], None]) -> None:
        """Make all of them and note their times."""
        began = time.perf_counter()
        with ThreadPoolExecutor(VISITORS) as pool:
            visitors = [pool.submit(self._visit) for _ in range(VISITORS)]
            try:
                while wait(visitors, timeout=WATCH_SECONDS).not_done:
                    watch()
            finally:
                self._end = 0.0  # after Ctrl-C nobody begins another visit
        for visitor in visitors:
            for seconds, requests in visitor.result():
                self._result.many.add(seconds, requests)
        self._result.many.seconds = time.perf_counter() - began

    def _visit(self) -> list[tuple[float, int]]:
        """One visitor, who takes the next case as long as there is one; seconds and requests of each."""
        done, client = [], Client(self._port)
        try:
            while (checked := self._next()) and time.monotonic() < self._end:
                began = time.perf_counter()
                answers = self._result.workload.ask(client, checked.case)
                done.append((time.perf_counter() - began, len(answers)))
                if [answer.body for answer in answers] != checked.bodies:
                    states = sorted({answer.status for answer in answers})
                    self._result.trouble(
                        f"{checked.paths[0]}: status {states} or another answer with {VISITORS} visitors"
                    )
        finally:
            client.close()
        return done

    def _next(self) -> Checked | None:
        with self._lock:
            return next(self._left, None)
