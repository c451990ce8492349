"""An entry of the directory and what belongs to it alone."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.ids import new_id
from organisations.likeness import email_index, host_index, phone_index
from organisations.models.location import Area
from organisations.models.vocabulary import German, OpennessFlag, Topic


class Kind(models.TextChoices):
    """Club (Verein), committee (Gremium), initiative (Initiative)."""

    CLUB = "club", _("Club")
    COMMITTEE = "committee", _("Committee")
    INITIATIVE = "initiative", _("Initiative")


class State(models.TextChoices):
    """Only `public` is ever shown to visitors."""

    DRAFT = "draft", _("Draft")
    PUBLIC = "public", _("Public")
    REJECTED = "rejected", _("Rejected")
    ARCHIVED = "archived", _("Archived")


class Assurance(models.TextChoices):
    """How sure a spoken language is."""

    ALWAYS = "always", _("Always")
    CERTAIN_DAYS = "certain_days", _("On certain days")
    ON_REQUEST = "on_request", _("On request")
    INTERPRETER = "interpreter", _("With an interpreter")
    SLOW_GERMAN = "slow_german", _("Slow, simple German")


SURE = frozenset({Assurance.ALWAYS, Assurance.CERTAIN_DAYS})  # sure as long as somebody checked it not long ago


class Organisation(models.Model):
    """An entry: a club, committee or initiative, or a section of one (`parent`).

    Written by `services.publish` alone. `number` is that of its newest revision; `checked_on` the day a human last
    checked it, `published_on` the day it first became public. Website, phone and email are the body's own.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(_("slug"), max_length=90, unique=True, allow_unicode=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="sections", verbose_name=_("section of")
    )
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(max_length=20, default="de")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("area")
    )
    german = models.CharField(_("German needed"), max_length=20, choices=German, blank=True)
    website = models.URLField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    closed_from = models.DateField(null=True, blank=True)
    closed_until = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    first_visit = models.JSONField(default=dict, db_default={}, blank=True)  # answers by code, see document.FirstVisit
    committee = models.JSONField(default=dict, db_default={}, blank=True)  # facts by code, openings.values.Committee
    sample = models.BooleanField(_("example entry"), default=False)
    number = models.PositiveIntegerField(_("revision"), default=0)
    # Of the entry but no part of its document: whether changes of its editors are public at once (None: as the site's
    # setting says), and since when its people do not want it listed (imports and restores respect that).
    editors_publish = models.BooleanField(_("editors' changes are public at once"), null=True, blank=True)
    unlisted_on = models.DateField(_("does not want to be listed since"), null=True, blank=True)
    topics = models.ManyToManyField(Topic, through="OrganisationTopic", related_name="+")
    flags = models.ManyToManyField(OpennessFlag, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = _("organisation"), _("organisations")
        indexes = [
            phone_index("organisation_phone"), email_index("organisation_email"), host_index("organisation_host")
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class OrganisationTopic(models.Model):
    """A topic of an organisation; position 0 is the main one, which gives icon and colour."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="topic_rows")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["organisation", "topic"], name="topic_once")]


class SpokenLanguage(models.Model):
    """A language spoken there (BCP 47 code), how sure that is, and when a human last checked it. `days`: 0 = Monday."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="language_rows")
    code = models.CharField(max_length=20)
    assurance = models.CharField(max_length=12, choices=Assurance)
    days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    note = models.CharField(max_length=200, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="language_once")]


class Origin(models.TextChoices):
    """Who made a translation."""

    HUMAN = "human", _("A human")
    MACHINE = "machine", _("A machine")


class Translation(models.Model):
    """The texts of an organisation in one language; the original is the one in `organisation.language`.

    `made_from` is the number of the revision whose original was translated, so "outdated" can be computed.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="text_rows")
    language = models.CharField(max_length=20)
    summary = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    audience = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.HUMAN)
    made_from = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=["organisation", "language"], name="text_once")]


class SlugRedirect(models.Model):
    """A slug an organisation had before; it leads to the present one."""

    slug = models.SlugField(max_length=90, primary_key=True, allow_unicode=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")


GONE = "gone"  # in ExternalId.seen: the import that made the entry was taken back, and with it the entry


class ExternalId(models.Model):
    """An organisation's id in a source. `revision` is the revision that source last made.

    `seen` is what the source last said, field by field, as fingerprints (and the ids of the place and contact it made):
    a field changes only when the source changed it, and only if nobody changed it here since. With GONE in it the next
    import of the source brings the entry back. `missing_since`: the source as a whole did not have it any more;
    `marked_in` is the batch that says so, or that says it is there again.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="external_ids", verbose_name=_("organisation")
    )
    source = models.CharField(_("source"), max_length=100)
    value = models.CharField(_("id"), max_length=300)
    revision = models.PositiveIntegerField(_("revision"))
    seen = models.JSONField(default=dict)
    missing_since = models.DateField(null=True, blank=True)
    marked_in = models.ForeignKey(
        "organisations.Batch", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )  # fmt: skip

    class Meta:
        verbose_name, verbose_name_plural = _("id in another source"), _("ids in other sources")
        constraints = [models.UniqueConstraint(fields=["source", "value"], name="external_id_once")]
        indexes = [
            models.Index(
                fields=["organisation"], name="external_id_missing", condition=models.Q(missing_since__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.value}"
