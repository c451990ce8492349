"""Due addresses one after another: asked, judged, and their points published as author "geocoder".

An address stays due until its point is published or the reason is noted why there is none, both in one transaction
under the lock of its organisation. So a process may be killed at any point, several may work at a time, and who edits
the entry meanwhile is never overwritten.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from mapping.geocoding.answers import keep_answer, known_answer
from mapping.geocoding.server import Hit, Question, TroubleError, ask
from mapping.geocoding.turn import BusyError, Turn, my_turn
from mapping.geocoding.verdict import Sought, Verdict, judge, sought_area
from organisations.document import Address, OrganisationDocument
from organisations.models import AddressDue, Batch, Location, Organisation, Reason
from organisations.models.location import PointOrigin
from organisations.services import attention
from organisations.services.areas import find_area
from organisations.services.attention import Notice
from organisations.services.geocoding import AUTHOR, city_of, needs_point
from organisations.services.publish import publish
from organisations.services.rows import load_documents
from organisations.validation import InvalidDocument
from organisations.vocabulary import vocabulary

PATIENCE = 120  # seconds a person at the command waits for the turn
FAILED_AFTER = 5  # attempts, then a curator is told; the queue goes on trying
FIRST_WAIT, LONGEST_WAIT = 60, 6 * 3_600  # seconds until the queue tries an address again
MOST_FAILURES = 20  # of single questions in a run, then the geocoder counts as down


@dataclass(slots=True)
class Tally:
    """What a run did: addresses found, flagged (some both), failed, and due no more; `stopped`: why it ended early."""

    done: int = 0
    found: int = 0
    flagged: int = 0
    failed: int = 0
    gone: int = 0
    stopped: str = ""


@dataclass(frozen=True, slots=True)
class _Task:
    """A due address that may be asked for: its organisation, the question, and where the answer must lie."""

    organisation: UUID
    question: Question
    sought: Sought


def geocode(
    *,
    limit: int | None = None,
    seconds: float | None = None,
    patient: bool = False,
    progress: Callable[[Tally], None] = lambda tally: None,
) -> Tally:
    """Look up due addresses until none is left, `limit` were looked at or `seconds` are over.

    `patient`: for a person who waits: addresses that failed a moment ago are tried too, and another process's turn is
    waited for. Without GEOCODER_URL nothing happens.
    """
    tally = Tally()
    end = time.monotonic() + (seconds if seconds is not None else float("inf"))
    in_vain: list[UUID] = []
    while settings.GEOCODER_URL and not tally.stopped and (limit is None or tally.done < limit):
        if (tally.done and time.monotonic() > end) or (due := _next(in_vain, patient)) is None:
            break
        try:
            _look_up(due, tally, patient)
        except TroubleError as error:
            tally.failed += 1
            in_vain.append(due)
            _note_trouble(due, str(error))
            if error.down or len(in_vain) == MOST_FAILURES:
                tally.stopped = str(error)
        except BusyError as error:
            tally.stopped = str(error) if patient else ""  # the queue just comes again
            break
        tally.done += 1
        progress(tally)
    return tally


def is_work_left() -> bool:
    """Whether an address is due by now."""
    return AddressDue.objects.filter(_is_due()).exists()


def _is_due() -> Q:
    """Due by now, or later than any attempt puts it off: the clock was set back since."""
    now = timezone.now()
    return Q(not_before__lte=now) | Q(not_before__gt=now + timedelta(seconds=LONGEST_WAIT))


def _next(in_vain: Sequence[UUID], patient: bool) -> UUID | None:
    rows = AddressDue.objects.exclude(pk__in=in_vain).order_by("not_before", "pk")
    if not patient:
        rows = rows.filter(_is_due())
    return rows.values_list("pk", flat=True).first()


def _look_up(due: UUID, tally: Tally, patient: bool) -> None:
    """One address, from the kept answers or from the geocoder. Raises TroubleError, BusyError."""
    task = _task(due)
    hits = known_answer(task.question) if task else None
    if task is None or task.sought.unclear or hits is not None:
        _begin(due)
        _settle(due, task, hits or [], tally)
        return
    with my_turn(PATIENCE if patient else settings.GEOCODER_INTERVAL + 1) as turn:
        task = _task(due)  # while we waited it may have changed, or another process was quicker
        _begin(due)
        hits = known_answer(task.question) if task else None
        if task is None or hits is not None:
            _settle(due, task, hits or [], tally)
        else:
            _settle(due, task, _asked(task.question, turn), tally, fresh=True)


def _begin(due: UUID) -> None:
    """Count an attempt before it is made: an address that kills its process comes last next time."""
    row = AddressDue.objects.filter(pk=due)
    row.update(attempts=F("attempts") + 1)
    attempts = row.values_list("attempts", flat=True).first() or 1
    wait = min(FIRST_WAIT * 2 ** min(attempts - 1, 20), LONGEST_WAIT)
    row.update(not_before=timezone.now() + timedelta(seconds=wait))


def _asked(question: Question, turn: Turn) -> list[Hit]:
    turn.asked()
    try:
        return ask(question)
    except TroubleError as error:
        turn.asked(error.pause)
        raise


def _task(due: UUID) -> _Task | None:
    """The address as it is now, None if it is not to be asked for any more."""
    place = Location.objects.filter(address_id=due).first()
    document = load_documents([place.organisation_id]).get(place.organisation_id) if place else None
    address = _due_address(document, due) if document else None
    if document is None or address is None:
        return None
    terms = vocabulary("default")
    city = city_of(address.town, terms.area_by_key.get(address.area or ""), terms)
    question = Question(address.street, address.postcode, city)
    return _Task(document.id, question, sought_area(question, address.area))


def _due_address(document: OrganisationDocument, row: UUID) -> Address | None:
    return next((p.address for p in document.places if p.address.row == row and needs_point(document, p)), None)


def _settle(due: UUID, task: _Task | None, hits: Sequence[Hit], tally: Tally, fresh: bool = False) -> None:
    """Publish the point or note the reason, and the address is due no more. `fresh`: the answer is to be kept."""
    waiting = AddressDue.objects.filter(pk=due)
    verdict = judge(hits, task.question, task.sought) if task else None
    if task is None or verdict is None or not _is_settled(due, task, verdict, hits if fresh else None):
        waiting.delete()
        tally.gone += 1
        return
    tally.found += verdict.point is not None
    tally.flagged += bool(verdict.reason)


@transaction.atomic
def _is_settled(due: UUID, task: _Task, verdict: Verdict, answer: Sequence[Hit] | None) -> bool:
    """Do what the verdict says if the address is still due and may still be asked for; `answer` is to be kept then."""
    organisation = Organisation.objects.select_for_update().filter(pk=task.organisation).first()
    document = load_documents([task.organisation]).get(task.organisation)
    address = _due_address(document, due) if document else None
    waiting = AddressDue.objects.filter(pk=due).select_related("batch").first()
    if not (organisation and document and address and waiting):
        return False
    if answer is not None:
        keep_answer(task.question, answer)
    if verdict.point:
        _publish(organisation, document, address, verdict, waiting.batch)
    _flag(document, due, verdict)
    waiting.delete()
    return True


def _publish(
    organisation: Organisation,
    document: OrganisationDocument,
    address: Address,
    verdict: Verdict,
    batch: Batch | None,
) -> None:
    found = replace(
        address,
        point=verdict.point,
        point_origin=PointOrigin.GEOCODER,
        area=_area(address, verdict),
        row=None,
    )
    places = tuple(replace(p, address=found) if p.address.row == address.row else p for p in document.places)
    try:
        publish(
            replace(document, places=places),
            base=organisation.number,
            author=AUTHOR,
            reason="The point of the address was looked up",
            batch=batch,
        )
    except InvalidDocument as error:
        raise TroubleError(f"The entry cannot be published: {error}"[:200], down=False) from error


def _area(address: Address, verdict: Verdict) -> str | None:
    """The area of the point, if the address has none or only the municipality around it."""
    terms = vocabulary("default")
    found = terms.area_by_key.get(find_area(verdict.point, address.postcode, address.town) or "")
    own = terms.area_by_key.get(address.area or "")
    if found and (own is None or own in terms.area_path(found)):
        return found.slug
    return address.area


def _flag(document: OrganisationDocument, due: UUID, verdict: Verdict) -> None:
    """Note the reason for the address that the place has now."""
    place = next(place for place in document.places if place.address.row == due)
    location = Location.objects.get(pk=place.id)
    if verdict.reason and location.address_id:
        notice = Notice(document.id, place.id, location.address_id, verdict.reason, verdict.detail)
        attention.note([notice])


def _note_trouble(due: UUID, sentence: str) -> None:
    """Keep why an attempt failed; after several a curator is told."""
    with transaction.atomic():
        # The organisation first, as `publish` does: else the two could wait for each other.
        list(
            Organisation.objects.select_for_update().filter(
                pk__in=AddressDue.objects.filter(pk=due).values("organisation")
            )
        )
        AddressDue.objects.filter(pk=due).update(trouble=sentence[:200])
        row = AddressDue.objects.filter(pk=due).first()
        place = Location.objects.filter(address_id=due).first()
        if row and place and row.attempts >= FAILED_AFTER:
            detail = f"{row.attempts} attempts; the last time: {sentence}"
            attention.note([Notice(row.organisation_id, place.pk, due, Reason.FAILED, detail)])
