"""A database server that tests may stop, a prepared database on it, and the site and the worker as real processes.

Nothing here touches the test database of the other tests.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings

from tests.faults.cluster import Cluster
from tests.faults.processes import Process, Site

SECRET = "only-for-tests-of-faults-" + "xyz" * 20


@dataclass
class World:
    """A cluster, a database of one test with all sample entries, and the processes the test has started."""

    cluster: Cluster
    database: str
    folder: Path
    static: Path
    started: list[Process] = field(default_factory=list)

    def environment(self, **more: str) -> dict[str, str]:
        """The settings of the site's processes; `more` changes some."""
        return {
            "DJANGO_SETTINGS_MODULE": "mapping.settings",
            "SECRET_KEY": SECRET,
            "DATABASE_URL": self.cluster.url(self.database),
            "STATIC_ROOT": str(self.static),
            "TILE_CACHE_DIR": str(self.folder / "tiles"),
            "TILE_URL": "",
            "GEOCODER_URL": "",
            **more,
        }

    def site(self, wait: bool = True, **more: str) -> Site:
        """The web server, started; it answers already if `wait`."""
        site = Site(self.environment(**more), self.folder / "web.log")
        self.started.append(site)
        if wait:
            site.wait()
        return site

    def run(self, *command: str, **more: str) -> Process:
        """`python ...` with the site's settings, started."""
        number = len(self.started)
        process = Process([sys.executable, *command], self.environment(**more), self.folder / f"{number}.log")
        self.started.append(process)
        return process

    def worker(self, **more: str) -> Process:
        """The queue's worker as script/server starts it."""
        return self.run("manage.py", "work", **more)

    def sql(self, statement: str) -> list[tuple]:
        """Runs a statement in the test's database."""
        return self.cluster.sql(self.database, statement)

    def connections(self) -> int:
        """How many connections there are to the database, but for the one that asks."""
        return int(self.sql("SELECT count(*) - 1 FROM pg_stat_activity WHERE datname = current_database()")[0][0])


@pytest.fixture(scope="package")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Cluster, Path]]:
    """The server with the prepared database `prepared`, and the folder of the collected static files."""
    made = Cluster()
    static = tmp_path_factory.mktemp("faults") / "static"
    try:
        made.start()
        made.sql("postgres", "CREATE DATABASE prepared")
        made_by = World(made, "prepared", static.parent, static).environment()
        command = [sys.executable, "manage.py", "prepare", "--sample-data", "-v0"]
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env={**os.environ, **made_by}, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        yield made, static
    finally:
        made.remove()


@pytest.fixture
def world(
    cluster: tuple[Cluster, Path], tmp_path: Path, request: pytest.FixtureRequest, free_name: Callable[[], str]
) -> Iterator[World]:
    """A fresh copy of the prepared database; what the test has started is killed afterwards."""
    server, static = cluster
    if not server.is_running():
        server.start()
    name = free_name()
    server.sql("postgres", f"CREATE DATABASE {name} TEMPLATE prepared")
    made = World(server, name, tmp_path, static)
    yield made
    for process in made.started:
        process.kill()


@pytest.fixture(scope="package")
def free_name() -> Callable[[], str]:
    """Names of databases, each given once."""
    numbers = iter(range(1_000_000))
    return lambda: f"fault_{next(numbers)}"
