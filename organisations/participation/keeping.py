"""The rules by which this app forgets, and where values of a person stand in it."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from organisations.formats import long_date
from organisations.keeping import days
from organisations.participation.models import Message
from organisations.participation.questions import filling
from organisations.participation.services import KEPT_DAYS, forget_empty, purge, withdraw
from organisations.services.person_data import Found, Place, Whom, belonging
from organisations.services.retention import Rule

RULES = (
    Rule(
        "messages",
        _("First messages and their answers, after the last act of either side"),
        lambda: days(settings.MESSAGE_DAYS),
        purge,
    ),
    Rule(
        "message_links",
        _("Days and links of first messages that are erased, after the last act of either side; nothing else is left"),
        lambda: days(KEPT_DAYS),
        forget_empty,
    ),
    Rule(
        "answers",
        _("Own words in questionnaires (no name and no address is asked for); the other answers after five years"),
        lambda: days(filling.TEXT_DAYS),
        filling.forget,
    ),
)


def _of(whom: Whom) -> Any:
    return belonging(Message.objects.filter(erased_at=None), whom, "name").prefetch_related("answers")


def _found(whom: Whom) -> list[Found]:
    return [
        Found(
            str(row.pk),
            long_date(row.created_at),
            {
                "written": row.created_at, "to": row.addressee, "name": row.name, "email": row.email,
                "phone": row.phone, "choices": row.choices, "words": row.words, "consent": row.consent,
                "answers": [{"written": one.created_at, "text": one.text} for one in row.answers.all()],
            },
        )
        for row in _of(whom)
    ]  # fmt: skip


def _erase(keys: Collection[str], author: str) -> int:
    rows = list(Message.objects.filter(pk__in=keys))
    for row in rows:
        withdraw(row)
    return len(rows)


PLACES = (Place("messages", _("First messages"), _found, _erase),)
