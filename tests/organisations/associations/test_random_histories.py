"""Random sequences of everything that may happen to an entry, against a model of a few lines.

No accepted change is lost, nothing undecided is public, nothing withdrawn or erased comes back, and listings, facets
and search say what the documents say.
"""

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from organisations.services import editing, publish
from tests.organisations.associations.histories import Histories

DEEP = os.environ.get("DEEP") == "1"
STEPS = 10


def run(examples: int, steps: int = STEPS) -> None:
    """So many histories of so many steps at most."""
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=not DEEP,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("vocabulary")
def test_random_histories_lose_nothing_and_show_nothing_undecided() -> None:
    run(1_000 if DEEP else 50)


# Control: what happens is found out, when one of the protections is switched off.
SWITCHED_OFF: dict[str, tuple[Any, str, Any]] = {
    "merging": (editing, "merge", lambda base, ours, theirs: (ours, [])),
    "outdated bases": (publish, "_refuse_stale", lambda changes, records: None),
    "listings": (publish, "write_listings", lambda documents, new: None),
    "states of old versions": (editing, "OURS", ()),
}


@pytest.mark.deep
@pytest.mark.django_db
@pytest.mark.usefixtures("vocabulary")
@pytest.mark.parametrize("protection", SWITCHED_OFF)
def test_control_without_a_protection_the_histories_find_it(protection: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*SWITCHED_OFF[protection])
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        run(300)
