"""Imports by curators: sources, single runs, the file and the rows of a run (kept for some days only)."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.ids import new_id
from organisations.models.organisation import Organisation
from organisations.models.work import Work


class Every(models.TextChoices):
    """How often a source is fetched again."""

    NEVER = "", pgettext_lazy("how often a source is fetched", "Never")
    DAY = "day", _("Every day")
    WEEK = "week", _("Every week")
    MONTH = "month", _("Every month")


class Rule(models.TextChoices):
    """What becomes of changes that were fetched."""

    QUEUE = "queue", _("They wait in the queue for a decision")
    PUBLISH = "publish", _("They are published at once")


class ImportSourceQuerySet(models.QuerySet["ImportSource"]):
    """Questions about sources."""

    def in_use(self) -> "ImportSourceQuerySet":
        """Those that a file was read from or is fetched from; others were made for a file that was then refused."""
        read = ImportRun.objects.filter(source=OuterRef("pk")).exclude(phase__in=[Phase.READING, Phase.REFUSED])
        return self.filter(Q(Exists(read)) | ~Q(address=""))


class ImportSource(models.Model):
    """Where entries come from: a list that is uploaded, or fetched from an address. `ExternalId.source` is its name.

    `mapping` is what curators decided about its columns and words (as a mapping file of the command; with `header`),
    `state` that of new entries. `by` is who set it up: their areas bound what is fetched. `digest` is that of the file
    last fetched.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    mapping = models.JSONField(default=dict)
    state = models.CharField(_("state of new entries"), max_length=10, default="draft")
    address = models.CharField(_("address"), max_length=500, blank=True)
    form = models.CharField(_("kind of file"), max_length=10, blank=True)
    every = models.CharField(_("fetched"), max_length=10, choices=Every, blank=True)
    rule = models.CharField(_("changes"), max_length=10, choices=Rule, default=Rule.QUEUE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    next_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ImportSourceQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("source of imports"), _("sources of imports")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def header(self) -> int:
        """Which row of its files names the columns, as a curator said; 0: to be guessed."""
        return int(self.mapping.get("header", 0))


class Phase(models.TextChoices):
    """How far an import is."""

    READING = "reading", pgettext_lazy("an import", "The file is read")
    COLUMNS = "columns", pgettext_lazy("an import", "What the columns mean is to be said")
    PLANNING = "planning", pgettext_lazy("an import", "The rows are compared with what is here")
    READY = "ready", pgettext_lazy("an import", "Ready to be looked at")
    RUNNING = "running", pgettext_lazy("an import", "Entries are imported")
    DONE = "done", pgettext_lazy("an import", "Done")
    REFUSED = "refused", pgettext_lazy("an import", "The file cannot be imported")


class ImportRun(models.Model):
    """One import of one file.

    `columns`: name, samples and number of filled cells of each; `unknown`: words that no vocabulary knows, as [target,
    word, rows]; `numbers`: how many rows, by list (imports/counting.py). `whole`: the file is all of the source, what
    is missing in it is marked. `rule`: of a run by timetable what becomes of its changes (empty: a curator chooses).
    `work` is what the queue does for it now or did last, `error` why it was refused. Its file and rows go away after
    some days (imports/uploads.py).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(ImportSource, on_delete=models.CASCADE, related_name="runs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    file = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField(default=0)
    sheet = models.CharField(max_length=100, blank=True)
    whole = models.BooleanField(default=False)
    rule = models.CharField(max_length=10, choices=Rule, blank=True)
    phase = models.CharField(max_length=10, choices=Phase, default=Phase.READING)
    error = models.TextField(blank=True)
    form = models.CharField(max_length=10, blank=True)
    columns = models.JSONField(default=list)
    count = models.PositiveIntegerField(default=0)
    unknown = models.JSONField(default=list)
    numbers = models.JSONField(default=dict, db_default={})
    work = models.ForeignKey(Work, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    forgotten = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("import"), _("imports")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.file


class ImportPiece(models.Model):
    """A piece of the file of a run."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_piece_once")]


class ImportRow(models.Model):
    """A row of the file of a run: as it stands there (`raw`, a line of `reader.Spool`), and what would become of it.

    `entry` is the one it changes, or (`linked`) that a curator says it is; `alike` entries it may be the same as, as a
    suggestion keeps them. `kept`: people changed here what the source changed too; `overwrite`: that is replaced.
    `chosen`: the curator wants it imported. `outcome`: what the import did with it.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    raw = models.TextField()
    place = models.CharField(max_length=100)
    identity = models.CharField(max_length=300, blank=True)
    action = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=200, blank=True)
    detail = models.TextField(blank=True)
    alike = models.JSONField(default=list)
    entry = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    linked = models.BooleanField(default=False)
    kept = models.BooleanField(default=False)
    overwrite = models.BooleanField(default=False)
    chosen = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="import_row_once")]
        indexes = [
            models.Index(fields=["run", "action", "position"], name="import_row_action"),
            models.Index(fields=["run", "identity"], name="import_row_identity"),
        ]
