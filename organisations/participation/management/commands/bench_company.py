"""`manage.py bench_company`: how long a round of matching takes, on invented people and without a database."""

import random
from argparse import ArgumentParser
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from organisations.participation.company.matching import Companion, Point, Seeker
from organisations.participation.company.rounds import matched
from organisations.participation.phrases import DAYS

LANGUAGES = ("de", "ar", "fa", "uk", "tr", "en", "ru", "so", "ti", "ku")
PLACES = 2_000
START = datetime(2026, 1, 1)


class Command(BaseCommand):
    """One round; the goal is 30 seconds for 1,000 mentors and 10,000 requests."""

    help = "Measures a round of matching mentors and requests on invented people."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many of both."""
        parser.add_argument("--mentors", type=int, default=1_000)
        parser.add_argument("--requests", type=int, default=10_000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them, match them, print."""
        chance = random.Random(7)  # noqa: S311 - not a secret, the same people each time
        mentors = [_mentor(chance, number) for number in range(options["mentors"])]
        places = [_point(chance) for _ in range(PLACES)]
        requests = [_request(chance, number, places) for number in range(options["requests"])]
        began = perf_counter()
        outcomes = matched(requests, mentors)
        seconds = perf_counter() - began
        asked = sum(1 for one in outcomes if one.candidate)
        waits = sum(one.waits for one in outcomes)
        self.stdout.write(
            f"{len(mentors)} mentors, {len(requests)} requests: {seconds:.1f} s; {asked} asked, {waits} wait,"
            f" {len(outcomes) - asked - waits} find nobody"
        )


def _mentor(chance: random.Random, number: int) -> Companion:
    return Companion(
        id=UUID(int=number),
        languages=frozenset(chance.sample(LANGUAGES, 2)),
        times=_times(chance, 3),
        gender=chance.choice(["woman", "man", ""]),
        topics=frozenset(chance.sample(range(30), 3)),
        areas=frozenset(chance.sample(range(40), 2)),
        centres=(_point(chance), _point(chance)),
        capacity=chance.randint(1, 3),
    )


def _request(chance: random.Random, number: int, places: list[Point]) -> Seeker:
    return Seeker(
        id=UUID(int=1_000_000 + number),
        since=START + timedelta(minutes=chance.randrange(100_000)),
        languages=frozenset(chance.sample(LANGUAGES, 2)),
        times=_times(chance, 2),
        wish=chance.choice(["", "", "woman"]),
        topics=frozenset(chance.sample(range(30), 2)),
        areas=frozenset({chance.randrange(40)}),
        point=chance.choice(places),
    )


def _point(chance: random.Random) -> Point:
    return 48.5 + chance.random() * 0.4, 9.0 + chance.random() * 0.5


def _times(chance: random.Random, many: int) -> tuple[dict[str, str], ...]:
    begins = [chance.randrange(8, 20) for _ in range(many)]
    return tuple({"day": chance.choice(DAYS), "from": f"{hour:02}:00", "to": f"{hour + 2:02}:00"} for hour in begins)
