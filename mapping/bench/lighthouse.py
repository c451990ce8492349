"""Lighthouse (Google, from npm) on our own pages: phone, its default throttling, the best of several runs."""

import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from rich.table import Table

CATEGORIES = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
FIGURES = {
    "first-contentful-paint": "FCP ms",
    "largest-contentful-paint": "LCP ms",
    "total-blocking-time": "TBT ms",
    "cumulative-layout-shift": "CLS",
}
RUN_SECONDS = 180
FLAGS = ("--headless=new", "--disable-background-networking", "--disable-component-update", "--disable-sync")


@dataclass(frozen=True, slots=True)
class Report:
    """What Lighthouse found at an address: points of 100 by category, figures, bytes by kind, and what it faults."""

    path: str
    points: dict[str, int]
    figures: dict[str, float]
    kilobytes: float
    script_kilobytes: float
    faults: list[str]

    @property
    def reached(self) -> bool:
        """Whether every category has the points it must have."""
        return all(self.points[name] >= goal for name, goal in CATEGORIES.items())


def report_of(path: str, values: dict[str, Any]) -> Report:
    """Reads Lighthouse's own JSON. Raises CommandError when the run itself failed."""
    if values.get("runtimeError"):
        raise CommandError(f"Lighthouse could not look at {path}: {values['runtimeError'].get('message')}")
    audits = values["audits"]
    items = audits["network-requests"]["details"]["items"]
    return Report(
        path=path,
        points={name: round((values["categories"][name]["score"] or 0) * 100) for name in CATEGORIES},
        figures={name: audits[name].get("numericValue", 0.0) for name in FIGURES},
        kilobytes=sum(item.get("transferSize", 0) for item in items) / 1000,
        script_kilobytes=sum(i.get("transferSize", 0) for i in items if i.get("resourceType") == "Script") / 1000,
        faults=_faults(values),
    )


def _faults(values: dict[str, Any]) -> list[str]:
    """The audits that count and are not passed, as "category: title"."""
    found = []
    for name in CATEGORIES:
        for ref in values["categories"][name]["auditRefs"]:
            audit = values["audits"][ref["id"]]
            if ref["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                found.append(f"{name}: {ref['id']} ({audit['title']})")
    return found


def best_of(reports: Sequence[Report]) -> Report:
    """The run with the most points; among equals the fastest to paint."""
    return max(reports, key=lambda one: (sum(one.points.values()), -one.figures["largest-contentful-paint"]))


def look(program: Path, browser: str, address: str, file: Path, root: bool, again: int = 5) -> dict[str, Any]:
    """One run of Lighthouse: its JSON; one without a usable trace is made `again`.

    Raises CommandError with what Lighthouse said when it fails.
    """
    flags = " ".join([*FLAGS, *(["--no-sandbox"] if root else [])])
    command = [str(program), address, "--quiet", "--output=json", f"--output-path={file}", f"--chrome-flags={flags}"]
    environment = {"CHROME_PATH": browser, "PATH": "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin"}
    only = f"--only-categories={','.join(CATEGORIES)}"
    try:
        done = subprocess.run(  # noqa: S603  our own command
            [*command, only], env=environment, capture_output=True, text=True, timeout=RUN_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise CommandError(f"Lighthouse did not finish within {RUN_SECONDS} seconds.") from None
    if "NO_NAVSTART" in done.stderr and again:  # Chromium lost the beginning of its trace: Lighthouse asks for another
        return look(program, browser, address, file, root, again - 1)
    if done.returncode or not file.exists():
        raise CommandError(f"Lighthouse ended with {done.returncode}: {done.stderr[-1_000:]}")
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def run_all(paths: Sequence[str], rounds: int, one: Callable[[str], dict[str, Any]]) -> list[Report]:
    """The best report of each path."""
    return [best_of([report_of(path, one(path)) for _ in range(rounds)]) for path in paths]


def as_table(reports: Sequence[Report], entries: int, rounds: int) -> Table:
    """The figures for people."""
    table = Table(title=f"Lighthouse, phone, {entries} entries, best of {rounds}")
    table.add_column("page")
    for name, goal in CATEGORIES.items():
        table.add_column(f"{name} ({goal})", justify="right")
    for title in (*FIGURES.values(), "kB", "scripts kB"):
        table.add_column(title, justify="right")
    for report in reports:
        figures = [
            f"{value:.3f}" if name.endswith("shift") else f"{value:.0f}" for name, value in report.figures.items()
        ]
        sizes = [f"{report.kilobytes:.1f}", f"{report.script_kilobytes:.1f}"]
        table.add_row(report.path, *(str(report.points[name]) for name in CATEGORIES), *figures, *sizes)
    return table
