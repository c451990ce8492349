"""Two entries that are no duplicates: one of them is a section of the other."""

from dataclasses import replace

from django.db import transaction

from organisations.comparing import FIRST
from organisations.models import DuplicatePair, Organisation, PairState
from organisations.services import duplicate_pairs as pairs
from organisations.services.deciding import Curator
from organisations.services.joining import NotMergeable, lock, refuse
from organisations.services.publish import publish
from organisations.services.rows import load_document


def can_be_section(entry: Organisation, body: Organisation) -> bool:
    """Whether one can become a section of the other: there are two levels, and no entry is moved from where it stands.
    One query at most."""
    stand_alone = entry.parent_id is None and body.parent_id is None
    return stand_alone and not Organisation.objects.filter(parent=entry).exists()


@transaction.atomic
def make_section(id: int, side: str, numbers: tuple[int, int], *, curator: Curator) -> DuplicatePair:
    """The entry of that side of the pair is a section of the other one from now on, and the two are no duplicates.

    Raises NotYours, DecidedAlready, NotMergeable, StaleBase if one has changed since it was shown, InvalidDocument.
    """
    pair = pairs.hold(id, curator.user)
    if pair.state != PairState.OPEN:
        raise pairs.DecidedAlready(pair)
    records = lock([pair.first_id, pair.second_id])
    refuse(pair, records, numbers)
    ids = (pair.first_id, pair.second_id) if side == FIRST else (pair.second_id, pair.first_id)
    entry, body = (records[one] for one in ids)
    if not can_be_section(entry, body):
        raise NotMergeable
    publish(replace(load_document(entry.pk), parent=body.pk), base=entry.number, author=curator.author)
    pairs.decide(pair, PairState.DISTINCT, curator.user)
    pairs.note(curator.user, "pair:section", pair, section=str(entry.pk))
    return pair
