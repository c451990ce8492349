"""What was counted of a questionnaire, as it may be shown."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.participation.models.questionnaires import Version


class Evaluation(models.Model):
    """A count of the forms of a version that were in none before. Never changed.

    `tables` hold the numbers that may be shown (`evaluation/`); pages, files and the summary read them alone.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="evaluations")
    number = models.PositiveSmallIntegerField()
    day = models.DateField()
    forms = models.PositiveIntegerField()
    tables: Any = models.JSONField()
    author = models.CharField(max_length=80)

    class Meta:
        verbose_name, verbose_name_plural = _("evaluation"), _("evaluations")
        ordering = ["version", "number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="one_evaluation_a_number")]

    def __str__(self) -> str:
        return f"{self.version} {self.number}"
