"""What a source that is not trusted says anew: proposals in the queue, each made once."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256

from django.conf import settings
from django.db import transaction

from organisations.imports.documents import fingerprints
from organisations.imports.entry import Entry
from organisations.imports.planning import Planned, Planner
from organisations.imports.run import AUTHOR, remember
from organisations.services.suggestions import (
    EntryGone,
    NothingSaid,
    Sender,
    SentAlready,
    suggest_change,
    suggest_entry,
)
from organisations.validation import InvalidDocument


def propose(planner: Planner, entries: Sequence[Entry]) -> dict[str, tuple[str, str]]:
    """Proposes what is new or changed; outcome and reason by where the rows stand.

    The source counts as having said it, so that it is not proposed again, whatever becomes of the proposal.
    """
    found = {}
    for item in planner.plan(entries):
        outcome = item.outcome.action, item.outcome.detail
        if item.result:
            try:
                with transaction.atomic():
                    outcome = _proposed(planner, item), ""
            except InvalidDocument as error:
                outcome = "refused", str(error)
        found[item.outcome.where[:100]] = outcome
    return found


def _proposed(planner: Planner, item: Planned) -> str:
    assert item.result is not None  # noqa: S101 - the caller has looked
    sender = Sender(language="de", key=_key(planner.source, item.entry), author=AUTHOR)
    done = "proposed"
    try:
        with transaction.atomic():
            if item.current is None:
                suggest_entry(item.result.document, sender=sender)
            else:
                suggest_change(item.result.document, base=item.base, sender=sender)
    except (SentAlready, NothingSaid, EntryGone):
        done = "unchanged"
        if item.current is None:
            return done  # there is no entry to remember it at
    remember([item], planner.source, {}, None)
    return done


def _key(source: str, entry: Entry) -> str:
    """Always the same for the same words of the same source, and nobody can guess it."""
    said = repr((source, entry.identity, sorted(fingerprints(entry).items())))
    digest = hmac.digest(settings.SECRET_KEY.encode(), said.encode("utf-8", "replace"), sha256)
    return urlsafe_b64encode(digest).decode().rstrip("=")
