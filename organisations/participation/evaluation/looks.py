"""Counting a version: when it may be done, what is stored, and whether everybody may read it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from organisations.participation.evaluation.answered import Form
from organisations.participation.evaluation.behind import completed
from organisations.participation.evaluation.counting import counted
from organisations.participation.evaluation.pairs import crossed
from organisations.participation.models import Answers, Evaluation, Questionnaire, Version, Way
from organisations.participation.questions.content import Content
from organisations.participation.questions.noting import note

STEP = 20  # so many forms are needed for a count, and in such steps those that wait are told


class TooFew(Exception):
    """There are too few forms that were in no count yet."""


@dataclass(frozen=True)
class Waiting:
    """Forms of a version that were in no count yet. Of those that came by themselves the live number is told in steps:
    whoever saw each arrive would know in which count it is."""

    version: Version
    own: int
    typed: int

    @property
    def is_enough(self) -> bool:
        """Whether they may be counted: together if enough came by themselves, else enough sheets without the others."""
        return max(self.own, self.typed) >= STEP

    @property
    def told(self) -> int:
        """How many came by themselves, at least."""
        return self.own // STEP * STEP


def waiting(row: Questionnaire) -> list[Waiting]:
    """The versions that are out, the newest first, and what of them was in no count yet."""
    own, typed = _uncounted("answers__")
    versions = row.versions.filter(published_at__isnull=False).annotate(own=own, typed=typed)
    return [Waiting(one, one.own, one.typed) for one in versions.order_by("-number")]


def forms_told() -> dict[UUID, int]:
    """How many forms there are of each questionnaire, at least. One query."""
    own, typed = _uncounted("")
    rows = Answers.objects.values("version_id", "version__questionnaire_id").order_by()
    found: Counter[UUID] = Counter()
    for one in rows.annotate(own=own, typed=typed, all=Count("pk")):
        found[one["version__questionnaire_id"]] += one["all"] - one["own"] % STEP
    return found


def _uncounted(before: str) -> tuple[Count, Count]:
    """Those that came by themselves, and those that were typed in. `before`: how answers are reached."""
    new, typed = Q(**{f"{before}counted_in": None}), Q(**{f"{before}way": Way.PAPER})
    return Count(f"{before}pk", filter=new & ~typed), Count(f"{before}pk", filter=new & typed)


@transaction.atomic
def count(version: Version, *, author: str) -> Evaluation:
    """Counts the forms that were in no count yet and stores what may be shown of them. Raises TooFew.

    Sheets that were typed in do not make up the number of the others: who typed them knows their answers, and could
    take them away from what is shown until a single form is left. Too few others wait while the sheets are counted.
    Forms that arrive meanwhile wait for the next one. A second call at the same moment waits, and has nothing to count.
    """
    held = Version.objects.select_for_update().get(pk=version.pk)
    rows = _rows(held)
    sheets = [row for row in rows if row[1] == Way.PAPER]
    rows = rows if len(rows) - len(sheets) >= STEP else sheets
    if len(rows) < STEP:
        raise TooFew
    last = held.evaluations.last()
    number = last.number + 1 if last else 1
    content, filled = Content.of(held.content), [_form(*row[2:]) for row in rows]
    look = completed(content, filled, crossed(content, filled, counted(content, filled)))
    Answers.objects.filter(pk__in=[row[0] for row in rows]).update(counted_in=number)
    made = Evaluation.objects.create(
        version=held, number=number, day=timezone.localdate(), forms=look.forms, tables=look.data(), author=author
    )
    note(author, "counted", held.questionnaire)
    return made


@transaction.atomic
def show_summary(row: Questionnaire, shown: bool, *, author: str) -> bool:
    """Switches the public summary on or off; False if nothing was counted that it could show."""
    if shown and not evaluations_of(row):
        return False
    Questionnaire.objects.filter(pk=row.pk).update(summary_at=timezone.now() if shown else None)
    note(author, "shown" if shown else "hidden", row)
    return True


def evaluations_of(row: Questionnaire) -> list[Evaluation]:
    """All counts of a questionnaire, those of the newest version first."""
    rows = Evaluation.objects.filter(version__questionnaire=row).select_related("version")
    return list(rows.order_by("-version__number", "-number"))


def summed_up_versions() -> list[Version]:
    """Of questionnaires that are closed and whose summary is public the version it shows, in their order."""
    rows = Version.objects.using(settings.READ_DATABASE).select_related("questionnaire")
    rows = rows.filter(questionnaire__open_at=None, questionnaire__summary_at__isnull=False, evaluations__isnull=False)
    order = ("questionnaire__position", "questionnaire__slug")
    return list(rows.order_by(*order, "-number").distinct(*order))


def _rows(version: Version) -> list[tuple[Any, ...]]:
    """Id, way, and what counts of the forms that were in no count yet."""
    uncounted = version.answers.filter(counted_in=None)
    return list(uncounted.values_list("pk", "way", "values", "area__slug", "language"))


def _form(values: Mapping[str, Any], area: str | None, language: str) -> Form:
    return Form(values, {"area": area or "", "language": language})
