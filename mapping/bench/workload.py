"""What a workload is: requests and, for each, the plain SQL that gives the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mapping.bench.client import Answer, Client
from mapping.bench.sql import Row, Statement

API = "/api/v1"


@dataclass(frozen=True)
class Case:
    """One variant: the paths asked one after another, the statements, and what both say in a form that compares."""

    paths: tuple[str, ...]
    statements: tuple[Statement, ...]
    wanted: Callable[[list[list[Row]]], Any]
    given: Callable[[Sequence[Answer]], Any]
    etag: str = ""  # sent along: the answer is 304 then


def ask_in_turn(client: Client, case: Case) -> list[Answer]:
    """The answers of the case's paths."""
    return [client.get(path, etag=case.etag) for path in case.paths]


@dataclass(frozen=True)
class Workload:
    """A workload with its variants.

    `most`: milliseconds it may take at 20,000 entries, of those its SQL takes; `status`: that of a right answer;
    `parallel`: whether several visitors may do it at once; `rounds`: at most so many.
    """

    key: str
    title: str
    cases: list[Case]
    most: Callable[[float], float] | None = None
    ask: Callable[[Client, Case], list[Answer]] = ask_in_turn
    status: int = 200
    parallel: bool = True
    rounds: int = 1_000


def twice_and_three(sql: float) -> float:
    """The goal of most workloads: twice the time of the SQL and three milliseconds."""
    return 2 * sql + 3


def at_most(milliseconds: float) -> Callable[[float], float]:
    """A goal that knows no SQL."""
    return lambda sql: milliseconds


def ids(rows: list[Row]) -> list[str]:
    """The first column as text."""
    return [str(row[0]) for row in rows]


def feature_ids(answer: Answer) -> list[str]:
    """The ids of a feature collection, in order."""
    return [feature["id"] for feature in answer.data["features"]]


def first_difference(wanted: Any, given: Any) -> str:
    """Where two values differ, in a few words; empty if they do not."""
    if wanted == given:
        return ""
    if isinstance(wanted, dict) and isinstance(given, dict):
        for key in sorted({*wanted, *given}, key=str):
            if wanted.get(key) != given.get(key):
                return f"{key}: " + first_difference(wanted.get(key), given.get(key))
    if isinstance(wanted, list | tuple) and isinstance(given, list | tuple):
        for place, (one, other) in enumerate(zip(wanted, given, strict=False)):
            if one != other:
                return f"place {place}: " + first_difference(one, other)
        return f"{len(given)} instead of {len(wanted)}"
    return f"{given!r:.120} instead of {wanted!r:.120}"
