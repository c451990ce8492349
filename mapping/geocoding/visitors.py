"""What visitors type, asked of the geocoder: the same server and turn as for addresses, with little patience."""

import math
import threading

from django.conf import settings

from mapping.geocoding.answers import keep_places, known_places
from mapping.geocoding.server import Named, TroubleError, ask_freely
from mapping.geocoding.turn import BusyError, Turn, my_turn
from mapping.places import NotNowError
from organisations.limits import seconds_to_wait

TURN_SECONDS, ANSWER_SECONDS = 2.5, 4.0  # nobody waits longer than both together
_slots = threading.BoundedSemaphore(2)  # of the threads of this process: the others go on serving pages


def look_up(text: str, visitor: str) -> list[Named]:
    """The places the geocoder knows for a text. `visitor`: whose questions are counted, empty for nobody's.

    Raises NotNowError when the geocoder is down or busy, or the visitor asked too often.
    """
    kept = known_places(text)
    if kept is not None:
        return kept
    limit = settings.PLACES_A_MINUTE
    if visitor and limit > 0 and (wait := seconds_to_wait("places", visitor, limit=limit, seconds=60)):
        raise NotNowError("often", wait)
    if not _slots.acquire(blocking=False):
        raise NotNowError("busy", 1)
    try:
        with my_turn(TURN_SECONDS) as turn:
            kept = known_places(text)  # somebody else may have asked while we waited
            return _asked(text, turn) if kept is None else kept
    except BusyError as error:
        raise NotNowError("busy", min(60, int(error.seconds) + 1)) from error
    finally:
        _slots.release()


def _asked(text: str, turn: Turn) -> list[Named]:
    turn.asked()
    try:
        found = ask_freely(text, ANSWER_SECONDS)
    except TroubleError as error:
        turn.asked(error.pause)
        busy = error.pause > 0  # it answered, but that it is asked too much
        raise (NotNowError("busy", math.ceil(error.pause)) if busy else NotNowError("down", 30)) from error
    keep_places(text, found)
    return found
