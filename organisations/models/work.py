"""Work that takes long, done by the queue piece by piece, and what a source had said before a batch."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.ids import new_id
from organisations.models.organisation import ExternalId
from organisations.models.revision import Batch


class WorkState(models.TextChoices):
    """How far it is."""

    WAITING = "waiting", pgettext_lazy("a piece of work", "Waiting")
    RUNNING = "running", pgettext_lazy("a piece of work", "Running")
    DONE = "done", pgettext_lazy("a piece of work", "Done")
    CANCELLED = "cancelled", pgettext_lazy("a piece of work", "Cancelled")
    FAILED = "failed", pgettext_lazy("a piece of work", "Failed")


class WorkQuerySet(models.QuerySet["Work"]):
    """Questions about work."""

    def unfinished(self) -> "WorkQuerySet":
        """What waits or runs."""
        return self.filter(state__in=[WorkState.WAITING, WorkState.RUNNING])


class Work(models.Model):
    """A piece of work for the queue, done in steps of one transaction each (`services/work.py`).

    `kind` names its runner, `params` are what it was started with, `result` is what it found out so far. `done` of
    `total` steps or rows are committed: from there it goes on after a kill. `tries`: how often the present step was
    begun without an end. `stop`: somebody asked that it ends after the present step. `moved_at`: when it last got on.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("kind"), max_length=30)
    title = models.CharField(_("what"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("who"),
    )
    params = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=WorkState, default=WorkState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    stop = models.BooleanField(default=False)
    result = models.JSONField(default=dict)
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.SET_NULL, related_name="work")
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("piece of work"), _("pieces of work")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["moved_at"], name="work_open", condition=models.Q(state__in=["waiting", "running"])),
            models.Index(fields=["-created_at"], name="work_newest"),
        ]

    def __str__(self) -> str:
        return self.title or self.kind

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state not in (WorkState.WAITING, WorkState.RUNNING)


class SeenBefore(models.Model):
    """What a source had said of an entry (`ExternalId.seen`) before a batch; null: nothing yet. Undoing needs it."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="seen_before")
    external = models.ForeignKey(ExternalId, on_delete=models.CASCADE, related_name="+")
    seen = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "external"], name="seen_before_once")]


class MarkChange(models.Model):
    """A batch marked an entry as missing in its source (`since`), or took that mark away (None). Undoing needs what was
    `before`, and which batch had said that (`before_in`, None: nothing was said yet)."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="mark_changes")
    external = models.ForeignKey(ExternalId, on_delete=models.CASCADE, related_name="+")
    since = models.DateField(null=True)
    before = models.DateField(null=True)
    before_in = models.ForeignKey(Batch, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "external"], name="mark_change_once")]
