"""How much memory server and database take, from /proc; unknown where there is none (macOS) or it may not be read.

RSS counts pages that processes share once for each of them, PSS (proportional set size) once for all.
"""

import contextlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

PROC = Path("/proc")
PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)
_SHARE = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
_BACKENDS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"


@dataclass
class Memory:
    """Peaks in MB (10^6 bytes); None is unknown.

    `workers_rss`: highest RSS of each worker of the web server, added up. `server_pss`: master and workers together.
    `database_pss`: the backends that serve the benchmark's database, with their part of the shared buffers.
    """

    master: int
    connection: psycopg.Connection[Any]
    workers_rss: float | None = None
    server_pss: float | None = None
    database_pss: float | None = None

    def look(self) -> None:
        """Take the present values into the peaks."""
        workers = children(self.master)
        self.workers_rss = _higher(self.workers_rss, megabytes(workers, "status", PEAK) if workers else None)
        self.server_pss = _higher(self.server_pss, megabytes([self.master, *workers], "smaps_rollup", _SHARE))
        self.database_pss = _higher(self.database_pss, self._backends())

    def _backends(self) -> float | None:
        if not _is_here(self.connection):
            return None
        pids = [row[0] for row in self.connection.execute(_BACKENDS).fetchall()]
        return megabytes([pid for pid in pids if _name(pid) == "postgres"], "smaps_rollup", _SHARE)


def children(pid: int) -> list[int]:
    """The processes that this one started and that are still there."""
    found = []
    for folder in PROC.glob("[0-9]*") if PROC.is_dir() else ():
        with contextlib.suppress(OSError):  # it has ended meanwhile
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(folder.name))
    return sorted(found)


def _is_here(connection: psycopg.Connection[Any]) -> bool:
    """Whether the database server runs on this machine, so that its process ids mean something here."""
    return connection.info.host.startswith("/") or connection.info.hostaddr in ("127.0.0.1", "::1")


def _name(pid: int) -> str:
    with contextlib.suppress(OSError):
        return (PROC / str(pid) / "comm").read_text().strip()
    return ""


def megabytes(pids: list[int], file: str, pattern: re.Pattern[str]) -> float | None:
    """MB of all these processes; None if one of them cannot be read."""
    total = 0
    for pid in pids:
        try:
            found = pattern.search((PROC / str(pid) / file).read_text())
        except OSError:
            return None
        total += int(found[1]) if found else 0
    return total * 1024 / 1e6 if total else None


def _higher(one: float | None, other: float | None) -> float | None:
    known = [value for value in (one, other) if value is not None]
    return max(known) if known else None
