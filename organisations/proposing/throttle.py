"""How many proposals are welcome; how that is counted: organisations/public_forms/throttle.py."""

from collections.abc import Mapping

from organisations.public_forms import throttle
from organisations.public_forms.throttle import DAY, HOUR, Limit, Verdict

LIMITS = {
    "network": Limit(HOUR, 30, 120),  # the sender's network: a house with many people has one address
    "reply": Limit(DAY, 10, 30),  # the mail address to answer to
    "entry of network": Limit(DAY, 10, 20),  # so that no single network keeps others from an entry
    "entry": Limit(DAY, 20, 60),
    "site": Limit(DAY, 1_000, 5_000),
}


def judge(subjects: Mapping[str, str], solved: bool) -> Verdict:
    """Counts one proposal of these subjects (by the names of LIMITS) and says whether it may go."""
    return throttle.judge("proposal", LIMITS, subjects, solved)
