"""The dry run as a table: what each row would do, field by field; what is chosen, and choosing."""

from collections import Counter
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
from organisations.models import ImportRow, ImportRun, Listing, Organisation, Phase
from organisations.models.organisation import State
from organisations.scope import decides_everywhere, within
from organisations.services.work import WorkFailed
from organisations.vocabulary import vocabulary

PAGE = 50
_UNTOLD = ("id", "state", "language")


@dataclass(frozen=True)
class Candidate:
    """An entry that a row may be the same as, where it is, and why."""

    entry: Organisation
    where: str
    why: str = ""


@dataclass(frozen=True)
class Line:
    """A row of the table. `candidates`: entries it may be the same as, and why; `kept`: what stays as it is here unless
    the curator has it replaced, with what the file says instead; `untouched`: names of what stays in any case."""

    row: ImportRow
    differences: list[Difference]
    kept: list[Difference]
    untouched: list[str]
    candidates: list[Candidate]
    can_be_chosen: bool
    is_over: bool

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
        return str(OUTCOMES.get("left" if self.left_out else self.row.outcome or self.row.action, ""))

    @property
    def left_out(self) -> bool:
        """Whether the import is over and has not taken the row, although it could have."""
        return self.is_over and not self.row.outcome and self.row.action in ("new", "changed")


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
        kept = self.run.numbers
        return kept if "back" in kept else numbers_of(self.run)  # an earlier release has compared it

    @property
    def chosen(self) -> int:
        """How many rows are to be imported."""
        return self._numbers["chosen"]

    @property
    def can_be_chosen(self) -> int:
        """How many rows can be imported."""
        return self._numbers["choosable"]

    @property
    def marks(self) -> int:
        """How many marks of entries that are missing in the source the import sets or takes away."""
        return self._numbers["missing"] + self._numbers["back"]

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
    def keeps_ticks(self) -> bool:
        """Whether leaving the page keeps what is ticked on it: then its ways to other rows are buttons of the form."""
        return self.run.phase == Phase.READY and bool(self.can_be_chosen)

    def towards(self, given: Mapping[str, str]) -> "Rows":
        """The rows that a button for another list or page leads to."""
        tab = given.get("list", self.tab)
        page = given.get("page") or ("1" if "list" in given else str(self.number))
        return Rows.parse(self.run, self.user, {"rows": tab, "page": page})

    @property
    def query(self) -> str:
        """The address of this page of the tab."""
        return f"?rows={self.tab}&page={self.number}"

    @cached_property
    def _found(self) -> list[ImportRow]:
        start = (self.number - 1) * PAGE
        # What is left out is counted by keys alone: the last of a thousand pages is as quick as the first.
        here = self.run.rows.filter(LISTS[self.tab]).values("pk")[start : start + PAGE]
        return list(ImportRow.objects.filter(pk__in=here).select_related("entry"))

    @cached_property
    def lines(self) -> list[Line]:
        """The rows of the page, compared with the entries as they are now. A fixed number of queries."""
        planned, terms = self._planned(), vocabulary("default")
        entries = self._candidates()
        return [self._line(row, planned.get(row.place), entries, terms) for row in self._found]

    def _line(self, row: ImportRow, item: Planned | None, entries: Mapping[str, Candidate], terms: Any) -> Line:
        reasons = {one["organisation"]: one["reasons"] for one in row.alike}
        ids = [*reasons, *([str(row.entry_id)] if row.linked and str(row.entry_id) not in reasons else [])]
        found = [replace(entries[id], why=alike_text(reasons.get(id, []))) for id in ids if id in entries]
        kept = _kept(item, terms) if item else []
        return Line(
            row,
            _differences(item, terms) if item else [],
            kept,
            [target_name(name) for name in item.kept] if item and not kept else [],
            _told_apart(found),
            _can_be_chosen(row) and self.run.phase == Phase.READY,
            self.run.phase == Phase.DONE,
        )

    def _planned(self) -> dict[str, Planned]:
        rows = [row for row in self._found if _can_be_chosen(row) and not row.outcome]
        if not rows:
            return {}
        try:
            planner = stages.planner_of(self.run, rows)
        except (FileRefusedError, WorkFailed):  # who set it up may be gone
            return {}
        entries, _refused = planner.read([stages.raw_row(row) for row in rows])
        return {item.outcome.where[:100]: item for item in planner.plan(entries)}

    def _candidates(self) -> dict[str, Candidate]:
        """The entries that rows of the page are or may be the same as, of those the curator may see."""
        ids = {one["organisation"] for row in self._found for one in row.alike}
        ids |= {str(row.entry_id) for row in self._found if row.linked}
        seen = Q() if decides_everywhere(self.user) else within(self.user) | Q(state=State.PUBLIC)
        listings = Listing.objects.primary().filter(organisation__in=Organisation.objects.filter(seen, pk__in=ids))
        found = listings.select_related("organisation") if ids else ()
        return {str(one.organisation_id): Candidate(one.organisation, one.card.get("place") or "") for one in found}

    # Choosing

    def choose(self, given: QueryDict) -> None:
        """Notes what is chosen on the page, which is the same as an entry, and what replaces hand-made changes."""
        rows = list(self.run.rows.filter(CHOOSABLE, pk__in=_ids(given.getlist("row"))))
        taken, over = set(_ids(given.getlist("take"))), set(_ids(given.getlist("over")))
        anew = []
        for row in rows:
            wanted = self._link(row, given.get(f"is{row.pk}"))
            linked_anew = wanted != (row.entry_id if row.linked else None)
            if linked_anew:
                row.entry_id, row.linked = wanted, wanted is not None
            if linked_anew or row.overwrite != (row.pk in over):
                anew.append(row)
            # Who has something replaced wants the row, also if there is nothing else to import in it.
            replaces = row.pk in over and not row.overwrite and row.action == "unchanged"
            row.chosen, row.overwrite = row.pk in taken or replaces or linked_anew, row.pk in over
        ImportRow.objects.bulk_update(rows, ["chosen", "overwrite", "entry", "linked"])
        if anew:
            stages.plan_rows(self.run, anew, stages.planner_of(self.run, anew))
            ImportRow.objects.bulk_update(rows, ["chosen"])  # what comparing would choose by itself is no matter now

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
                rows.filter(kept=True).update(chosen=True, overwrite=True, action="changed")
        note_numbers(self.run)


