"""One check of many things as one test, where thousands of tests of their own would cost more than all the checks."""

from collections.abc import Callable, Iterable
from typing import Any


def each(things: Iterable[Any], name: Callable[[Any], str] = str) -> Callable[[Callable[[Any], None]], Any]:
    """Makes a check of one thing a test of them all, which tells every thing that fails by its `name`.

    For what needs no database and no fresh start: the files of the project. The test fails where there is nothing.
    """
    kept = list(things)

    def of_all(check: Callable[[Any], None]) -> Callable[[], None]:
        def test() -> None:
            faults = [f"{name(thing)}: {fault}" for thing in kept if (fault := fault_of(check, thing)) is not None]
            assert kept and not faults, "\n".join(faults) or "There is nothing to check."

        test.__name__, test.__doc__ = check.__name__, check.__doc__
        return test

    return of_all


def fault_of(check: Callable[[Any], None], thing: Any) -> str | None:
    """What a check says against a thing; None where it passes."""
    try:
        check(thing)
    except AssertionError as error:
        return str(error) or "refused"
    return None
