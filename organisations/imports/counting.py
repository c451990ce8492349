"""How many rows of a run there are of each kind: counted when rows change, not whenever somebody looks at them."""

import re
from collections.abc import Mapping

from django.db.models import Count, Q

from organisations.imports.missing import missing_from, there_again
from organisations.models import ImportRun

# Kept: maybe nothing changes but by replacing. Linked: that it is said to be an entry is remembered, or can be unsaid.
CHOOSABLE = Q(action__in=["new", "changed"]) | Q(kept=True) | Q(linked=True)
_TWIN = re.compile("may be the same as .* of this file")  # the doubt of a row that is like one above it (twins.py)
LISTS: Mapping[str, Q] = {
    "": Q(),
    "new": Q(action="new"),
    "changed": Q(action="changed"),
    "alike": Q(action="new") & (~Q(alike=[]) | Q(detail__regex=_TWIN.pattern)),
    "kept": Q(kept=True),
    "unchanged": Q(action="unchanged"),
    "refused": Q(action="refused"),
}


def note_numbers(run: ImportRun) -> None:
    """Keeps with the run what `numbers_of` gives."""
    run.numbers = numbers_of(run)
    run.save(update_fields=["numbers"])


def numbers_of(run: ImportRun) -> dict[str, int]:
    """Rows by list ("list_new"), those that can be chosen and that are, entries that would be marked as missing in the
    source, and marks that would go as the entry is there again."""
    wanted = {f"list_{name}": Count("pk", filter=condition) for name, condition in LISTS.items()}
    numbers = dict(
        run.rows.aggregate(
            **wanted,
            chosen=Count("pk", filter=Q(CHOOSABLE, chosen=True)),
            choosable=Count("pk", filter=CHOOSABLE),
        )
    )
    return numbers | {"missing": missing_from(run).filter(missing_since=None).count(), "back": there_again(run).count()}
