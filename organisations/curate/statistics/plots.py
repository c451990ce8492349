"""Plots as numbers for an SVG: where lines, bars and their words stand. Sizes are units of the drawing, not pixels.

Colours and patterns are those of the style sheet, which knows dark pages and paper; whoever sees no colour tells the
parts of a bar by their patterns and order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

WIDTH, HEIGHT = 360, 200
LEFT, RIGHT, TOP, BOTTOM = 40, 352, 14, 172
SPARK = (96, 24)
STEPS = (1, 2, 5)
MOST_LABELS = 4


@dataclass(frozen=True)
class Mark:
    """A word of the plot and where it stands."""

    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Bar:
    """A part of a bar: its rectangle and the name of its look."""

    x: float
    y: float
    width: float
    height: float
    look: str


@dataclass(frozen=True)
class Axes:
    """What both plots share: a scale from 0 to a round number, and some of the labels below."""

    labels: tuple[str, ...]
    most: int

    @cached_property
    def step(self) -> int:
        """From one line of the scale to the next: at most five of them."""
        size = 1
        while True:
            for factor in STEPS:
                if factor * size * 4 >= self.most:
                    return factor * size
            size *= 10

    @property
    def top(self) -> int:
        """The number at the upper end of the scale."""
        return max(self.step, -(-self.most // self.step) * self.step)

    def height_of(self, number: float) -> float:
        """Where a number stands."""
        return round(BOTTOM - (BOTTOM - TOP) * number / self.top, 1)

    @property
    def lines(self) -> list[Mark]:
        """The lines of the scale with their numbers."""
        return [Mark(LEFT - 6, self.height_of(n), str(n), "end") for n in range(0, self.top + 1, self.step)]

    def middle_of(self, place: int) -> float:
        """Where the middle of a month stands."""
        return round(LEFT + (RIGHT - LEFT) * (place + 0.5) / len(self.labels), 1)

    @property
    def marks(self) -> list[Mark]:
        """The first, the last and some labels between."""
        count = len(self.labels)
        shown = min(count, MOST_LABELS)
        places = {round(i * (count - 1) / max(shown - 1, 1)) for i in range(shown)}
        return [Mark(self.middle_of(i), BOTTOM + 18, self.labels[i], _anchor(i, count)) for i in sorted(places)]


def _anchor(place: int, count: int) -> str:
    """The last label ends where its month ends, else it would stand beyond the edge."""
    return "end" if place == count - 1 and count > MOST_LABELS else "middle"


@dataclass(frozen=True)
class Line:
    """One number over time."""

    labels: tuple[str, ...]
    numbers: tuple[int, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT

    @cached_property
    def axes(self) -> Axes:
        """Scale and labels."""
        return Axes(self.labels, max(self.numbers, default=0))

    @property
    def points(self) -> list[Mark]:
        """A dot a month, with its number."""
        return [Mark(self.axes.middle_of(i), self.axes.height_of(n), str(n)) for i, n in enumerate(self.numbers)]

    @property
    def path(self) -> str:
        """The line through the dots."""
        return " ".join(f"{'L' if i else 'M'}{dot.x} {dot.y}" for i, dot in enumerate(self.points))


@dataclass(frozen=True)
class Stack:
    """Parts of a whole over time: for each look its numbers, the lowest first."""

    labels: tuple[str, ...]
    parts: tuple[tuple[str, tuple[int, ...]], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT

    @cached_property
    def axes(self) -> Axes:
        """Scale and labels."""
        sums = [sum(numbers[i] for _look, numbers in self.parts) for i in range(len(self.labels))]
        return Axes(self.labels, max(sums, default=0))

    @property
    def bars(self) -> list[Bar]:
        """The rectangles, month by month from below."""
        wide = round((RIGHT - LEFT) / len(self.labels) * 0.78, 1)
        found = []
        for i in range(len(self.labels)):
            below = 0
            for look, numbers in self.parts:
                top, foot = self.axes.height_of(below + numbers[i]), self.axes.height_of(below)
                if numbers[i]:
                    found.append(
                        Bar(round(self.axes.middle_of(i) - wide / 2, 1), top, wide, round(foot - top, 1), look)
                    )
                below += numbers[i]
        return found


@dataclass(frozen=True)
class Spark:
    """A small line without a scale; it begins at nothing, so that its height tells the truth."""

    numbers: Sequence[int]

    @property
    def path(self) -> str:
        """The line."""
        return " ".join(f"{'L' if i else 'M'}{x} {y}" for i, (x, y) in enumerate(self._points))

    @property
    def end(self) -> tuple[float, float]:
        """Its last point."""
        return self._points[-1]

    @cached_property
    def _points(self) -> list[tuple[float, float]]:
        wide, high = SPARK
        most, count = max(*self.numbers, 1), max(len(self.numbers) - 1, 1)
        return [
            (round(3 + (wide - 6) * i / count, 1), round(high - 3 - (high - 6) * n / most, 1))
            for i, n in enumerate(self.numbers)
        ]
