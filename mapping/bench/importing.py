"""A large table imported as a curator does it: by the form of the desk and the real queue. How long each stage takes,
how much memory the processes get, how fast the pages of the import are."""

import csv
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from django.conf import settings
from django.core.management.base import CommandError

from mapping.bench.forms import Page, SignedIn, values_of
from mapping.bench.memory import PEAK, children, megabytes
from mapping.bench.scratch import environment
from mapping.bench.synthetic import entry
from organisations.document import Address

START = "/curate/import/"
HEADER = ("ID", "Name", "Art", "Thema", "Beschreibung", "Straße", "PLZ", "Ort", "Lat", "Lon", "Telefon", "E-Mail")
TOPICS = ("Fußball", "Chor", "Turnen", "Garten", "Theater")
WORDS = 2_500  # different words that no vocabulary knows
LOOK_SECONDS = 0.1
LONGEST = 3_600.0  # seconds for a stage
_PHASE = re.compile(r'data-work="(\w+)"')


def write_table(path: Path, rows: int, *, changed: bool = False) -> None:
    """A source's list; `changed`: as it is some weeks later, one row in ten with another telephone, one in a hundred
    gone."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, delimiter=";")
        writer.writerow(HEADER)
        for n in range(rows):
            if changed and n % 100 == 99:
                continue
            body, topic = entry(n), TOPICS[n % len(TOPICS)]
            address = next((place.address for place in body.places if not place.private), Address())
            lon, lat = address.point or ("", "")
            writer.writerow([
                n, body.name, "Verein", topic if n % 7 else f"{topic}, Sparte {n % WORDS}",
                f"Wir treffen uns jede Woche, seit {1800 + n % 200}.", address.street, address.postcode, address.town,
                lat, lon, f"0711 {1_000_000 + n + (1 if changed and n % 10 == 0 else 0)}", body.email,
            ])  # fmt: skip


@contextmanager
def running_worker(database: str, log: Path) -> Iterator[int]:
    """The queue's worker as `script/server` starts it, on the scratch database; its process."""
    command = [sys.executable, "manage.py", "work"]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  our own command
            command, cwd=settings.BASE_DIR, env=environment(database), stdin=subprocess.DEVNULL,
            stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            yield process.pid
        finally:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@dataclass
class Peaks:
    """The highest memory (RSS, MB) of one process of the web server, the worker, and a process that reads a file."""

    server: int
    worker: int
    highest: dict[str, float] = field(default_factory=lambda: {"web": 0.0, "worker": 0.0, "reading": 0.0})
    _stop: threading.Event = field(default_factory=threading.Event)

    def look(self) -> None:
        """Take the present values into the peaks."""
        groups = {"web": [self.server, *children(self.server)], "worker": [self.worker]}
        for name, pids in (groups | {"reading": children(self.worker)}).items():
            found = [megabytes([pid], "status", PEAK) or 0.0 for pid in pids]
            self.highest[name] = max([self.highest[name], *found])

    @contextmanager
    def watched(self) -> Iterator["Peaks"]:
        """Looks again and again, beside what is done meanwhile."""

        def look() -> None:
            while not self._stop.wait(LOOK_SECONDS):
                self.look()

        thread = threading.Thread(target=look, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            thread.join()


@dataclass(frozen=True)
class Stages:
    """What came of one import: seconds by stage, milliseconds (median) by page."""

    seconds: dict[str, float]
    pages: dict[str, float]


def import_table(curator: SignedIn, table: Path, source: str, rounds: int) -> Stages:
    """Uploads, explains, compares and imports the table as all of the source, and looks at the pages in between.

    Raises CommandError if a stage ends otherwise than it should.
    """
    seconds: dict[str, float] = {}
    pages: dict[str, float] = {}
    began = time.perf_counter()
    said = [*_without(values_of(curator.get(START).text), "whole", "source", "name", "state"), ("whole", "on")]
    known = re.search(rf'<option value="(\d+)"[^>]*>{source}</option>', curator.get(START).text)
    said += [("source", known[1] if known else ""), ("name", source), ("state", "public")]
    page = led(curator.upload(START, said, "file", table))
    seconds["upload"] = time.perf_counter() - began
    seconds["read"] = _until(curator, page, "columns")
    pages |= _times(curator, page, {"columns": "columns/"}, rounds)
    led(curator.post(f"{page}columns/", values_of(curator.get(f"{page}columns/").text)))
    seconds["compare"] = _until(curator, page, "ready")
    last = max(map(int, re.findall(r"of ([\d,.]+)</span>", curator.get(page).text.replace(",", "")) or ["1"]))
    looked = {
        "table": "",
        "last page": f"?page={last}",
        "new": "?rows=new",
        "changed": "?rows=changed",
        "words": "words/",
    }
    pages |= _times(curator, page, looked | {"columns again": "columns/"}, rounds)
    led(curator.post(page, [*values_of(curator.get(page).text), ("action", "import")]))
    began = time.perf_counter()
    _until(curator, page, "running", "done")
    pages |= _times(curator, page, {"while it runs": ""}, rounds)
    _until(curator, page, "done")
    seconds["import"] = time.perf_counter() - began
    pages |= _times(curator, page, {"done": "", "list of imports": START}, rounds)
    return Stages(seconds, pages)


def _without(pairs: Sequence[tuple[str, str]], *names: str) -> list[tuple[str, str]]:
    return [(name, value) for name, value in pairs if name not in names]


def led(page: Page) -> str:
    """Where a form leads that was accepted. Raises CommandError if it was not."""
    if page.status != 302:
        raise CommandError(f"A form was answered with {page.status}:\n{page.text[:3_000]}")
    return page.location


def _until(curator: SignedIn, path: str, *wanted: str) -> float:
    """Seconds until the import is in one of these phases; its page is asked for as its script does."""
    began = time.perf_counter()
    while time.perf_counter() - began < LONGEST:
        text = curator.get(path).text
        found = _PHASE.search(text)
        if found and found[1] in wanted:
            return time.perf_counter() - began
        if found and found[1] == "refused":
            break
        time.sleep(1)
    raise CommandError(f"The import does not get to {', '.join(wanted)}; its page says:\n{text[:3_000]}")


def _times(curator: SignedIn, page: str, paths: dict[str, str], rounds: int) -> dict[str, float]:
    found = {}
    for name, end in paths.items():
        times = []
        for _ in range(rounds + 1):
            began = time.perf_counter()
            answer = curator.get(START if end.startswith("/") else page + end)
            times.append((time.perf_counter() - began) * 1_000)
            if answer.status != 200:
                raise CommandError(f"{page}{end} answers with {answer.status}.")
        found[name] = median(times[1:])
    return found
