"""What people propose: a change, a new entry, a report that something is wrong, a claim, a removal; and decisions."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.ids import new_id
from organisations.models.location import Area
from organisations.models.mail import Mail
from organisations.models.organisation import Organisation


class SuggestionKind(models.TextChoices):
    """What is proposed."""

    CHANGE = "change", pgettext_lazy("what is proposed", "Change")
    NEW = "new", _("New entry")
    REPORT = "report", _("Report")
    CLAIM = "claim", _("Claim")
    REMOVAL = "removal", _("Removal")


class SuggestionState(models.TextChoices):
    """What became of it."""

    OPEN = "open", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Accepted in part")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Taken back")


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Questions about suggestions."""

    def waiting(self) -> "SuggestionQuerySet":
        """Those nobody decided yet, the oldest first."""
        return self.filter(state=SuggestionState.OPEN).order_by("created_at", "id")


class Suggestion(models.Model):
    """Something proposed by anyone; what is public stays until a curator decides.

    `document` is a document as revisions hold it (addresses and contacts by reference) against revision `base`;
    reports, claims and removals have none. A new entry is a draft from the start, its suggestion against revision 1.
    `notes` are the sender's own words by section. `author` is a kind and an id ("visitor", "editor:…"), never a name.
    `status_hash` is that of the sender's secret link. `accepted` and `refused` are the parts (keys) that were decided.
    `candidates` are entries that a new one may be the same as (`services/duplicates.py`), for curators. `consent` is
    what the sender agreed to, `said_hash` by what a form sent twice is known (a digest made with the sender's key).
    A decided one keeps no name, mail address and proof (`services/suggestions.py` empties them after a time).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=SuggestionKind)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="suggestions", verbose_name=_("organisation")
    )
    base = models.PositiveIntegerField()
    document = models.JSONField(null=True, blank=True)
    notes = models.JSONField(default=dict, blank=True)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    proof = models.TextField(blank=True)
    candidates = models.JSONField(default=list, blank=True, db_default=[])
    consent = models.TextField(blank=True, default="", db_default="")
    said_hash = models.BinaryField(max_length=32, default=b"", db_default=b"")
    language = models.CharField(max_length=20)
    author = models.CharField(_("author"), max_length=80)
    status_hash = models.BinaryField(max_length=32, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=SuggestionState, default=SuggestionState.OPEN)
    reason = models.TextField(blank=True)
    accepted = models.JSONField(default=list, blank=True)
    refused = models.JSONField(default=list, blank=True)
    revision = models.PositiveIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    locked_until = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey(Mail, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("created at"), auto_now_add=True, db_default=Now())

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("suggestion"), _("suggestions")
        indexes = [
            models.Index(fields=["created_at"], name="suggestion_open", condition=models.Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class Decision(models.Model):
    """What a curator did, for good: no interface changes or removes a row. `detail`: parts and reasons, no values."""

    at = models.DateTimeField(_("at"), auto_now_add=True, db_default=Now())
    actor = models.CharField(_("who"), max_length=80)
    action = models.CharField(_("what"), max_length=40)
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.SET_NULL, related_name="decisions", verbose_name=_("organisation")
    )
    suggestion = models.UUIDField(_("suggestion"), null=True, blank=True)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("decision"), _("decisions")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.actor} {self.action}"


class CuratorRole(models.Model):
    """For which areas a curator decides: all (`everywhere`), or those named here with their districts."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="curator_role", verbose_name=_("curator")
    )
    everywhere = models.BooleanField(_("everywhere"), default=False, db_default=False)
    areas = models.ManyToManyField(Area, blank=True, related_name="+", verbose_name=_("areas"))

    class Meta:
        verbose_name, verbose_name_plural = _("curator's role"), _("curators' roles")

    def __str__(self) -> str:
        return str(self.user)
