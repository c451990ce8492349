"""The pairs of entries that may be one: found anew after publications, and what curators said of them."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.db.models import Q
from django.utils import timezone

from organisations.likeness import ENOUGH, Known, reasons_of, weight_of
from organisations.models import DataVersion, Decision, DuplicatePair, Listing, Organisation, PairState
from organisations.models.duplicates import BY_HAND
from organisations.models.organisation import State
from organisations.scope import within
from organisations.services.duplicates import known_of
from organisations.services.pair_blocks import Pair, blocks, near_pairs
from organisations.vocabulary import vocabulary

KEPT = (State.PUBLIC, State.DRAFT)
BATCH = 2_000
_LOCK = 0x7061697273  # "pairs": one search at a time, of all processes


class DecidedAlready(Exception):
    """Somebody decided on the pair meanwhile; `pair` says what."""

    def __init__(self, pair: DuplicatePair) -> None:
        self.pair = pair
        super().__init__(f"decided already: {pair.pk}")


class NotYours(Exception):
    """One of the entries lies outside the curator's areas."""


# Finding ----------------------------------------------------------------------------------------------------------


def pairs_are_outdated() -> bool:
    """Whether something was published since the pairs were found."""
    versions = DataVersion.objects.using("default").get()
    return versions.pairs != versions.data