def _told_apart(found: list[Candidate]) -> list[Candidate]:
    """Those of one name at one place with their addresses, so that they can be told apart."""
    shown = Counter((one.entry.name, one.where) for one in found)
    return [
        replace(one, where=" · ".join(filter(None, (one.where, one.entry.slug))))
        if shown[one.entry.name, one.where] > 1
        else one
        for one in found
    ]


def _can_be_chosen(row: ImportRow) -> bool:
    """The same as counting.CHOOSABLE."""
    return row.action in ("new", "changed") or row.kept or row.linked


def _ids(words: list[str]) -> list[int]:
    return [int(word) for word in words[: 2 * PAGE] if word.isascii() and word.isdigit() and len(word) < 19]


def _differences(item: Planned, terms: Any) -> list[Difference]:
    """What the row changes, in words; of a new entry all it says."""
    if item.result is None:
        return []
    after = item.result.stays
    before = item.current or replace(OrganisationDocument(kind="", name=""), id=after.id)
    told = in_words(difference(before, after), before, after, terms)
    return [one for one in told if item.current or one.key[0] not in _UNTOLD]


def _kept(item: Planned, terms: Any) -> list[Difference]:
    """What is different here and stays, and what it would be if it were replaced."""
    if item.result is None:
        return []
    stays, replaced = item.result.stays, item.result.replaced
    return in_words(difference(stays, replaced), stays, replaced, terms)
