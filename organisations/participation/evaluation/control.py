"""Which rows of a table may be shown with their numbers, and which only together. Why so: the package's own text."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

LEAST = 5  # no number below this is shown
ROOM = 3  # so far below the least number a hidden one must be able to lie
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


def partition(
    rows: Mapping[str, Numbers],
    least: int = LEAST,
    within: Collection[str] = (),
    axes: Sequence[int] = (),
) -> Partition | None:
    """The finest partition of `rows` that may be shown; None if nothing may.

    `axes`: how many columns each axis has, if the sums of the rows over the columns of an axis are known; `within`: the
    rows whose sums are not, and which must be in the rest.

    Rows stand together whose smallest number is at or below a threshold, the lowest that is enough. The threshold and
    not the single row decides, so that rows of the rest are told apart by nothing.
    """
    smallest = {key: min(numbers) for key, numbers in rows.items()}
    for threshold in sorted({least - 1, *(number for number in smallest.values() if number >= least)}):
        rest = {key: numbers for key, numbers in rows.items() if key in within or smallest[key] <= threshold}
        shown = tuple(key for key in rows if key not in rest)
        if len(shown) + bool(rest) < 2:
            return None
        known = [numbers for key, numbers in rest.items() if key not in within]
        if not rest or (_is_enough([*rest.values()], least) and _has_room(known, summed([*rest.values()]), axes)):
            return Partition(shown, tuple(rest))
    return None


def _is_enough(rest: Sequence[Numbers], least: int) -> bool:
    """Whether rows are safe together: several, with no sum too small. Nor may all be as large as a number that must be
    hidden can be: then their sum would tell them."""
    columns = list(zip(*rest, strict=True))
    return len(rest) > 1 and all(sum(column) >= least and set(column) != {least - 1} for column in columns)


def _has_room(known: Sequence[Numbers], rest: Numbers, axes: Sequence[int]) -> bool:
    """Whether each row with known sums could have several small numbers, given those of the rest: were there but one,
    it would be the reason why the row is hidden. This looks at nothing but what is known if the partition is shown."""
    ends = list(accumulate(axes, initial=0))
    parts = [slice(*pair) for pair in pairwise(ends)]
    return all(
        min(sum(numbers[part]) - sum(rest[part]) + column for part in parts for column in rest[part])
        <= LEAST - 1 - ROOM
        for numbers in (known if parts else ())
    )


def summed(rows: Sequence[Numbers]) -> Numbers:
    """Column by column."""
    return tuple(map(sum, zip(*rows, strict=True)))
