"""A PostgreSQL server of the tests' own, which they may stop, kill and start as they like."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import psycopg

FIRST_PORT, FIRST_WEB_PORT = 5560, 8650


def free_port(first: int) -> int:
    """A port from `first` on that nobody listens on; below those the system gives to outgoing connections.

    Two test runs begin at different ones: a server that is stopped for a while shall find its port free again.
    """
    start = first + os.getpid() % 10
    for port in range(start, start + 200):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"No free port from {start} on.")


def programs() -> Path:
    """The folder of `initdb` and `pg_ctl` of the newest PostgreSQL that has PostGIS, as script/cluster.sh finds it."""
    folders = [*Path("/").glob("usr/lib/postgresql/*/bin"), *Path("/").glob("usr/pgsql-*/bin")]
    folders += [*Path("/").glob("opt/homebrew/opt/postgresql@*/bin"), *Path("/").glob("usr/local/pgsql/bin")]
    if found := shutil.which("pg_config"):
        asked = subprocess.run([found, "--bindir"], check=True, capture_output=True, text=True)
        folders.append(Path(asked.stdout.strip()))
    for folder in sorted(folders, key=_version, reverse=True):
        if (folder / "initdb").is_file() and _has_postgis(folder):
            return folder
    raise RuntimeError("There is no PostgreSQL with PostGIS here; script/test installs it.")


def _version(folder: Path) -> list[int]:
    return [int(digits) for part in folder.parts if (digits := "".join(filter(str.isdigit, part)))]


def _has_postgis(folder: Path) -> bool:
    asked = subprocess.run([folder / "pg_config", "--sharedir"], check=True, capture_output=True, text=True)
    return (Path(asked.stdout.strip()) / "extension" / "postgis.control").is_file()


class Cluster:
    """One server in a folder of its own. It refuses to run as root: then it runs as the user `postgres`."""

    def __init__(self) -> None:
        self.port = free_port(FIRST_PORT)
        self.programs = programs()
        self.home = Path(tempfile.mkdtemp(prefix="mit-faults-"))
        if os.geteuid() == 0:
            shutil.chown(self.home, "postgres")
        self._run(
            "initdb", "--pgdata", "data", "--username", "mit", "--auth", "trust", "--encoding", "UTF8", "--no-sync"
        )

    def start(self) -> None:
        """Starts the server and waits until it takes connections."""
        # What a killed server process loses here is nothing: the system still has what was written.
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        self._run("pg_ctl", "start", "--wait", "--pgdata", "data", "--log", "log", "--options", options)

    def stop(self, mode: str = "fast") -> None:
        """Stops the server: `fast` ends sessions, `immediate` is a crash."""
        self._run("pg_ctl", "stop", "--wait", "--mode", mode, "--pgdata", "data")

    def restart(self, mode: str) -> None:
        """Stops and starts in one go."""
        self._run("pg_ctl", "restart", "--wait", "--mode", mode, "--pgdata", "data", "--log", "log")

    def is_running(self) -> bool:
        """Whether the server runs."""
        return self._call("pg_ctl", "status", "--pgdata", "data").returncode == 0

    def url(self, database: str) -> str:
        """DATABASE_URL of one of its databases."""
        return f"postgres://mit@127.0.0.1:{self.port}/{database}"

    def sql(self, database: str, statement: str) -> list[tuple]:
        """Runs a statement on a connection of its own; the rows it gives, if any."""
        with psycopg.connect(self.url(database), autocommit=True, connect_timeout=5) as connection:
            cursor = connection.execute(statement)  # text put together by a test
            return cursor.fetchall() if cursor.description else []

    def remove(self) -> None:
        """Stops the server and takes its folder away."""
        if self.is_running():
            self.stop("immediate")
        shutil.rmtree(self.home)

    def _run(self, program: str, *words: str) -> None:
        done = self._call(program, *words)
        assert done.returncode == 0, f"{program} failed: {done.stdout}{done.stderr}"

    def _call(self, program: str, *words: str) -> subprocess.CompletedProcess[str]:
        user = "postgres" if os.geteuid() == 0 else None
        # Not through pipes: the server that pg_ctl starts would keep them open.
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(
                [self.programs / program, *words], cwd=self.home, user=user, group=user, stdout=said, stderr=said
            )
            said.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, said.read(), "")
