"""The work of an act on many entries: chosen once, done by the queue some at a time; what became of each is noted."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from organisations.document import OrganisationDocument
from organisations.models import AddressDue, Decision, EntryLabel, Organisation, Work, WorkEntry
from organisations.models.organisation import State
from organisations.scope import within
from organisations.services import geocoding, reminders
from organisations.services import work as works
from organisations.services.bulk.acts import ACTS, Act, judged
from organisations.services.labels import label_named
from organisations.services.publish import Change, publish_allowed
from organisations.services.rows import load_documents
from organisations.services.work import Runner, WorkFailed

CHUNK, FEWEST, STEPS = 100, 10, 20  # most and fewest entries a step; so many steps if that leaves both
PAGE = "curate/bulk/_result.html"
_CHOOSE = """
    INSERT INTO organisations_workentry (work_id, organisation_id, outcome, why)
    SELECT %s, chosen.id, '', '' FROM ({inner}) chosen(id)
"""
Outcomes = dict[UUID, str | tuple[str, str]]  # by organisation: "changed", a refusal's code, or that with more words
Doing = Callable[[Work, str, Collection[UUID]], Outcomes]


@transaction.atomic
def start_bulk(
    act: Act, value: str, entries: QuerySet[Organisation], *, by: Any, site: str, id: UUID | None = None,
    undoes: UUID | None = None,
) -> Work:  # fmt: skip
    """Has the queue do the act for these entries, as they are chosen now. `site`: our address for links in mails.
    `id`: of the work, if the form knows it already; a form that comes twice has nothing done a second time. `undoes`:
    the work that this takes back.

    Raises KeyError for an act that nobody does.
    """
    if id and (before := works.begun(id)):
        return before
    params = {"act": act.name, "value": value, "site": site} | ({"undoes": str(undoes)} if undoes else {})
    work = works.start(act.runner, by=by, params=params, total=entries.count(), title=f"bulk:{act.name}", id=id)
    inner, values = entries.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_CHOOSE.format(inner=inner), [work.pk, *values])
    return work


def has_changed_labels(work: Work) -> bool:
    """Whether it is over, and has put labels on entries or off that are still known."""
    act = ACTS.get(work.params.get("act", ""))
    if act is None or not (work.is_over and act.undo):
        return False
    return work.entries.filter(outcome=WorkEntry.CHANGED).exists()  # forgotten after a time


@transaction.atomic
def undo_labels(work: Work, *, by: Any, site: str) -> Work:
    """Has the queue take back what such work did to labels, for the entries that it changed; once."""
    Work.objects.select_for_update(no_key=True).get(pk=work.pk)
    before = works.last_undo(work.pk)
    if before and not works.ended_early(before):
        return before
    act, value = ACTS[ACTS[work.params["act"]].undo], work.params["value"]
    changed = work.entries.filter(outcome=WorkEntry.CHANGED).values("organisation")
    entries = Organisation.objects.filter(pk__in=changed)
    return start_bulk(act, value, entries, by=by, site=site, undoes=work.pk)


def _step_with(doing: Doing) -> Callable[[Work], None]:
    """A step: the next entries that wait, those in the curator's areas that nothing speaks against are done."""

    def step(work: Work) -> None:
        act, value = ACTS.get(work.params["act"]), work.params["value"]
        if act is None or work.by is None:
            raise WorkFailed(gettext_noop("Whoever began this is no longer there."))
        waiting = work.entries.filter(outcome="").order_by("organisation")
        ids = list(waiting.values_list("organisation", flat=True)[: _chunk(work.total)])
        entries = Organisation.objects.filter(within(work.by), pk__in=ids)
        verdicts: Outcomes = dict.fromkeys(ids, "outside")
        verdicts |= dict(judged(act, value, entries).values_list("pk", "verdict"))
        good = [id for id, verdict in verdicts.items() if verdict == WorkEntry.CHANGED]
        verdicts |= doing(work, value, good) if good else {}
        _note(work, verdicts)

    return step


