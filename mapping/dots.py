"""The numbered dots of a map for paper: entries that would cover one another share a dot, and no number is left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

from organisations.sentences import digits

SIZE, LETTER, LINE = 24.0, 8.2, 17.0  # units of the drawing: a dot, a letter, from one line to the next
GAP = 3.0  # between two dots
LONGEST = 14  # letters in one line of a dot
BAND = 40.0  # dots stand in a row if they differ by less from north to south

Spot = tuple[int, float, float]  # number of an entry, and where it stands
Box = tuple[float, float, float, float]  # left, top, right, bottom
Labeller = Callable[[Sequence[int]], list[str]]


@dataclass(frozen=True, slots=True)
class Pile:
    """Entries that share a dot: their spots, the lines of the dot, and the box it covers."""

    spots: tuple[Spot, ...]
    lines: tuple[str, ...]
    box: Box

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the dot."""
        left, top, right, bottom = self.box
        return (left + right) / 2, (top + bottom) / 2


@dataclass(frozen=True, slots=True)
class Dot:
    """A dot as the drawing needs it, around its middle: `lines` are texts with their place from top to bottom."""

    x: str
    y: str
    left: str
    top: str
    wide: str
    high: str
    lines: tuple[tuple[str, str], ...]


def overlap(one: Box, other: Box, gap: float = 0) -> bool:
    """Whether two boxes cover one another or are closer than `gap`."""
    across = one[0] < other[2] + gap and other[0] < one[2] + gap
    return across and one[1] < other[3] + gap and other[1] < one[3] + gap


def labels(numbers: Sequence[int]) -> list[str]:
    """Numbers as the words of a dot: three and more that follow one another become `3–7`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    found: list[str] = []
    for run in runs:
        found += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run)
    return found


def piles_of(spots: Sequence[Spot], width: float, height: float, label: Labeller = labels) -> list[Pile]:
    """The dots of entries within a drawing of that size; none covers another."""
    piles = [_pile([spot], width, height, label) for spot in spots]
    while True:
        apart: list[Pile] = []
        for pile in piles:
            near = next((index for index, other in enumerate(apart) if overlap(pile.box, other.box, GAP)), None)
            if near is None:
                apart.append(pile)
            else:
                apart[near] = _pile([*apart[near].spots, *pile.spots], width, height, label)
        if len(apart) == len(piles):
            return apart
        piles = apart


def _pile(spots: Sequence[Spot], width: float, height: float, label: Labeller) -> Pile:
    lines = _lines(label([number for number, _x, _y in spots]))
    wide = max(SIZE, LETTER * max(map(len, lines)) + 8)
    high = SIZE + LINE * (len(lines) - 1)
    places = {(x, y) for _number, x, y in spots}
    x = _within(sum(x for x, _y in places) / len(places), wide / 2, width)
    y = _within(sum(y for _x, y in places) / len(places), high / 2, height)
    return Pile(tuple(spots), lines, (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2))


def _within(value: float, half: float, most: float) -> float:
    return min(max(value, half + 2), most - half - 2)


def _lines(words: Sequence[str]) -> tuple[str, ...]:
    """Words with commas between them, in lines of about one length."""
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) + 2 > LONGEST:
            lines[-1] += ","
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]}, {word}" if lines[-1] else word
    return tuple(lines)


def numbered_by_place(spots: Sequence[Spot], width: float, height: float) -> tuple[list[int], list[Pile]]:
    """The numbers ordered so that those of one dot follow one another, and the dots with the new numbers from 1.

    Dots are numbered from north to south, those beside each other from west to east.
    """
    longest = f"{len(spots)}, {len(spots)}"
    piles = piles_of(spots, width, height, lambda numbers: [longest if len(numbers) > 1 else str(len(spots))])
    piles.sort(key=lambda pile: (round(pile.middle[1] / BAND), pile.middle[0]))
    ordered = [sorted(pile.spots, key=lambda spot: (spot[2], spot[1])) for pile in piles]
    number = count(1)
    renamed = [[(next(number), x, y) for _number, x, y in of_pile] for of_pile in ordered]
    return [old for of_pile in ordered for old, _x, _y in of_pile], [
        _pile(one, width, height, labels) for one in renamed
    ]


def dot_of(pile: Pile) -> Dot:
    """The dot of a pile, its numbers with the digits of the language."""
    left, top, right, bottom = pile.box
    x, y = pile.middle
    first = 5 - LINE * (len(pile.lines) - 1) / 2
    lines = tuple((digits(line), f"{first + LINE * index:.1f}") for index, line in enumerate(pile.lines))
    return Dot(
        f"{x:.1f}", f"{y:.1f}", f"{left - x:.1f}", f"{top - y:.1f}", f"{right - left:.1f}", f"{bottom - top:.1f}", lines
    )
