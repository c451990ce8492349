"""The dry run as a table: what each row would do, field by field; what is chosen, and choosing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from organisations.curate.choice import number_of
from organisations.curate.imports.words import ACTIONS, OUTCOMES, target_name
from organisations.curate.telling import told, told_place
from organisations.curate.words import alike_text
from organisations.differences import Difference, in_words
from organisations.document import OrganisationDocument
from organisations.imports import stages
from organisations.imports.counting import CHOOSABLE, LISTS, note_numbers, numbers_of
from organisations.imports.planning import Planned
from organisations.imports.reader import FileRefusedError
from organisations.merging import difference
from organisations.models import ImportRow, ImportRun, Organisation, Phase
from organisations.models.organisation import State
from organisations.scope import within
from organisations.services.work import WorkFailed
from organisations.vocabulary import vocabulary

PAGE = 50
_UNTOLD = ("id", "state", "language")


@dataclass(frozen=True)
class Line:
    """A row of the table. `candidates`: entries it may be the same as, and why; `kept`: what stays as changed here."""

    row: ImportRow
    differences: list[Difference]
    kept: list[str]
    candidates: list[tuple[Organisation, str]]
    can_be_chosen: bool

    @property
    def place(self) -> str:
        """Where the row stands."""
        return told_place(self.row.place)

    @property
    def is_refused(self) -> bool:
        """Whether it is not imported."""
        return "refused" in (self.row.action, self.row.outcome)

    @property
    def detail(self) -> SafeString:
        """Why it is refused, else what is in doubt."""
        return told(self.row.detail)

    @property
    def summary(self) -> str:
        """What a new entry is, in a few words."""
        told = [one.after.replace("\n", ", ") for one in self.differences if one.key[0] in ("kind", "topics", "places")]
        return Truncator(" · ".join(told)).chars(110)

    @property
    def what(self) -> str:
        """What would happen or happened, in a word."""
        return str(OUTCOMES.get(self.row.outcome or self.row.action, ""))


@dataclass(frozen=True)
class Rows:
    """The rows of a run of one tab, a page of them."""

    run: ImportRun
    user: Any
    tab: str = ""
    number: int = 1

    @classmethod
    def parse(cls, run: ImportRun, user: Any, given: Mapping[str, str]) -> "Rows":
        """What the address asks for; what is not understood is left out."""
        tab = given.get("rows", "")
        return cls(run, user, tab if tab in LISTS else "", min(max(number_of(given.get("page", "")) or 1, 1), 100_000))

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return self.run.numbers or numbers_of(self.run)  # none: an earlier release has compared it

    @property
    def chosen(self) -> int:
        """How many rows are to be imported."""
        return self._numbers["chosen"]

    @property
    def missing(self) -> int:
        """How many entries of the source the import marks as missing in it."""
        return self._numbers["missing"]

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """The kinds of rows there are, with their numbers."""
        return [
            {"tab": tab, "label": label, "n": self._numbers[f"list_{tab}"], "chosen": tab == self.tab}
            for tab, label in ACTIONS.items()
            if tab in ("", self.tab) or self._numbers[f"list_{tab}"]
        ]

    @property
    def pages(self) -> int:
        """How many pages the tab has, one at least."""
        return max(1, -(-self._numbers[f"list_{self.tab}"] // PAGE))

    @property
    def before(self) -> int:
        """The page before, 0 if there is none."""
        return min(self.number, self.pages + 1) - 1

    @property
    def after(self) -> int:
        """The next page, 0 if there is none."""
        return self.number + 1 if self.number < self.pages else 0

    @property
    def query(self) -> str:
        """The address of this page of the tab."""
        return f"?rows={self.tab}&page={self.number}"

    @cached_property
    def _found(self) -> list[ImportRow]:
        start = (self.number - 1) * PAGE
        return list(self.run.rows.filter(LISTS[self.tab]).select_related("entry")[start : start + PAGE])

    @cached_property
    def lines(self) -> list[Line]:
        """The rows of the page, compared with the entries as they are now. A fixed number of queries."""
        planned, terms = self._planned(), vocabulary("default")
        entries = self._candidates()
        found = []
        for row in self._found:
            item = planned.get(row.place)
            told = _differences(item, terms) if item and not row.outcome else []
            alike = [
                (entries[one["organisation"]], one["reasons"]) for one in row.alike if one["organisation"] in entries
            ]
            if row.linked and row.entry and str(row.entry_id) not in [str(entry.pk) for entry, _why in alike]:
                alike.append((row.entry, []))
            kept = [target_name(name) for name in item.kept] if item else []
            can = (row.action in ("new", "changed") or row.kept) and self.run.phase == Phase.READY
            found.append(Line(row, told, kept, [(entry, alike_text(why)) for entry, why in alike], can))
        return found

    def _planned(self) -> dict[str, Planned]:
        rows = [row for row in self._found if (row.action in ("new", "changed") or row.kept) and not row.outcome]
        if not rows:
            return {}
        try:
            planner = stages.planner_of(self.run, rows)
        except (FileRefusedError, WorkFailed):  # who set it up may be gone
            return {}
        entries, _refused = planner.read([stages.raw_row(row) for row in rows])
        return {item.outcome.where[:100]: item for item in planner.plan(entries)}

    def _candidates(self) -> dict[str, Organisation]:
        """The entries that rows of the page may be the same as, of those the curator may see."""
        ids = {one["organisation"] for row in self._found for one in row.alike}
        seen = within(self.user) | Q(state=State.PUBLIC)
        return {str(entry.pk): entry for entry in Organisation.objects.filter(seen, pk__in=ids)} if ids else {}

    # Choosing

    def choose(self, given: QueryDict) -> None:
        """Notes what is chosen on the page, which is the same as an entry, and what replaces hand-made changes."""
        shown = self.run.rows.filter(CHOOSABLE, pk__in=_ids(given.getlist("row")))
        taken, over = set(_ids(given.getlist("take"))), set(_ids(given.getlist("over")))
        linked = []
        rows = list(shown)
        for row in rows:
            row.chosen, row.overwrite = row.pk in taken, row.pk in over
            wanted = self._link(row, given.get(f"is{row.pk}"))
            if wanted != (row.entry_id if row.linked else None):
                row.entry_id, row.linked = wanted, wanted is not None
                linked.append(row)
        ImportRow.objects.bulk_update(rows, ["chosen", "overwrite", "entry", "linked"])
        if linked:
            stages.plan_rows(self.run, linked, stages.planner_of(self.run, linked))
            ImportRow.objects.filter(pk__in=[row.pk for row in linked], action__in=["new", "changed"]).update(
                chosen=True
            )

    def _link(self, row: ImportRow, wanted: str | None) -> UUID | None:
        """The entry that the curator says a row is; None: a new one."""
        if wanted is None:
            return row.entry_id if row.linked else None
        known = [one["organisation"] for one in row.alike] + ([str(row.entry_id)] if row.linked else [])
        found = Organisation.objects.filter(within(self.user), pk=wanted) if wanted in known else None
        return UUID(wanted) if found and found.exists() else None

    def choose_list(self, how: str) -> None:
        """What a button says of all rows of the tab: "all", "none", or "over": replace what people changed here."""
        rows = self.run.rows.filter(LISTS[self.tab])
        match how:
            case "all" | "none":
                rows.filter(CHOOSABLE).update(chosen=how == "all")
            case "over":
                rows.filter(kept=True).update(chosen=True, overwrite=True)
        note_numbers(self.run)


def _ids(words: list[str]) -> list[int]:
    return [int(word) for word in words[: 2 * PAGE] if word.isascii() and word.isdigit() and len(word) < 19]


def _differences(item: Planned, terms: Any) -> list[Difference]:
    """What the row changes, in words; of a new entry all it says."""
    if item.result is None:
        return []
    after = item.result.document
    before = item.current or replace(OrganisationDocument(kind="", name=""), id=after.id)
    told = in_words(difference(before, after), before, after, terms)
    return [one for one in told if item.current or one.key[0] not in _UNTOLD]