def _chunk(total: int) -> int:
    """How many entries a step has, so that whoever watches sees it go on."""
    return min(CHUNK, max(FEWEST, -(-total // STEPS)))


def _note(work: Work, verdicts: Outcomes) -> None:
    rows = list(work.entries.filter(organisation__in=verdicts))
    for row in rows:
        verdict = verdicts[row.organisation_id]
        row.outcome, row.why = verdict if isinstance(verdict, tuple) else (verdict, "")
    WorkEntry.objects.bulk_update(rows, ["outcome", "why"])
    counts = Counter(work.result.get("outcomes", {})) + Counter(row.outcome for row in rows)
    work.result = {**work.result, "outcomes": dict(counts)}
    left = work.entries.filter(outcome="").count()
    work.done = work.total - left if left else work.total


def _entries(work: Work, value: str, ids: Collection[UUID]) -> Outcomes:
    """State and topics: each entry becomes a new version."""
    change = CHANGES[work.params["act"]]
    records = {row.pk: row for row in Organisation.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    documents = load_documents(list(records))
    changes = [Change(change(document, value), records[id].number) for id, document in documents.items()]
    batch = works.batch_of(work, f"bulk:{work.params['act']}")
    refused = publish_allowed(changes, author=f"user:{work.by_id}", reason=f"bulk:{work.pk}", batch=batch)
    return {id: ("invalid", error.kept[:500]) for id, error in refused.items()}


CHANGES: Mapping[str, Callable[[OrganisationDocument, str], OrganisationDocument]] = {
    "publish": lambda document, _value: replace(document, state=State.PUBLIC.value),
    "archive": lambda document, _value: replace(document, state=State.ARCHIVED.value),
    "topic-on": lambda document, slug: replace(document, topics=(*document.topics, slug)),
    "topic-off": lambda document, slug: replace(document, topics=tuple(t for t in document.topics if t != slug)),
}


def _labels(work: Work, name: str, ids: Collection[UUID]) -> Outcomes:
    """Labels are no part of a version."""
    if work.params["act"] == "label-off":
        EntryLabel.objects.filter(organisation__in=ids, label__name__iexact=name).delete()
        return {}
    label, by = label_named(name), f"user:{work.by_id}"
    rows = [EntryLabel(organisation_id=id, label=label, by=by) for id in ids]
    EntryLabel.objects.bulk_create(rows, ignore_conflicts=True)
    return {}


def _asking(work: Work, _value: str, ids: Collection[UUID]) -> Outcomes:
    """One mail a person, about all entries of this work that the person looks after, not only those of this step."""
    every = reminders.public_entries().filter(organisation__in=work.entries.values("organisation"))
    entries = reminders.public_entries().filter(organisation__in=ids)
    reminders.know_those_on_file(entries, len(ids))
    for address in dict.fromkeys(reminders.due_editors(entries=entries).values_list("address", flat=True)):
        reminders.ask_about(address, every, site=work.params["site"])
    asked = reminders.asked_since(work.created_at, ids)
    left = "asked" if reminders.left_today() > 0 else "full"
    return {id: left for id in ids if id not in asked}


def _geocoding(work: Work, _value: str, ids: Collection[UUID]) -> Outcomes:
    """The addresses become due; the geocoder's own job finds them, as part of this work's batch."""
    batch = works.batch_of(work, "bulk:geocode")
    places = geocoding.places_without_point().filter(organisation__in=ids, address__isnull=False)
    geocoding.make_due(dict(places.values_list("address_id", "organisation_id")))
    AddressDue.objects.filter(organisation__in=ids).update(batch=batch)
    return {}


def _ended(work: Work) -> None:
    """Writes down what was done to how many; of labels that are taken back: what is taken back."""
    act, number = ACTS.get(work.params["act"]), work.result.get("outcomes", {}).get(WorkEntry.CHANGED, 0)
    if act is None or not number:
        return
    back = "undoes" in work.params
    detail = {"value": work.params["value"], "entries": number} | ({"source": f"bulk:{act.undo}"} if back else {})
    action = "batch:undone" if back else f"bulk:{act.name}"
    Decision.objects.create(actor=f"user:{work.by_id}", action=action, detail=detail)


for _kind, _doing in (
    ("bulk-entries", _entries),
    ("bulk-labels", _labels),
    ("bulk-asking", _asking),
    ("bulk-geocoding", _geocoding),
):
    works.RUNNERS[_kind] = Runner(_("Several entries"), _step_with(_doing), _ended, PAGE)
