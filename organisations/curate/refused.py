"""The rows that imports could not take: those of each source's newest file, for the desk's number and its list."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from organisations.curate.imports.start import runs_of
from organisations.curate.telling import told, told_place
from organisations.models import ImportRow, Phase

PAGE = 50
# What a file says of itself, and of no entry (imports/tabular.py): titles, names of columns, sheets nobody asked for.
_NO_ENTRY = (
    Q(detail__startswith="stands above the header in ")
    | Q(detail__startswith="is not read, as sheet ")
    | Q(detail__contains=" stands twice; column ")
)


def refused_rows(user: Any) -> QuerySet[ImportRow]:
    """The refused rows of imports that the user may see. A newer file of a source stands for those before it."""
    newest = runs_of(user).filter(phase__in=[Phase.READY, Phase.DONE]).order_by("source_id", "-created_at", "-id")
    runs = newest.select_related(None).distinct("source_id").values("pk")
    return ImportRow.objects.filter(Q(action="refused") | Q(outcome="refused"), run__in=runs).exclude(_NO_ENTRY)


@dataclass(frozen=True)
class Refused:
    """A page of them, file by file."""

    user: Any
    page: int = 1

    @cached_property
    def count(self) -> int:
        """How many there are."""
        return refused_rows(self.user).count()

    @cached_property
    def _found(self) -> list[ImportRow]:
        start = (self.page - 1) * PAGE
        rows = refused_rows(self.user).select_related("run", "run__source").order_by("-run", "position")
        return list(rows[start : start + PAGE + 1])

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows: what they are called, where they stand, why they were refused."""
        return [{"row": row, "place": told_place(row.place), "why": told(row.detail)} for row in self._found[:PAGE]]

    @property
    def more(self) -> int:
        """The next page, 0 if there is none."""
        return self.page + 1 if len(self._found) > PAGE else 0
