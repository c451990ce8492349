"""The figures of the benchmark: how they come about, and that a wrong answer is told."""

import io
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random

import psycopg
import pytest
from django.db import connection as django_connection
from rich.console import Console

from mapping.bench.client import Answer
from mapping.bench.ground import Box, box_of
from mapping.bench.map_loads import CellList
from mapping.bench.measure import LARGEST, Result, Timing, check, measure, percentile
from mapping.bench.memory import Memory, children
from mapping.bench.report import Data, as_table, as_values
from mapping.bench.scratch import server_parameters
from mapping.bench.sql import Statement
from mapping.bench.workload import Case, Workload, at_most, feature_ids, first_difference, ids, twice_and_three

DATA = Data(entries=500, listings=510, areas=400, megabytes=30.0, load_seconds=2.0, load_processes=1)


def collection(*names):
    return json.dumps({"features": [{"id": name} for name in names]}).encode()


def case(*wanted, path="/list"):
    statement = Statement("SELECT unnest(%(ids)s::text[])", {"ids": list(wanted)})
    return Case((path,), (statement,), lambda rows: ids(rows[0]), lambda answers: feature_ids(answers[0]))


def answer(body, status=200):
    return Answer("/list", status, "", "", body)


@contextmanager
def site(body, status=200):
    """A web server on loopback that gives that answer to everybody."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def plain(db):
    name = django_connection.settings_dict["NAME"]
    with psycopg.connect(**server_parameters(), dbname=name, autocommit=True) as connection:
        yield connection


def measured(port, plain, wanted, rounds=3):
    looks = []
    workload = Workload("W1", "two ids", [case(*wanted)], twice_and_three)
    return measure(workload, port, plain, rounds, lambda: looks.append(1)), looks


def test_requests_and_sql_are_timed_and_counted(plain):
    with site(collection("a", "b")) as port:
        result, looks = measured(port, plain, ["a", "b"])
    assert result.troubles == []
    assert (len(result.one.runs), len(result.sql.runs), len(result.many.runs)) == (3, 3, 8)
    assert result.one.requests == 3
    assert result.size == len(collection("a", "b"))
    assert 0 < result.packed < result.size + 30
    assert looks


def test_a_wrong_id_in_an_answer_is_told(plain):
    with site(collection("a", "x")) as port:
        result, _ = measured(port, plain, ["a", "b"])
    assert "/list: not what the SQL gives: place 1: 'x' instead of 'b'" in result.troubles[0]


def test_a_status_of_error_is_told(plain):
    with site(b"{}", status=503) as port:
        result, _ = measured(port, plain, ["a"])
    assert result.troubles[0] == "/list: status 503"


def test_a_server_that_is_away_is_told(plain):
    with site(b"{}") as port:
        pass
    result, _ = measured(port, plain, ["a"])
    assert result.troubles[0].startswith("no answer: /list: ConnectionRefusedError")


def test_another_order_and_a_missing_id_are_told():
    result = Result(Workload("W6", "nearest", []))
    check(result, case("a", "b"), [[("a",), ("b",)]], [answer(collection("b", "a"))])
    check(result, case("a", "b"), [[("a",), ("b",)]], [answer(collection("a"))])
    assert [sentence.rpartition("gives: ")[2] for sentence in result.troubles] == [
        "place 0: 'b' instead of 'a'",
        "1 instead of 2",
    ]


def test_an_answer_over_a_megabyte_is_told():
    result = Result(Workload("W2", "box", []))
    body = collection("a")
    check(result, case("a"), [[("a",)]], [answer(body + b" " * LARGEST)])
    assert result.troubles == [f"/list: {LARGEST + len(body):,} bytes"]


def test_a_facet_that_differs_is_named():
    one, other = {"topic": {"sport": 3}, "total": 4}, {"topic": {"sport": 2}, "total": 4}
    assert first_difference(one, other) == "topic: sport: 2 instead of 3"
    assert first_difference(one, one) == ""


def test_cells_are_the_same_if_their_middles_are_close_and_their_counts_equal():
    cells = CellList([(5, 9.1, 48.1), (2, 9.3, 48.0)])
    assert cells == CellList([(2, 9.30001, 48.0), (5, 9.1, 48.1)])
    assert cells != CellList([(2, 9.3, 48.0), (4, 9.1, 48.1)])
    assert cells != CellList([(2, 9.31, 48.0), (5, 9.1, 48.1)])


@pytest.mark.parametrize(("part", "value"), [(50, 10), (95, 19), (100, 20), (1, 1)])
def test_percentiles_are_values_that_were_measured(part, value):
    values = list(range(1, 21))
    Random(3).shuffle(values)
    assert percentile(values, part) == value


def test_nothing_measured_has_no_percentile():
    assert percentile([], 50) is None
    assert Timing().a_second is None


def test_a_goal_is_met_by_the_median():
    result = Result(Workload("W1", "box", [], twice_and_three))
    for milliseconds in (4, 5, 90):
        result.one.add(milliseconds / 1000, 1)
    result.sql.add(0.001, 0)
    assert result.met is True
    assert result.ratio == pytest.approx(5)
    slower = Result(Workload("W7", "one", [], at_most(4)), one=result.one)
    assert slower.met is False
    assert Result(Workload("W5", "no goal", []), one=result.one).met is None


@pytest.mark.parametrize("wanted", [40, 400, 4_000])
def test_a_box_with_about_so_many_points_is_found(wanted):
    chance = Random(5)
    points = [(chance.gauss(9, 1), chance.gauss(49, 1)) for _ in range(6_000)]

    def count(box: Box) -> int:
        return sum(box.west <= x <= box.east and box.south <= y <= box.north for x, y in points)

    assert abs(count(box_of(count, [(9.0, 49.0)], wanted)) - wanted) <= max(2, wanted * 0.02)


def test_a_box_moves_by_a_small_part_of_its_sides():
    box = Box(9, 48, 11, 49)
    for seed in range(20):
        other = box.moved(Random(seed))
        assert abs(other.west - box.west) <= 0.08
        assert abs(other.south - box.south) <= 0.04
        assert other.east - other.west == pytest.approx(2)
    assert Box(5.5, 47, 15.5, 55).zoom == 7
    assert Box(9, 48, 9.01, 48.01).zoom == 17


def rendered(results, memory, data=DATA):
    output = io.StringIO()
    console = Console(file=output, width=180)
    console.print(as_table(results, memory, data, {"Python": "3", "on": "a machine"}))
    return output.getvalue()


def test_the_table_says_what_was_measured_what_is_wrong_and_what_is_not_known(plain):
    result = Result(Workload("W1", "map, box of 500", [], twice_and_three), size=43_000, packed=9_000)
    result.one.add(0.004, 1)
    result.sql.add(0.002, 0)
    memory = Memory(0, plain)
    text = rendered([result], memory)
    for words in ("W1  map, box of 500", "4.0", "2.0", "43.0", "yes (7.0)", "2 workers unknown", "agree with the SQL"):
        assert words in text
    result.trouble("/api/v1/map: status 500")
    text = rendered([result], memory)
    assert "wrong" in text
    assert "W1 /api/v1/map: status 500" in text


def test_goals_are_for_small_data_sets_only(plain):
    result = Result(Workload("W1", "map", [], twice_and_three))
    result.one.add(0.004, 1)
    result.sql.add(0.002, 0)
    large = Data(620_000, 650_000, 400, 9_000.0, None, None)
    text = rendered([result], Memory(0, plain), large)
    assert "yes (" not in text
    assert "kept from an earlier run" in text
    assert as_values([result], Memory(0, plain), large, {})["workloads"]["W1"]["goal_met"] is None


def test_memory_of_a_process_that_is_not_there_is_unknown(plain):
    memory = Memory(2**22 + 5, plain)
    memory.look()
    assert memory.workers_rss is None
    assert memory.server_pss is None
    assert children(2**22 + 5) == []
