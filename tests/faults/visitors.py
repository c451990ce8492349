"""Visitors who ask all the time, each answer written down with its moment."""

import contextlib
import itertools
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.faults.processes import Answer, Site


@dataclass(frozen=True)
class Visit:
    """One answer: who asked for which address, when, and when it was there (monotonic seconds)."""

    visitor: int
    path: str
    began: float
    ended: float
    answer: Answer


@dataclass
class Crowd:
    """What all visitors got so far."""

    visits: list[Visit] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def is_served(self, since: float, visitors: int = 8) -> bool:
        """Whether the last three visits of everybody began after a moment and went well."""
        asked = [[visit for visit in self.visits if visit.visitor == number][-3:] for number in range(visitors)]
        return all(
            len(last) == 3 and all(visit.began > since and visit.answer.status == 200 for visit in last)
            for last in asked
        )

    def statuses(self) -> Counter[int]:
        """How often each status was given."""
        return Counter(visit.answer.status for visit in self.visits)

    def last_trouble(self) -> float:
        """When the last answer that was not 200 or 304 was there."""
        return max((visit.ended for visit in self.visits if visit.answer.status not in (200, 304)), default=0.0)

    def slowest(self) -> float:
        """The longest time somebody waited for an answer, in seconds."""
        return max(visit.answer.seconds for visit in self.visits)


@contextlib.contextmanager
def crowd(site: Site, paths: Sequence[str], visitors: int = 8) -> Iterator[Crowd]:
    """So many visitors, each asking for one path after the other until the block is left.

    Each path gets a query that is new every time, so that nothing is answered from what is kept.
    """
    made = Crowd()
    numbers = itertools.count()

    def visit(visitor: int) -> None:
        first = visitor % len(paths)
        for path in itertools.cycle([*paths[first:], *paths[:first]]):
            if made.over.is_set():
                return
            began = time.monotonic()
            answer = site.get(path.replace("{n}", str(next(numbers))))
            made.visits.append(Visit(visitor, path, began, time.monotonic(), answer))
            time.sleep(0.01)

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(visitors)]
    for thread in threads:
        thread.start()
    try:
        yield made
    finally:
        made.over.set()
        for thread in threads:
            thread.join()
