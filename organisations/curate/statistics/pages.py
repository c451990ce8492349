"""What the pages of the statistics share."""

import contextlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from organisations.curate.statistics.board import BOARD_TITLES, Board
from organisations.curate.statistics.choice import MONTHS, Choice
from organisations.curate.statistics.numbers import Numbers
from organisations.curate.statistics.tables import written
from organisations.curate.statistics.wanted import LEAST, Wishes
from organisations.curate.statistics.words import TITLES, Words, entries_view

JOB = "organisations.tasks.count_entries_now"
LOCK = "count_entries_now"
SPANS: dict[int, Any] = {3: _("3 months"), 12: _("12 months"), 24: _("2 years"), 36: _("3 years")}


def shared(choice: Choice) -> dict[str, Any]:
    """What every page needs: the choice with its query string, what can be chosen, which entries it is about."""
    return {
        "choice": choice,
        "query": choice.query(),
        "view": entries_view([("area", choice.area.slug if choice.area else "")]),
        "spans": [(months, SPANS[months]) for months in MONTHS],
        "dimensions": [_option(choice, "by", key, title) for key, title in TITLES.items()],
        "boards": [_option(choice, "board", key, title) for key, title in BOARD_TITLES.items()],
        "least": LEAST,
    }


def _option(choice: Choice, name: str, key: str, title: Any) -> dict[str, Any]:
    return {"title": title, "query": choice.query(**{name: key}) or "?", "chosen": getattr(choice, name) == key}


def csv_of(name: str, choice: Choice) -> str | None:
    """The file of that name; None if there is none."""
    if name == "gaps":
        return Board(choice, Wishes(choice)).csv()
    if name in ("words", "wishes"):
        return _wishes(name, choice)
    found = Numbers(choice).table(name)
    return found.csv() if found else None


def _wishes(name: str, choice: Choice) -> str:
    wishes, words = Wishes(choice), Words()
    rows = wishes.texts if name == "words" else wishes.filters
    heads = [gettext("Looked for"), gettext("Number"), gettext("Query")]
    return written([heads, *([words.asked(one.asked), str(one.count), one.asked] for one in rows)])


def count_soon() -> None:
    """Queues the count unless it waits already."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(JOB, queueing_lock=LOCK).defer()
