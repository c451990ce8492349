"""The figures as a table for the terminal and as plain values for JSON."""

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import django
import psycopg
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from mapping.bench.ground import Ground
from mapping.bench.measure import VISITORS, Result
from mapping.bench.memory import Memory
from mapping.bench.server import WORKERS

GOALS_UP_TO = 20_000  # entries for which the goals are set
MOST_MEMORY = 300  # MB of the two workers
NOTES = (
    "Times are milliseconds of a run (W4: two requests, W8: all pages, W9: publishing and two requests), as the client"
    " sees them; requests and SQL took turns with one connection.",
    "req/s counts requests. Sizes are those of the largest run's answers, uncompressed and as sent to browsers (gzip).",
    "No answer was kept from an earlier request: of the addresses asked the server keeps none, it only compares ETags.",
)


@dataclass(frozen=True)
class Data:
    """The data set: entries, listings, areas, megabytes of the database, and how it was loaded (None: kept)."""

    entries: int
    listings: int
    areas: int
    megabytes: float
    load_seconds: float | None
    load_processes: int | None


def data_of(ground: Ground, loaded: tuple[int, float] | None) -> Data:
    """The data set's figures."""
    areas = ground.rows("SELECT count(*) FROM organisations_area")[0][0]
    size = ground.rows("SELECT pg_database_size(current_database())")[0][0]
    processes, seconds = loaded or (None, None)
    return Data(ground.entries, ground.listings, areas, round(size / 1e6, 1), seconds, processes)


def versions(connection: psycopg.Connection[Any]) -> dict[str, str]:
    """What it ran on."""
    row = connection.execute("SELECT current_setting('server_version'), postgis_lib_version()").fetchone()
    server, postgis = row or ("", "")
    return {
        "PostgreSQL": server.split()[0],
        "PostGIS": postgis,
        "Python": platform.python_version(),
        "Django": django.get_version(),
        "on": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
    }


def as_values(results: Sequence[Result], memory: Memory, data: Data, ran_on: dict[str, str]) -> dict[str, Any]:
    """Everything as plain values: milliseconds, requests a second, bytes, megabytes."""
    return {
        "data": asdict(data),
        "versions": ran_on,
        "memory_mb": {name: _rounded(value) for name, value in _memory(memory).items()},
        "workloads": {one.workload.key: _values(one, data) for one in results},
        "troubles": [f"{one.workload.key} {sentence}" for one in results for sentence in one.troubles],
    }


def as_table(results: Sequence[Result], memory: Memory, data: Data, ran_on: dict[str, str]) -> Group:
    """The table and what belongs below it."""
    table = Table(title=f"Benchmark of {data.entries:,} entries", title_justify="left")
    table.add_column("workload", overflow="fold")
    for heading in ("p50", "p95", "req/s", f"{VISITORS}: p50", "p95", "req/s", "kB", "gzip kB", "SQL p50", "ratio"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("goal", no_wrap=True)
    for result in results:
        table.add_row(*_cells(result, data))
    lines = [Text(line) for line in _lines(memory, data, ran_on)]
    troubles = [
        Text(f"{one.workload.key} {sentence}", style="red") for one in results for sentence in one.troubles
    ] or [Text("All answers agree with the SQL.", style="green")]
    return Group(table, *lines, *(Text(note, style="dim") for note in NOTES), *troubles)


def print_statements(console: Console, results: Iterable[Any]) -> None:
    """The plain SQL of the first variant of each workload, with its parameters."""
    for workload in results:
        for statement in workload.cases[0].statements if workload.cases else ():
            text = " ".join(statement.text.split())
            console.print(Text(f"-- {workload.key}: {workload.title}", style="bold"))
            console.print(Text(f"{text};\n   {statement.values}\n"))


def _memory(memory: Memory) -> dict[str, float | None]:
    return {
        "workers_rss": memory.workers_rss,
        "server_pss": memory.server_pss,
        "database_pss": memory.database_pss,
    }


def _values(result: Result, data: Data) -> dict[str, Any]:
    def timing(one: Any) -> dict[str, Any]:
        return {"runs": len(one.runs), "p50": _rounded(one.median), "p95": _rounded(one.slow)}

    return {
        "title": result.workload.title,
        "one": timing(result.one) | {"requests_a_second": _rounded(result.one.a_second)},
        "eight": timing(result.many) | {"requests_a_second": _rounded(result.many.a_second)},
        "sql": timing(result.sql),
        "ratio": _rounded(result.ratio),
        "bytes": result.size,
        "bytes_gzip": result.packed,
        "goal_met": result.met if data.entries <= GOALS_UP_TO else None,
        "troubles": result.troubles,
    }


def _cells(result: Result, data: Data) -> list[Text]:
    one, many = result.one, result.many
    numbers = [one.median, one.slow, one.a_second, many.median, many.slow, many.a_second]
    sizes = [None if size is None else size / 1_000 for size in (result.size, result.packed)]
    figures = [*numbers, *sizes, result.sql.median, result.ratio]
    return [
        Text(f"{result.workload.key}  {result.workload.title}"),
        *(Text("-" if figure is None else _figure(figure)) for figure in figures),
        _goal(result, data),
    ]


def _goal(result: Result, data: Data) -> Text:
    if result.troubles:
        return Text("wrong", style="bold red")
    if result.met is None or result.workload.most is None or data.entries > GOALS_UP_TO:
        return Text("-")
    most = result.workload.most(result.sql.median or 0.0)
    return Text(f"{'yes' if result.met else 'no'} ({_figure(most)})", style="green" if result.met else "yellow")


def _lines(memory: Memory, data: Data, ran_on: dict[str, str]) -> list[str]:
    goal = ""
    if memory.workers_rss is not None and data.entries <= GOALS_UP_TO:
        goal = f" (goal {MOST_MEMORY}: {'yes' if memory.workers_rss <= MOST_MEMORY else 'no'})"
    kept = "kept from an earlier run" if data.load_seconds is None else _loading(data)
    return [
        f"Peak memory: {WORKERS} workers {_megabytes(memory.workers_rss)} RSS added up{goal}; with the master"
        f" {_megabytes(memory.server_pss)} PSS; database backends {_megabytes(memory.database_pss)} PSS.",
        f"Data: {data.listings:,} listings, {data.areas} areas, {data.megabytes:,.0f} MB; {kept}.",
        f"Ran on {', '.join(f'{name} {value}' for name, value in ran_on.items())}.",
    ]


def _loading(data: Data) -> str:
    seconds = data.load_seconds or 0.0
    rate = data.entries / seconds if seconds else 0.0
    processes = "1 process" if data.load_processes == 1 else f"{data.load_processes} processes"
    return f"published in {seconds:,.0f} s by {processes} ({rate:,.0f} entries a second)"


def _megabytes(value: float | None) -> str:
    return "unknown" if value is None else f"{value:,.0f} MB"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
