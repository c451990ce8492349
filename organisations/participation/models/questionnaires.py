"""Questionnaires as data: what is asked (versions that never change once they are out), and what was answered."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from organisations.ids import new_id
from organisations.models import Area


class Questionnaire(models.Model):
    """One of the questionnaires. `open_at`: since when everybody may fill it in; `summary_at`: since when everybody may
    read its summary. `slug` stands in addresses and says who is asked (newcomers, mentors, associations)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    open_at = models.DateTimeField(null=True, blank=True)
    summary_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("questionnaire"), _("questionnaires")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.slug

    @property
    def current(self) -> "Version | None":
        """The version that is filled in today: the newest that is out."""
        return self.versions.filter(published_at__isnull=False).order_by("-number").first()


class Version(models.Model):
    """What is asked, as JSON (`questions/content.py` reads and checks it). One without `published_at` is the draft.

    A version that is out never changes and never goes as long as there are answers: they are read by it. `author` is
    a kind and an id as in revisions, "shipped" for what came with the program.
    """

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    author = models.CharField(max_length=80)
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True, db_default=Now())

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="one_version_a_number"),
            models.UniqueConstraint(
                fields=["questionnaire"], condition=Q(published_at__isnull=True), name="one_draft_a_questionnaire"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} {self.number}"


class Way(models.TextChoices):
    """How a form was filled in."""

    SELF = "self", _("By oneself")
    INTERVIEW = "interview", _("In a conversation")
    PAPER = "paper", _("On paper")


class Answers(models.Model):
    """One form that was filled in. No person, no address, no entry, no time of day; nothing links two forms.

    The id is random (others of this site hold the time), and `key_hash`, by which a form sent twice is one, is emptied
    after days (`questions/keeping.py`). `language` is that of the page or sheet, `area` the municipality that the
    person chose. `values` by code of the question: a code, a list of codes, a whole number or a text; null
    stands for "I prefer not to say", and a question that was skipped or left empty is not there. `counted_in` is the
    number of the evaluation in which the form was counted; empty: in none yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="answers")
    language = models.CharField(max_length=20)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    way = models.CharField(max_length=10, choices=Way, default=Way.SELF)
    day = models.DateField()
    values: Any = models.JSONField(default=dict)
    key_hash = models.BinaryField(max_length=32, unique=True, null=True)
    counted_in = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("answers"), _("answers")
        indexes = [models.Index(fields=["version", "day"], name="answers_version")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.day}"
