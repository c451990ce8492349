"""How many messages are welcome: generous for a shelter behind one address, narrow for one writer and one entry.

Up to `free` nothing is asked. Above, the sender's device has to work (work.py), up to `most`; then it is time to wait.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from organisations.limits import seconds_to_wait

HOUR, DAY = 3_600, 86_400


@dataclass(frozen=True)
class Limit:
    """Messages within `seconds`."""

    seconds: int
    free: int
    most: int


LIMITS = {
    "network": Limit(HOUR, 30, 120),  # the sender's network: a house with many people has one address
    "reply": Limit(DAY, 5, 10),  # the mail address or number to answer to
    "entry": Limit(DAY, 20, 60),
    "site": Limit(DAY, 1_000, 5_000),
}
ANSWERS = Limit(DAY, 10, 10)  # answers to one message


@dataclass(frozen=True)
class Verdict:
    """`wait` seconds until it is free again; with `work` a device that works may send at once."""

    wait: int = 0
    work: bool = False


GO = Verdict()


def judge(subjects: Mapping[str, str], solved: bool) -> Verdict:
    """Counts one message of these subjects (by the names of LIMITS) and says whether it may go.

    `solved`: the sender's device has worked. A message that only lacks the work does not count towards `most`.
    """
    if not solved:
        waits = [_count(name, "free", subject, LIMITS[name].free) for name, subject in subjects.items()]
        if max(waits):
            return Verdict(max(waits), work=True)
    waits = [_count(name, "most", subject, LIMITS[name].most) for name, subject in subjects.items()]
    return Verdict(max(waits))


def answer_wait(message: str) -> int:
    """Counts one answer to a message; seconds until the next one is welcome, 0 for now."""
    return seconds_to_wait("message-answer", message, limit=ANSWERS.most, seconds=ANSWERS.seconds)


def _count(name: str, kind: str, subject: str, limit: int) -> int:
    return seconds_to_wait(f"message-{name}-{kind}", subject, limit=limit, seconds=LIMITS[name].seconds)
