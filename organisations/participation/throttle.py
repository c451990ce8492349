"""How many first messages, answers, offers, requests for company and filled questionnaires are welcome.

How that is counted: organisations/public_forms/throttle.py.
"""

from collections.abc import Mapping

from organisations.limits import seconds_to_wait
from organisations.public_forms import throttle
from organisations.public_forms.throttle import DAY, GO, HOUR, Limit, Verdict

LIMITS = {
    "network": Limit(HOUR, 30, 120),  # the sender's network: a house with many people has one address
    "reply": Limit(DAY, 5, 10),  # the mail address or number to answer to
    "entry": Limit(DAY, 20, 60),
    "site": Limit(DAY, 1_000, 5_000),
}
OFFERS = {"network": LIMITS["network"], "reply": Limit(DAY, 3, 3), "site": Limit(DAY, 200, 1_000)}
COMPANY = {**LIMITS, "reply": Limit(DAY, 3, 6), "adult": Limit(DAY, 3, 6)}  # adult: whose address is named
ANSWERS = Limit(DAY, 10, 10)  # answers to one message
FILLED = {  # questionnaires; a whole course may fill them in at one address within an hour
    "network": Limit(HOUR, 60, 240),
    "site": Limit(DAY, 2_000, 10_000),
}

__all__ = [
    "ANSWERS", "DAY", "FILLED", "GO", "LIMITS", "Limit", "Verdict", "answer_wait", "judge", "judge_answers",
    "judge_company", "judge_offer",
]  # fmt: skip


def judge(subjects: Mapping[str, str], solved: bool) -> Verdict:
    """Counts one message of these subjects (by the names of LIMITS) and says whether it may go."""
    return throttle.judge("message", LIMITS, subjects, solved)


def judge_offer(subjects: Mapping[str, str], solved: bool) -> Verdict:
    """The same for an offer to come along (OFFERS)."""
    return throttle.judge("mentor", OFFERS, subjects, solved)


def judge_company(subjects: Mapping[str, str], solved: bool) -> Verdict:
    """The same for a request for company (COMPANY)."""
    return throttle.judge("company", COMPANY, subjects, solved)


def answer_wait(message: str) -> int:
    """Counts one answer to a message; seconds until the next one is welcome, 0 for now."""
    return seconds_to_wait("message-answer", message, limit=ANSWERS.most, seconds=ANSWERS.seconds)


def judge_answers(subjects: Mapping[str, str], solved: bool) -> Verdict:
    """Counts one filled questionnaire of these subjects (by the names of FILLED) and says whether it may be kept."""
    return throttle.judge("questions", FILLED, subjects, solved)
