"""Keeping a form that was filled in: once, and with nothing that leads to anybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from organisations.models import Area
from organisations.participation.models import Answers, Version, Way
from organisations.participation.questions.content import Kind, Texts
from organisations.secret_links import digest
from organisations.turns import take_turn_with

ASSOCIATIONS = "associations"  # the questionnaire whose answers say something about an entry
KEY_DAYS = 2  # so long a form sent twice is known; a page's ticket lasts for hours
TEXT_DAYS = 180  # own words: somebody may have written a name
ANSWER_DAYS = 1825


class SentAlready(Exception):
    """The form's ticket has brought answers before."""


@dataclass(frozen=True)
class Form:
    """A form as it is kept. `area`: slug of a municipality, or empty."""

    values: Mapping[str, Any]
    language: str
    area: str = ""
    way: str = Way.SELF


@transaction.atomic
def keep(version: Version, form: Form, key: str, *, day: date | None = None) -> Answers:
    """Stores the answers. `key`: that of the form's ticket. Raises SentAlready if it has brought answers before."""
    take_turn_with(key)
    if kept_with(key):
        raise SentAlready
    area = Area.objects.filter(slug=form.area).first() if form.area else None
    return Answers.objects.create(
        version=version,
        language=form.language,
        area=area,
        way=form.way,
        day=day or timezone.localdate(),
        values=dict(form.values),
        key_hash=digest(key),
    )


def kept_with(key: str) -> Answers | None:
    """The answers that the form's ticket with this key has brought already."""
    return Answers.objects.select_related("area").filter(key_hash=digest(key)).first()


def is_the_same(answers: Answers, form: Form) -> bool:
    """Whether a form says what these answers say."""
    area = answers.area.slug if answers.area else ""
    return (dict(form.values), form.area) == (answers.values, area)


def open_versions() -> list[Version]:
    """What everybody may fill in today, the current version of each, in their order. One query."""
    return list(_open().select_related("questionnaire"))


def open_titles() -> dict[str, Texts]:
    """The titles of the same by slug, without the questions."""
    return dict(_open().values_list("questionnaire__slug", "content__title"))


def _open() -> QuerySet[Version]:
    rows = Version.objects.using(settings.READ_DATABASE)
    rows = rows.filter(published_at__isnull=False, questionnaire__open_at__isnull=False)
    order = ("questionnaire__position", "questionnaire__slug")
    return rows.order_by(*order, "-number").distinct(*order)


def forget(now: datetime | None = None) -> int:
    """Empties the keys of forms sent days ago, takes own words out of old answers, deletes very old ones; how many
    answers lost something of a person's: words or all."""
    today = timezone.localdate(now)
    Answers.objects.filter(day__lt=today - timedelta(days=KEY_DAYS)).exclude(key_hash=None).update(key_hash=None)
    gone = Answers.objects.filter(day__lt=today - timedelta(days=ANSWER_DAYS)).delete()[0]
    return gone + sum(_without_words(version, today - timedelta(days=TEXT_DAYS)) for version in Version.objects.all())


def _without_words(version: Version, before: date) -> int:
    codes = [item["code"] for item in version.content["questions"] if item["kind"] == Kind.TEXT]
    if not codes:
        return 0
    wordy = Q()
    for code in codes:  # what is null was not said, and stays so
        wordy |= Q(values__has_key=code) & ~Q(**{f"values__{code}": None})
    changed = 0
    for answers in Answers.objects.filter(wordy, version=version, day__lt=before).iterator():
        answers.values = {code: value for code, value in answers.values.items() if code not in codes or value is None}
        answers.save(update_fields=["values"])
        changed += 1
    return changed
