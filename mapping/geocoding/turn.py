"""Whose turn it is to ask: over all processes one question at a time, and a second between an answer and the next one.

The turn is a lease in one row of the database. A process that is killed while it has the turn keeps the others waiting
until the lease is over, never longer.
"""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connections

POLL_SECONDS = 0.1
LEASE = 1.5  # of the longest exchange: what a process may need for a question and what follows
# A row that claims more than this was written by a clock that was wrong.
WRONG_CLOCK_SECONDS = 7_200

_TAKE = """
    INSERT INTO organisations_geocoderturn AS turn (id, free_at)
    VALUES (1, clock_timestamp() + %(lease)s * interval '1 second')
    ON CONFLICT (id) DO UPDATE SET free_at = excluded.free_at
    WHERE turn.free_at <= clock_timestamp()
        OR turn.free_at > clock_timestamp() + %(wrong)s * interval '1 second'
    RETURNING free_at
"""
_REST = "SELECT extract(epoch FROM free_at - clock_timestamp()) FROM organisations_geocoderturn WHERE id = 1"
# Only who still has the turn may end it: after a lease that was overrun another one has it.
_END = """
    UPDATE organisations_geocoderturn SET free_at = clock_timestamp() + %(rest)s * interval '1 second'
    WHERE id = 1 AND free_at = %(mine)s
"""


class BusyError(Exception):
    """Another process has the turn, or the geocoder asked for a pause. `seconds`: how long that may last."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"The geocoder is not to be asked for {seconds:.0f} seconds.")


@dataclass
class Turn:
    """The turn one has. `rest`: seconds nobody asks after it; 0 if nothing was asked."""

    rest: float = 0.0

    def asked(self, pause: float = 0.0) -> None:
        """A question was sent: the next one waits, and longer if the geocoder wants a pause."""
        self.rest = max(settings.GEOCODER_INTERVAL, pause)


@contextlib.contextmanager
def my_turn(patience: float) -> Iterator[Turn]:
    """Wait at most so many seconds for the turn and have it for the block. Raises BusyError."""
    mine = _wait(time.monotonic() + patience)
    turn = Turn()
    try:
        yield turn
    finally:
        with connections["default"].cursor() as cursor:
            cursor.execute(_END, {"rest": turn.rest, "mine": mine})


def _wait(deadline: float) -> datetime:
    """The mark of our lease."""
    lease = LEASE * settings.GEOCODER_SECONDS
    while True:
        with connections["default"].cursor() as cursor:
            cursor.execute(_TAKE, {"lease": lease, "wrong": WRONG_CLOCK_SECONDS})
            if taken := cursor.fetchone():
                mark: datetime = taken[0]
                return mark
            cursor.execute(_REST)
            rest = max(float(cursor.fetchone()[0]), 0.01)
        if time.monotonic() + rest > deadline:
            raise BusyError(rest)
        time.sleep(min(rest, POLL_SECONDS))
