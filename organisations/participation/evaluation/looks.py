"""Counting a version: when it may be done, what is stored, and whether everybody may read it."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from organisations.participation.evaluation.answered import Form
from organisations.participation.evaluation.counting import counted
from organisations.participation.evaluation.pairs import crossed
from organisations.participation.models import Answers, Evaluation, Questionnaire, Version
from organisations.participation.questions.content import Content
from organisations.participation.questions.noting import note

STEP = 20  # so many forms are needed for a count


class TooFew(Exception):
    """There are too few forms that were in no count yet."""


def waiting(row: Questionnaire) -> list[tuple[Version, int]]:
    """The versions that are out, the newest first, and how many of their forms were in no count yet."""
    uncounted = Count("answers", filter=Q(answers__counted_in=None))
    versions = row.versions.filter(published_at__isnull=False).annotate(uncounted=uncounted)
    return [(version, version.uncounted) for version in versions.order_by("-number")]


@transaction.atomic
def count(version: Version, *, author: str) -> Evaluation:
    """Counts the forms that were in no count yet and stores what may be shown of them. Raises TooFew.

    Forms that arrive meanwhile wait for the next one. A second call at the same moment waits, and has nothing to count.
    """
    held = Version.objects.select_for_update().get(pk=version.pk)
    forms = _forms(held)
    if len(forms) < STEP:
        raise TooFew
    last = held.evaluations.last()
    number = last.number + 1 if last else 1
    content, filled = Content.of(held.content), list(forms.values())
    look = crossed(content, filled, counted(content, filled))
    Answers.objects.filter(pk__in=forms).update(counted_in=number)
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


def _forms(version: Version) -> dict[UUID, Form]:
    rows = version.answers.filter(counted_in=None).values_list("pk", "values", "area__slug", "language")
    return {pk: Form(values, {"area": area or "", "language": language}) for pk, values, area, language in rows}
