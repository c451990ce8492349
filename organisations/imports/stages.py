"""The stages of an import in the browser, as work of the queue: reading the file, comparing its rows, importing them.

Each works on chunks of rows in the database, so it goes on after a kill where it was. A run by timetable goes through
all of them by itself; else a curator says in between what columns and words mean, and which rows are wanted.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from organisations.imports import alike, missing, proposing
from organisations.imports.counting import CHOOSABLE, note_numbers
from organisations.imports.holding import STOOD, hold
from organisations.imports.mapping import Mapping as ColumnMapping
from organisations.imports.mapping import kept_mapping
from organisations.imports.planning import Planned, Planner, repeated
from organisations.imports.reader import FileRefusedError, RawRow
from organisations.imports.reading import read_apart
from organisations.imports.run import Publisher
from organisations.imports.storing import store_rows, write_notes
from organisations.imports.twins import note_twins
from organisations.models import Decision, ImportRow, ImportRun, ImportSource, Phase, Rule, Work, WorkState
from organisations.scope import areas_of, decides_everywhere
from organisations.services import work as works
from organisations.services.work import Runner, WorkFailed
from organisations.text import clean

READ, PLAN, IMPORT = "import-read", "import-plan", "import-run"
CHUNK = 500
MOST_WORDS = 2_000
GONE = gettext_noop("The import or its file is no longer there.")
NOBODY = gettext_noop("Who set this up is no curator any more; somebody else has to.")
PHASES = {READ: Phase.READING, PLAN: Phase.PLANNING, IMPORT: Phase.RUNNING}
BEFORE: dict[str, tuple[Phase, ...]] = {READ: (Phase.READING, *STOOD), PLAN: STOOD, IMPORT: (Phase.READY,)}


@transaction.atomic
def begin(run: ImportRun, kind: str, *, by: Any, total: int = 0) -> Work:
    """Has the queue do a stage of the run, once. `total`: how many rows, where that is known. Raises NotNow."""
    hold(run, *BEFORE[kind])
    run.work = works.start(kind, by=by, params={"run": str(run.pk)}, total=total, title=run.file)
    run.phase, run.error = PHASES[kind], ""
    run.save(update_fields=["work", "phase", "error"])
    return run.work


def _run_of(work: Work) -> ImportRun:
    run = ImportRun.objects.select_related("source", "by").filter(pk=work.params.get("run"), work=work).first()
    if run is None or run.forgotten:
        raise WorkFailed(GONE)
    return run


def raw_row(row: ImportRow) -> RawRow:
    """The row as it stands in the file."""
    where, values, identity, point, problem = json.loads(row.raw)
    return RawRow(where, values, identity, tuple(point) if point else None, problem)


def mapping_of(run: ImportRun) -> ColumnMapping:
    """What columns and words of the run mean. Raises FileRefusedError if no column gives the name."""
    return kept_mapping(run.form, [column["name"] for column in run.columns], run.source.mapping)


def planner_of(run: ImportRun, rows: Sequence[ImportRow] = ()) -> Planner:
    """A planner for rows of the run, within the areas of whom it belongs to. Raises FileRefusedError, WorkFailed."""
    if run.by is None or not (run.by.is_active and run.by.is_staff):
        raise WorkFailed(NOBODY)
    areas = None if decides_everywhere(run.by) else [area.id for area in areas_of(run.by)]
    return Planner(
        mapping_of(run),
        run.source.name,
        run.source.state,
        areas=areas,
        links={row.identity: row.entry_id for row in rows if row.linked and row.entry_id},
        overwrite={row.identity for row in rows if row.overwrite},
    )


# Reading ----------------------------------------------------------------------------------------------------------


def _read(work: Work) -> None:
    run = _run_of(work)
    pieces = run.pieces.order_by("number").values_list("data", flat=True)
    try:
        data = (bytes(piece) for piece in pieces.iterator(chunk_size=4))
        with read_apart(run.file, data, run.sheet, run.source.header) as rows:
            run.form, run.count = rows.format, rows.count
            run.rows.all().delete()
            run.columns = store_rows(run, rows)
    except FileRefusedError as error:
        raise WorkFailed(clean(str(error))) from None
    run.save(update_fields=["form", "count", "columns"])
    work.total = work.done = run.count


def _read_ended(work: Work) -> None:
    run = _known(work)
    if run is None:
        return
    run.phase = Phase.COLUMNS if work.state == WorkState.DONE else Phase.REFUSED
    run.error = str(work.result.get("error", ""))
    run.save(update_fields=["phase", "error"])
    if not run.rule and run.phase == Phase.COLUMNS:
        ImportSource.objects.filter(pk=run.source_id).update(error="")  # of a fetch before: this file is newer
    if run.rule and run.phase == Phase.COLUMNS:
        begin(run, PLAN, by=run.by, total=run.count)
    elif run.rule:
        _note_failure(run)


def _known(work: Work) -> ImportRun | None:
    return ImportRun.objects.select_related("source", "by").filter(work=work).first()


def _note_failure(run: ImportRun) -> None:
    """A source that is fetched by itself remembers why that failed, and is fetched anew next time."""
    run.source.error, run.source.digest = run.error[:500], ""
    run.source.save(update_fields=["error", "digest"])


# Comparing --------------------------------------------------------------------------------------------------------


def _plan(work: Work) -> None:
    run = _run_of(work)
    if work.done == 0:
        run.unknown = []
        run.rows.update(identity="", chosen=False, outcome="", overwrite=False, linked=False, entry=None)
    rows = list(run.rows.filter(position__gte=work.done)[:CHUNK])
    try:
        planner = planner_of(run)
    except FileRefusedError as error:
        raise WorkFailed(clean(str(error))) from None
    plan_rows(run, rows, planner)
    run.unknown = _with_words(run.unknown, planner.unknown)
    run.save(update_fields=["unknown"])
    work.total, work.done = run.count, work.done + len(rows)
    if not rows:
        work.done = work.total


def plan_rows(run: ImportRun, rows: Sequence[ImportRow], planner: Planner) -> None:
    """Notes at the rows what would become of them."""
    by_place = {row.place: row for row in rows}
    entries, outcomes = planner.read([raw_row(row) for row in rows])
    earlier = _earlier(run, rows, [entry.identity for entry in entries])
    twice = [repeated(entry, earlier[entry.identity]) for entry in entries if entry.identity in earlier]
    planned = planner.plan([entry for entry in entries if entry.identity not in earlier])
    found = alike.candidates_of(planned)
    notes = {outcome.where[:100]: _refusal(outcome) for outcome in (*outcomes, *twice)}
    notes |= {item.outcome.where[:100]: _note(item, found.get(item.entry.identity, [])) for item in planned}
    write_notes([{"id": by_place[place].pk, **note} for place, note in notes.items()])


def _earlier(run: ImportRun, rows: Sequence[ImportRow], identities: Sequence[str]) -> dict[str, str]:
    """Where these identities stand further up in the file."""
    above = run.rows.filter(position__lt=rows[0].position if rows else 0, identity__in=[i for i in identities if i])
    return dict(above.exclude(action="refused").order_by("-position").values_list("identity", "place"))


def _refusal(outcome: Any) -> dict[str, Any]:
    return _fields(action="refused", name=outcome.name, detail=outcome.detail, identity=outcome.identity)


def _note(item: Planned, found: list[dict[str, Any]]) -> dict[str, Any]:
    outcome = item.outcome
    takes = outcome.action == "changed" or (outcome.action == "new" and not found and not item.entry.doubtful)
    return _fields(
        action=outcome.action,
        name=outcome.name,
        detail=outcome.detail if outcome.action == "refused" else "; ".join(item.entry.notes),
        identity=item.entry.identity,
        entry=str(item.external.organisation_id) if item.external else None,
        alike=found,
        kept=item.can_be_replaced,
        chosen=takes,
    )


def _fields(**given: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {"action": "", "name": "", "detail": "", "identity": "", "entry": None, "alike": []}
    fields = {**fields, "kept": False, "chosen": False, **given}
    return {**fields, "name": fields["name"][:200], "detail": fields["detail"].replace("\0", "")}


def _with_words(stored: list[list[Any]], found: Counter[tuple[str, str]]) -> list[list[Any]]:
    """The words that no vocabulary knows, the commonest first."""
    counted = Counter({(target, word): number for target, word, number in stored})
    counted.update({(target, word[:200]): number for (target, word), number in found.items()})
    return [[target, word, number] for (target, word), number in counted.most_common(MOST_WORDS)]


def _plan_ended(work: Work) -> None:
    run = _known(work)
    if run is None:
        return
    if work.state == WorkState.DONE:
        note_twins(run)
        note_numbers(run)
    run.phase = Phase.READY if work.state == WorkState.DONE else Phase.COLUMNS
    run.error = str(work.result.get("error", ""))
    run.save(update_fields=["phase", "error"])
    if run.rule and run.phase == Phase.READY:
        begin_import(run, by=run.by)
    elif run.rule:
        _note_failure(run)


# Importing --------------------------------------------------------------------------------------------------------


def chosen_rows(run: ImportRun) -> Any:
    """The rows that are to be imported."""
    return run.rows.filter(CHOOSABLE, chosen=True)


@transaction.atomic
def begin_import(run: ImportRun, *, by: Any) -> Work:
    """Has the queue import what is chosen, once. Raises NotNow."""
    hold(run, Phase.READY)
    return begin(run, IMPORT, by=by, total=chosen_rows(run).count())


def _import(work: Work) -> None:
    run = _run_of(work)
    rows = list(chosen_rows(run).filter(position__gt=work.result.get("position", -1))[:CHUNK])
    if rows:
        try:
            done = _imported(work, run, rows)
        except FileRefusedError as error:
            raise WorkFailed(clean(str(error))) from None
        _note_outcomes(work, run, rows, done)
        work.result["position"] = rows[-1].position
    if work.done >= work.total or not rows:
        work.done = work.total
        if marks := missing.mark(run, lambda: works.batch_of(work, run.source.name)):
            work.result = {**work.result, "marks": marks}


def _imported(work: Work, run: ImportRun, rows: Sequence[ImportRow]) -> dict[str, tuple[str, str]]:
    """Imports these rows; outcome and reason by where they stand."""
    planner = planner_of(run, rows)
    entries, refused = planner.read([raw_row(row) for row in rows])
    done = {outcome.where[:100]: ("refused", outcome.detail) for outcome in refused}
    if run.rule == Rule.QUEUE:
        return done | proposing.propose(planner, entries)
    publisher = Publisher(planner, lambda: works.batch_of(work, run.source.name), work.batch)
    by_place = {row.place: row for row in rows}
    for item in publisher.publish(entries):
        done[place := item.outcome.where[:100]] = item.outcome.action, item.outcome.detail
        if item.result:
            by_place[place].entry_id = item.result.document.id  # so that its page leads there
    return done


def _note_outcomes(work: Work, run: ImportRun, rows: Sequence[ImportRow], done: Mapping[str, tuple[str, str]]) -> None:
    for row in rows:
        row.outcome, detail = done[row.place]
        if row.outcome == "refused":
            row.detail = detail
    ImportRow.objects.bulk_update(rows, ["outcome", "detail", "entry"])
    counted = Counter(row.outcome for row in rows)
    work.result = {**work.result, **{name: work.result.get(name, 0) + n for name, n in counted.items()}}
    work.done += len(rows)


def _import_ended(work: Work) -> None:
    run = _known(work)
    if run is None:
        return
    run.phase, run.error = Phase.DONE, str(work.result.get("error", ""))
    run.save(update_fields=["phase", "error"])
    if run.rule and run.error:
        _note_failure(run)
    numbers = {name: value for name, value in work.result.items() if name not in ("position", "error")}
    actor = f"user:{work.by_id}" if work.by_id and not run.rule else "import"
    detail = {"source": run.source.name, "run": str(run.pk), **numbers}
    Decision.objects.create(actor=actor, action="import:run", detail=detail)


works.RUNNERS[READ] = Runner(_("Reading a file"), _read, _read_ended, "curate/imports/_link.html")
works.RUNNERS[PLAN] = Runner(_("Comparing rows"), _plan, _plan_ended, "curate/imports/_link.html")
works.RUNNERS[IMPORT] = Runner(_("Importing"), _import, _import_ended, "curate/imports/_imported.html")
