"""Which rows of a table may be shown with their numbers, and which only together. Why so: the package's own text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LEAST = 5  # no number below this is shown
LEAST_GROUP = 20  # forms of an area or a language that stands by itself

Numbers = tuple[int, ...]  # of a row, one a column


@dataclass(frozen=True)
class Partition:
    """Keys of the rows that are shown, and of those that are shown as one; the latter are none, or two or more."""

    shown: tuple[str, ...]
    together: tuple[str, ...]

    def tells(self, keys: frozenset[str]) -> bool:
        """Whether the sum of these rows can be told from the table without telling more of the rest."""
        rest = frozenset(self.together)
        return rest <= keys or not rest & keys


def partition(rows: Mapping[str, Numbers], least: int = LEAST, within: Iterable[str] = ()) -> Partition | None:
    """The finest partition of `rows` that may be shown; None if nothing may. `within`: what must be in the rest.

    Rows stand together whose smallest number is at or below a threshold, the lowest that is enough. The threshold and
    not the single row decides, so that rows of the rest are told apart by nothing.
    """
    smallest = {key: min(numbers) for key, numbers in rows.items()}
    forced = set(within)
    for threshold in sorted({least - 1, *(number for number in smallest.values() if number >= least)}):
        rest = tuple(key for key in rows if key in forced or smallest[key] <= threshold)
        shown = tuple(key for key in rows if key not in rest)
        if len(shown) + bool(rest) < 2:
            return None
        if _is_enough([rows[key] for key in rest], least):
            return Partition(shown, rest)
    return None


def summed(rows: Sequence[Numbers]) -> Numbers:
    """Column by column."""
    return tuple(map(sum, zip(*rows, strict=True)))


def _is_enough(rest: Sequence[Numbers], least: int) -> bool:
    """Whether rows are safe together: none, or several with no sum too small.

    Nor may all be as large as a number that must be hidden can be, for their sum would tell them; nor may one of them,
    whose sum over all columns is known, be all there is of the rest in a column.
    """
    if not rest:
        return True
    columns = list(zip(*rest, strict=True))
    crossed = len(columns) > 1
    return len(rest) > 1 and all(
        sum(column) >= least and set(column) != {least - 1} and not (crossed and sum(column) == max(column))
        for column in columns
    )
