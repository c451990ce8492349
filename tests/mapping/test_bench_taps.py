"""What `script/lighthouse --taps` makes of the times it measured."""

import io

from rich.console import Console

from mapping.bench.taps import Tap, as_table, missed


def tap(look: str = "phone", requests: int = 0, **times: float) -> Tap:
    usual = {"counts": 40.0, "list": 60.0, "markers": 200.0} | times
    return Tap(look, "topic=sport on", {part: [5.0, value, 900.0] for part, value in usual.items()}, requests)


def test_the_median_of_each_part_counts() -> None:
    assert missed([tap(), tap("wide")]) == []
    assert missed([tap(list=101), tap("wide", markers=401)]) == [
        "phone, topic=sport on: list 101 ms",
        "wide, topic=sport on: markers 401 ms",
    ]


def test_a_tap_that_asks_the_server_is_a_fault() -> None:
    assert missed([tap(requests=1)]) == ["phone, topic=sport on: 1 requests"]


def test_a_part_that_never_changed_is_no_good_time() -> None:
    assert missed([Tap("phone", "kind=club on", {"counts": [], "list": [50.0], "markers": [50.0]}, 0)]) == [
        "phone, kind=club on: counts were not drawn"
    ]


def test_the_table_shows_medians_and_the_slowest() -> None:
    written = io.StringIO()
    console = Console(width=140, file=written)
    console.print(as_table([tap(), tap("wide", list=99)], "Taps"))
    assert "99 (900)" in written.getvalue()