@transaction.atomic(using="default")
def find_pairs() -> int:
    """Finds all pairs of entries that may be one; the number of those to decide on. What was decided stays as it is.

    What is published meanwhile raises the version of the data, so the next look finds the pairs outdated.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    before = DataVersion.objects.using("default").get().data
    known = _known_entries()
    found = blocks((id, one.name.core, one.town) for id, one in known.items())
    wanted = dict(_likely(known, _in_common(found.shared)))
    _write(wanted)
    DataVersion.objects.using("default").update(pairs=before)
    return DuplicatePair.objects.open().count()


def _known_entries() -> dict[UUID, Known]:
    """What the rules ask for of every entry that is public or may become so. One query."""
    terms = vocabulary("default")
    columns = ("name", "point", "fixed", "approximate", "areas", "organisation__parent_id")
    rows = Listing.objects.using("default").primary().filter(state__in=KEPT).select_related("organisation__parent")
    rows = rows.only(*columns, "organisation__parent__parent_id")
    return {row.organisation_id: known_of(row, terms) for row in rows.iterator(chunk_size=BATCH)}


def _in_common(shared: dict[Pair, set[str]]) -> Iterator[tuple[Pair, Collection[str]]]:
    """What pairs have in common. Those that are near each other and no more are never all held in memory."""
    for pair in near_pairs():
        if pair in shared:
            shared[pair].add("near")
        else:
            yield pair, ("near",)
    yield from shared.items()


def _likely(
    known: dict[UUID, Known], shared: Iterable[tuple[Pair, Collection[str]]]
) -> Iterator[tuple[Pair, tuple[str, ...]]]:
    """The pairs for which enough speaks, with why."""
    for pair, common in shared:
        one, other = known.get(pair[0]), known.get(pair[1])
        reasons = reasons_of(one, other, common) if one and other else ()
        if weight_of(reasons) >= ENOUGH:
            yield pair, reasons


def _write(wanted: dict[Pair, tuple[str, ...]]) -> None:
    """Brings the open pairs to what is wanted, touching only what differs."""
    rows = DuplicatePair.objects.exclude(reasons__contains=[BY_HAND])
    columns = rows.values_list("first", "second", "pk", "reasons", "state").iterator(chunk_size=BATCH)
    present = {(first, second): (pk, tuple(reasons), state) for first, second, pk, reasons, state in columns}
    gone = [pk for pair, (pk, _why, state) in present.items() if pair not in wanted and state == PairState.OPEN]
    for start in range(0, len(gone), BATCH):
        DuplicatePair.objects.filter(pk__in=gone[start : start + BATCH], state=PairState.OPEN).delete()
    changed = []
    for pair, (pk, why, state) in present.items():
        if state == PairState.OPEN and pair in wanted and why != wanted[pair]:
            changed.append(DuplicatePair(pk=pk, reasons=list(wanted[pair]), score=weight_of(wanted[pair])))
    DuplicatePair.objects.bulk_update(changed, ["reasons", "score"], batch_size=BATCH)
    new = (_pair(pair, reasons) for pair, reasons in wanted.items() if pair not in present)
    DuplicatePair.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)


def _pair(pair: Pair, reasons: Collection[str]) -> DuplicatePair:
    return DuplicatePair(first_id=pair[0], second_id=pair[1], reasons=list(reasons), score=weight_of(reasons))


# For the desk -----------------------------------------------------------------------------------------------------


def with_open_pairs() -> Q:
    """Entries with a pair to decide on, for the registry of reasons."""
    pairs = DuplicatePair.objects.open().order_by()
    return Q(state__in=KEPT) & (Q(pk__in=pairs.values("first")) | Q(pk__in=pairs.values("second")))


def mine(user: Any) -> Q:
    """Pairs on both of whose entries the user decides."""
    return within(user, "first__") & within(user, "second__")


# Deciding ---------------------------------------------------------------------------------------------------------


def hold(id: int, user: Any) -> DuplicatePair:
    """The pair, locked until the end of the transaction. Raises DuplicatePair.DoesNotExist, NotYours."""
    pair = DuplicatePair.objects.select_for_update(of=("self",)).select_related("first", "second").get(pk=id)
    if Organisation.objects.filter(within(user), pk__in=[pair.first_id, pair.second_id]).count() < 2:
        raise NotYours
    return pair


@transaction.atomic
def put_apart(id: int, *, user: Any) -> DuplicatePair:
    """The two are not the same: remembered, whatever they come to have in common. Raises as `hold`, DecidedAlready."""
    return _turned(id, user, PairState.OPEN, PairState.DISTINCT, "pair:distinct")


@transaction.atomic
def reopen(id: int, *, user: Any) -> DuplicatePair:
    """Takes "not a duplicate" back. Raises as `hold`, DecidedAlready if it does not stand so."""
    return _turned(id, user, PairState.DISTINCT, PairState.OPEN, "pair:reopened")


def _turned(id: int, user: Any, before: PairState, after: PairState, act: str) -> DuplicatePair:
    pair = hold(id, user)
    if pair.state != before:
        raise DecidedAlready(pair)
    decide(pair, after, user if after == PairState.DISTINCT else None)
    note(user, act, pair)
    return pair


@transaction.atomic
def pair_by_hand(one: Organisation, other: Organisation, *, user: Any) -> DuplicatePair:
    """The pair of these two, put together by a curator if nothing found it. Raises NotYours, ValueError."""
    if one.pk == other.pk:
        raise ValueError("An entry is no duplicate of itself.")
    first, second = sorted((one.pk, other.pk))
    pair, _made = DuplicatePair.objects.get_or_create(
        first_id=first, second_id=second, defaults={"reasons": [BY_HAND], "score": ENOUGH}
    )
    return hold(pair.pk, user)


def decide(pair: DuplicatePair, state: PairState, user: Any) -> None:
    """Writes down what the pair is, and who says so (None: nobody any more)."""
    pair.state, pair.decided_by = state, user
    pair.decided_at = timezone.now() if user else None
    pair.save(update_fields=["state", "decided_by", "decided_at"])


def note(user: Any, action: str, pair: DuplicatePair, **detail: Any) -> None:
    """Writes down what a curator did, in the log of both entries."""
    Decision.objects.bulk_create(
        Decision(actor=f"user:{user.pk}", action=action, organisation_id=id, detail={"pair": pair.pk} | detail)
        for id in (pair.first_id, pair.second_id)
    )
