"""The two commands and what they install from: checked on copies, so that no run touches this folder's own data."""

import os
import re
import shutil
import socket
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ["script/server", "script/test", "script/lock", ".ci/run"]
LOCKS = ["requirements.lock", "requirements-dev.lock"]
BASE_PROGRAMS = ["bash", "cat", "chmod", "cksum", "cut", "head", "id", "mkdir", "sed", "tail", "tr", "uname", "wc"]


@pytest.fixture
def copy() -> Iterator[Path]:
    """A folder with the scripts and locks alone, which every user may enter (the database's user too)."""
    folder = Path(mkdtemp(prefix="mit-mapping-"))
    folder.chmod(0o755)
    shutil.copytree(ROOT / "script", folder / "script")
    for lock in LOCKS:
        shutil.copy(ROOT / lock, folder / lock)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def bare_path(tmp_path: Path) -> str:
    """A PATH on which nothing lies but the programs every system has: no Python, no package manager, no sudo."""
    for name in BASE_PROGRAMS:
        program = shutil.which(name)
        assert program
        (tmp_path / name).symlink_to(program)
    return str(tmp_path)


def run(folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The finished program, with only these variables in its environment beside PATH."""
    environment = {"PATH": os.environ["PATH"]} | variables
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


def pins(lock: str) -> dict[str, str]:
    """Version by package of a lock file."""
    return dict(re.findall(r"^([a-z0-9.-]+)(?:\[[a-z,]+\])?==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_can_be_started(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)


@pytest.mark.parametrize("script", [*SCRIPTS, "script/lib.sh", "script/cluster.sh"])
def test_a_script_is_understood_by_bash(script: str) -> None:
    assert run(ROOT, "bash", "-n", script).stderr == ""


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_address(lock: str) -> None:
    assert not re.search(r"://|--(extra-)?index-url|--find-links", (ROOT / lock).read_text())


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_file_has_a_hash(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_the_lock_for_tests_holds_the_same_versions_as_the_one_for_the_site() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


def test_the_locks_fit_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for lock, wanted in zip(LOCKS, [project["dependencies"], project["optional-dependencies"]["dev"]], strict=True):
        versions = pins(lock)
        for requirement in map(Requirement, wanted):
            assert versions[requirement.name.lower()] in requirement.specifier, requirement


def test_without_python_the_server_says_what_is_missing_and_how_to_get_it(copy: Path, bare_path: str) -> None:
    answer = run(copy, "bash", "script/server", PATH=bare_path, PORT=free_port())
    assert answer.returncode == 1
    assert "Python 3.11 or newer" in answer.stderr
    assert "Get it with:" in answer.stderr


def test_the_server_says_that_its_port_is_taken(copy: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = run(copy, "script/server", PORT=str(port))
    assert answer.returncode == 1
    assert f"Port {port} is taken" in answer.stderr
    assert f"PORT={port + 1} script/server" in answer.stderr


def test_the_server_refuses_a_port_that_is_no_number(copy: Path) -> None:
    assert "PORT must be a number" in run(copy, "script/server", PORT="web").stderr


@pytest.mark.parametrize("script", ["server", "test"])
def test_a_script_explains_itself(copy: Path, script: str) -> None:
    answer = run(copy, f"script/{script}", "--help")
    assert answer.returncode == 0
    assert f"script/{script} " in answer.stdout


def test_a_second_run_of_the_tests_in_one_folder_is_refused(copy: Path) -> None:
    (copy / ".data").mkdir()
    (copy / ".data/test.pid").write_text(str(os.getpid()))
    answer = run(copy, "script/test")
    assert answer.returncode == 1
    assert "Another script/test runs in this folder" in answer.stderr
    assert (copy / ".data/test.pid").exists()


def test_a_private_database_keeps_its_data_and_port_and_stops_with_the_script(copy: Path) -> None:
    script = """
        set -euo pipefail
        ROOT=$PWD NAME=test
        source script/lib.sh; source script/cluster.sh
        find_system; begin_log test.log; trap close_cluster EXIT
        open_cluster pg-trial -c fsync=off
        "$PG_BIN/psql" -X -q -t -A "$DATABASE_URL" -c "$1"
        echo "$DATABASE_URL"
    """
    first = run(copy, "bash", "-c", script, "-", "CREATE EXTENSION postgis; CREATE TABLE kept AS SELECT 7 AS n")
    assert first.returncode == 0, first.stderr
    url = first.stdout.splitlines()[-1]
    assert re.fullmatch(r"postgres://mit@127\.0\.0\.1:\d+/mit", url)
    assert not port_answers(int(url.rpartition(":")[2].removesuffix("/mit")))

    second = run(copy, "bash", "-c", script, "-", "SELECT n FROM kept WHERE postgis_lib_version() <> ''")
    assert second.stdout.splitlines()[-2:] == ["7", url]


def free_port() -> str:
    """A port on which nothing listens at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return str(free.getsockname()[1])


def port_answers(port: int) -> bool:
    """Whether something listens on the port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
