"""History: revisions of documents, batches of them, and the version of all data."""

from django.conf import settings
from django.db import connections, models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.ids import new_id
from organisations.models.organisation import Organisation


class Batch(models.Model):
    """Revisions made together, for example by one import. `undoes`: the batch that this one took back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(_("source"), max_length=100)
    author = models.CharField(_("author"), max_length=80)
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="undone_by")
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("batch"), _("batches")

    def __str__(self) -> str:
        return f"{self.source}, {timezone.localtime(self.created_at):%Y-%m-%d %H:%M}"


class Revision(models.Model):
    """One published version of an organisation. `author` is a kind and an id ("import", "user:7"), never a name."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="revisions", verbose_name=_("organisation")
    )
    number = models.PositiveIntegerField(_("number"))
    document = models.JSONField(_("document"))
    author = models.CharField(_("author"), max_length=80)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    batch = models.ForeignKey(
        Batch, null=True, blank=True, on_delete=models.SET_NULL, related_name="revisions", verbose_name=_("batch")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("revision"), _("revisions")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="revision_number_once")]
        indexes = [
            # What changed within a week, and by whom, reads this alone: the rows are wide.
            models.Index(
                fields=["created_at"],
                include=["author", "batch", "organisation", "number"],
                name="revision_created",
            )
        ]

    def __str__(self) -> str:
        return gettext("Revision %(number)s") % {"number": self.number}


class DataVersion(models.Model):
    """One row: the version of everything public, and that of the vocabulary (topics, flags, levels, areas).

    `samples_cleared`: an operator removed the sample entries, so no start brings them back. `listing_form`: the form
    (Listing.FORM) all listings were last written in. `words`: the version of the data whose words are listed (Word),
    `pairs`: that whose possible duplicates were found (DuplicatePair).
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    data = models.BigIntegerField(default=1)
    vocabulary = models.BigIntegerField(default=1)
    samples_cleared = models.BooleanField(default=False)
    listing_form = models.PositiveSmallIntegerField(default=1, db_default=1)
    words = models.BigIntegerField(default=0, db_default=0)
    pairs = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_data_version")]

    @classmethod
    def current(cls, using: str | None = None) -> tuple[int, int]:
        """The version of the data and that of the vocabulary; names every cache key and ETag."""
        # Every request asks this first, some of them nothing else: not worth the time the ORM takes.
        with connections[using or settings.READ_DATABASE].cursor() as cursor:
            cursor.execute("SELECT data, vocabulary FROM organisations_dataversion")
            data, vocabulary = cursor.fetchone()
        return data, vocabulary

    @classmethod
    def increase(cls, vocabulary: bool = False) -> None:
        """The last statement of a transaction that changed something public: it holds the row only until the commit."""
        changes = {"data": models.F("data") + 1}
        if vocabulary:
            changes["vocabulary"] = models.F("vocabulary") + 1
        cls.objects.using("default").update(**changes)
