"""People who come along: what they offer, how far the curators are with them, and the links by which they come."""

from datetime import date

from django.db import models
from django.db.models.functions import Lower, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.ids import new_id
from organisations.models import Area, Organisation, Topic
from organisations.models.secret_links import LinkSession, SecretLink


class Gender(models.TextChoices):
    """What a mentor says of herself or himself, and what a newcomer may wish for; empty: not said, no wish."""

    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")


class MentorState(models.TextChoices):
    """From the offer to its end. Only who is approved is ever proposed to anybody."""

    APPLIED = "applied", _("Address not confirmed yet")
    VERIFIED = "verified", _("Waits for a talk")
    APPROVED = "approved", _("Approved")
    PAUSED = "paused", _("Paused")
    LEFT = "left", _("Left")
    ENDED = "ended", _("Ended by curators")


GONE = (MentorState.LEFT, MentorState.ENDED)


class MentorQuerySet(models.QuerySet["Mentor"]):
    """Questions about mentors."""

    def there(self) -> "MentorQuerySet":
        """Those who have neither left nor been ended."""
        return self.exclude(state__in=GONE)

    def available(self, today: date | None = None) -> "MentorQuerySet":
        """Whom newcomers may be proposed to on that day (today): approved, and the approval is not over."""
        return self.filter(state=MentorState.APPROVED, expires_on__gte=today or timezone.localdate())

    def at(self, address: str) -> "MentorQuerySet":
        """Those with this mail address; large and small letters are one."""
        return self.annotate(address=Lower("email")).filter(address=address.lower())

    def confirmed(self) -> "MentorQuerySet":
        """Those whose address was proved; of each address there is one."""
        return self.exclude(confirmed_at=None)

    def waiting(self) -> "MentorQuerySet":
        """Offers nobody has confirmed: anybody may have sent them, so there can be several of one address."""
        return self.filter(state=MentorState.APPLIED, confirmed_at=None)


class Mentor(models.Model):
    """A person who accompanies newcomers. No user: only a link in a mail lets a mentor in. Never shown in public.

    `language`: of the pages and mails; `languages`: those spoken (BCP 47). `times`: {"day": "MO", "from": "18:00",
    "to": "21:00"}, local time, none past midnight. `capacity`: how many newcomers at a time. `organisations`: where
    this person is at home and stays at hand beyond the first visit ("Pate"). `ticket_hash`: of the form that made the
    row. The approval: the day of the talk and what was noted, when the agreement was signed and the training done, and
    the last day it holds. `held`: a curator made the pause, so a curator ends it. `told_soon` and `told_over`: for
    which last day the mentor was mailed that it comes, and that it was. Without a person (`erased_at`) only
    that day stays.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=20, default="de")
    languages = models.JSONField(default=list)
    times = models.JSONField(default=list)
    gender = models.CharField(max_length=5, choices=Gender, blank=True)
    capacity = models.PositiveSmallIntegerField(default=1)
    introduction = models.TextField(blank=True)
    areas = models.ManyToManyField(Area, related_name="+", blank=True)
    topics = models.ManyToManyField(Topic, related_name="+", blank=True)
    organisations = models.ManyToManyField(Organisation, related_name="+", blank=True)
    consent = models.TextField(blank=True)
    ticket_hash = models.BinaryField(max_length=32, unique=True)
    state = models.CharField(max_length=8, choices=MentorState, default=MentorState.APPLIED)
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())
    changed_at = models.DateTimeField(auto_now=True, db_default=Now())
    confirmed_at = models.DateTimeField(null=True, blank=True)
    talked_on = models.DateField(null=True, blank=True)
    talk_notes = models.TextField(blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    trained_on = models.DateField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=80, blank=True)
    expires_on = models.DateField(null=True, blank=True, db_index=True)
    held = models.BooleanField(default=False)
    told_soon = models.DateField(null=True, blank=True)
    told_over = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, db_index=True)
    erased_at = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = MentorQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email="") & models.Q(confirmed_at__isnull=False),
                name="mentor_confirmed_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_gone(self) -> bool:
        """Whether this mentor has left or was ended."""
        return self.state in GONE

    @property
    def author(self) -> str:
        """How the log names this mentor."""
        return f"mentor:{self.pk}"


class MentorLink(SecretLink):
    """The link in a mail that lets a mentor in. `email`: a new address, which using this link proves; else empty.

    Of an offer: its button confirms what that offer's row holds, and nothing else.
    """

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="links")
    email = models.EmailField(blank=True)


class MentorSession(LinkSession):
    """Two hours on the mentor's own page."""

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="sessions")
    link = models.ForeignKey(MentorLink, on_delete=models.CASCADE, related_name="sessions")
