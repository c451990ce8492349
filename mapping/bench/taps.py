"""How long a tap on a filter takes in a browser on a slowed processor, until counts, list and markers are painted."""

import math
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.core.management.base import CommandError
from rich.table import Table

GOALS = {"counts": 100, "list": 100, "markers": 400}  # milliseconds, the median of a tap's rounds
LOOKS: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "wide": {"viewport": {"width": 1440, "height": 900}},
}
FACETS = ("topic", "language", "open", "kind")
READY_MS = 60_000
QUIET_MS = 700  # so long nothing changes any more once a tap is answered, on a processor slowed four times
# Each part is timed from the browser's own time of the click to the end of the frame in which it changed last; the list
# to that in which it changed first, by new cards or by words in those it has: the cards in sight, those below follow.
WATCH = """() => {
  const parts = {
    counts: ['#result-count', '#filters .facet-count'], list: ['#cards'], markers: ['#map .leaflet-marker-pane'],
  };
  window.tap = { began: 0, times: {} };
  addEventListener('click', ({ timeStamp }) => { window.tap = { began: timeStamp, times: {} }; }, true);
  for (const [name, selectors] of Object.entries(parts)) {
    const changed = new MutationObserver(() => {
      const { tap } = window;
      requestAnimationFrame(() => setTimeout(() => {
        if (name !== 'list' || !(name in tap.times)) tap.times[name] = performance.now() - tap.began;
      }));
    });
    for (const place of document.querySelectorAll(selectors.join())) {
      changed.observe(place, { childList: true, characterData: true, subtree: name !== 'markers' });
    }
  }
}"""
# The two values of a facet that most entries have: they change the most. Groups are opened to see what they hold.
LARGEST = """facets => {
  const closed = [...document.querySelectorAll('#filters details:not([open])')];
  for (const group of closed) group.open = true;
  const found = facets.flatMap((facet) => [...document.querySelectorAll(`.facet-row:has([name="${facet}"])`)]
    .filter((row) => !row.hidden && row.offsetParent)
    .map((row) => [facet, row.control.value, Number(row.querySelector('.facet-count').textContent.replace(/\\D/g, ''))])
    .sort((one, other) => other[2] - one[2]).slice(0, 2).map(([name, value]) => [name, value]));
  for (const group of closed) group.open = false;
  return found;
}"""
# As a person does: the group of the filter is opened, and those opened before stay open.
OPEN = """([facet, value]) => {
  let group = document.querySelector(`#filters [name="${facet}"][value="${value}"]`).closest('details');
  for (; group; group = group.parentElement.closest('details')) group.open = true;
}"""


@dataclass(frozen=True, slots=True)
class Tap:
    """A filter put on or taken off: milliseconds by part, one of each round, and the requests it made."""

    look: str
    name: str
    times: dict[str, list[float]]
    requests: int

    def middle(self, part: str) -> float:
        """The median of the rounds in which the part was drawn anew; infinite if it never was."""
        return median(self.times[part] or [math.inf])


def measure(base: str, browser: str, rounds: int, slowed: float) -> list[Tap]:
    """Every tap on a phone with the map open below the filters, and on a wide screen. Raises CommandError."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise CommandError("Playwright is missing: it comes with what script/test installs.") from None
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=browser, args=["--disable-background-networking", *root])
        try:
            return [tap for look in LOOKS for tap in _taps_of(look, base, chromium, rounds, slowed)]
        except Error as error:
            raise CommandError(f"The browser did not come to an end: {error.message[:500]}") from error
        finally:
            chromium.close()


def _taps_of(look: str, base: str, chromium: Any, rounds: int, slowed: float) -> list[Tap]:
    context = chromium.new_context(**LOOKS[look], locale="de-DE", service_workers="block")
    page = context.new_page()
    page.set_default_timeout(READY_MS)
    page.goto(f"{base}/de/#map")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_selector("#map .marker, #map .cluster")
    if look == "phone":
        page.locator(".bar [data-open]").click()
    page.wait_for_load_state("networkidle")
    page.evaluate(WATCH)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    found = [_rounds_of(page, look, facet, value, rounds) for facet, value in page.evaluate(LARGEST, FACETS)]
    context.close()
    return [tap for both in found for tap in both]


def _rounds_of(page: Any, look: str, facet: str, value: str, rounds: int) -> tuple[Tap, Tap]:
    """The filter put on and taken off, so often."""
    on: dict[str, list[float]] = {part: [] for part in GOALS}
    off: dict[str, list[float]] = {part: [] for part in GOALS}
    asked: list[str] = []
    page.on("request", note := lambda request: asked.append(request.url))
    requests = [0, 0]
    page.evaluate(OPEN, [facet, value])
    for _ in range(rounds):
        for way, times in enumerate((on, off)):
            before = len(asked)
            page.locator(f'.facet-row:has([name="{facet}"][value="{value}"])').click()
            page.wait_for_timeout(QUIET_MS)
            measured: dict[str, float] = page.evaluate("window.tap.times")
            requests[way] += len(asked) - before
            for part in GOALS:
                times[part] += [measured[part]] if part in measured else []
    page.remove_listener("request", note)
    return Tap(look, f"{facet}={value} on", on, requests[0]), Tap(look, f"{facet}={value} off", off, requests[1])


def missed(taps: Sequence[Tap]) -> list[str]:
    """What is not as it must be: taps that asked the server, or whose median is over the goal."""
    found = [] if taps else ["There was no filter to tap on."]
    for tap in taps:
        if tap.requests:
            found.append(f"{tap.look}, {tap.name}: {tap.requests} requests")
        slow = [part for part, goal in GOALS.items() if tap.middle(part) > goal]
        said = {part: f"{tap.middle(part):.0f} ms" if tap.times[part] else "were not drawn" for part in slow}
        found += [f"{tap.look}, {tap.name}: {part} {said[part]}" for part in slow]
    return found


def as_table(taps: Sequence[Tap], title: str) -> Table:
    """The figures for people: the median of each tap, and in brackets its slowest round."""
    table = Table(title=title)
    table.add_column("tap", no_wrap=True)
    for look in LOOKS:
        for part, goal in GOALS.items():
            table.add_column(f"{look}\n{part}\n({goal})", justify="right", no_wrap=True)
    table.add_column("requests\n\n(0)", justify="right")
    names = dict.fromkeys(tap.name for tap in taps)
    by_key = {(tap.look, tap.name): tap for tap in taps}
    for name in names:
        own = [by_key.get((look, name)) for look in LOOKS]
        cells = [_cell(tap, part) for tap in own for part in GOALS]
        table.add_row(re.sub("=", " ", name, count=1), *cells, str(sum(tap.requests for tap in own if tap)))
    return table


def _cell(tap: Tap | None, part: str) -> str:
    return f"{tap.middle(part):.0f} ({max(tap.times[part]):.0f})" if tap and tap.times[part] else "-"
