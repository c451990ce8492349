"""How many forms are welcome: generous for a shelter behind one address, narrow for one writer and one entry.

Up to `free` nothing is asked. Above, the sender's device has to work (work.py), up to `most`; then it is time to wait.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from organisations.limits import seconds_to_wait

HOUR, DAY = 3_600, 86_400


@dataclass(frozen=True)
class Limit:
    """Forms within `seconds`."""

    seconds: int
    free: int
    most: int


@dataclass(frozen=True)
class Verdict:
    """`wait` seconds until it is free again; with `work` a device that works may send at once."""

    wait: int = 0
    work: bool = False


GO = Verdict()


def judge(purpose: str, limits: Mapping[str, Limit], subjects: Mapping[str, str], solved: bool) -> Verdict:
    """Counts one form for `purpose` of these subjects (by the names of `limits`) and says whether it may go.

    Subjects are counted in their order, the sender's own first: what is refused for one does not count for the next, so
    that nobody uses up what many share. `solved`: the sender's device has worked. A form that only lacks the work does
    not count towards `most`.
    """

    def waits(kind: str) -> int:
        for name, subject in subjects.items():
            limit = limits[name]
            most = getattr(limit, kind)
            if wait := seconds_to_wait(f"{purpose}-{name}-{kind}", subject, limit=most, seconds=limit.seconds):
                return wait
        return 0

    if not solved and (wait := waits("free")):
        return Verdict(wait, work=True)
    return Verdict(waits("most"))
