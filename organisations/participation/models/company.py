"""Coming along: what newcomers ask for, to whom each request was proposed, and what both said afterwards."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from organisations.ids import new_id
from organisations.models import Area, Mail, Organisation, Topic
from organisations.participation.models.mentors import Gender, Mentor
from organisations.participation.models.messages import Message


class AccompanimentState(models.TextChoices):
    """From the request to its end; the last four are ends."""

    OPEN = "open", _("Looks for somebody")
    PROPOSED = "proposed", _("Proposed to a mentor")
    ACCEPTED = "accepted", _("A mentor comes along")
    NOBODY = "nobody", _("Nobody was found")
    MET = "met", _("They have met")
    ENDED = "ended", _("Ended")
    WITHDRAWN = "withdrawn", _("Taken back")
    STOPPED = "stopped", _("Stopped")


class Call(models.TextChoices):
    """What curators tell by telephone whoever has no mail address."""

    NAMED = (
        "named",
        _(
            "Somebody under 18 has named this adult: please say who would like company and where to. If the adult"
            " agrees, a mentor is asked, and with a yes we call again. If not, please stop it."
        ),
    )
    PLAN = "plan", _("A mentor comes along: please say when and where.")
    OFF = "off", _("The plan does not hold any more: please say that nobody comes to the meeting point.")
    OVER = "over", _("It is stopped: please say that nobody comes along.")
    NOBODY = "nobody", _("Nobody was found so far: please say so.")
    AFTER = "after", _("The visit is over: please ask how it was.")


class Accompaniment(models.Model):
    """A newcomer's request for company. `organisation` is where to; `addressee` its name when it was asked.

    `language`: of the page and mails; `languages`: those spoken (BCP 47); `times` as those of a mentor, empty: any.
    `wish`: for a woman or a man. Where: `area`, `latitude` and `longitude`, those of the entry's public place. One of
    `email` and `phone` is filled; `share`: the mentor may have it. `minor`: under 18, with the adult who answers for it
    (`adult_name`, and `adult_email` or `adult_phone`, where this adult is told of every step); such a request is never
    matched by itself. `reasons`: why nobody was proposed, as codes with numbers. `meets_at` and `meeting_point` are the
    plan. `touched_at` is the last act of anybody, `ended_at` the end from which the time until it is erased runs.
    `message`: the first message it was asked with. `status_hash` is that of the link to which the form led, `page_hash`
    that of the link to the same page in later mails, `adult_hash` that of the adult's page. `stopped_by`: the curator,
    or "adult". `call_newcomer`, `call_adult`: what a curator still has to tell the newcomer or the adult by telephone,
    empty if nothing. `mail` and `adult_mail` are not sent any more when what they say does not hold.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    addressee = models.CharField(max_length=200, blank=True)
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=20)
    languages = models.JSONField(default=list)
    times = models.JSONField(default=list)
    wish = models.CharField(max_length=5, choices=Gender, blank=True)
    topics = models.ManyToManyField(Topic, related_name="+", blank=True)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    share = models.BooleanField(default=False)
    minor = models.BooleanField(default=False)
    adult_name = models.CharField(max_length=80, blank=True)
    adult_email = models.EmailField(blank=True, default="", db_default="")
    adult_phone = models.CharField(max_length=20, blank=True, default="", db_default="")
    words = models.TextField(blank=True)
    consent = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=AccompanimentState, default=AccompanimentState.OPEN)
    reasons = models.JSONField(default=dict)
    meets_at = models.DateTimeField(null=True, blank=True)
    meeting_point = models.CharField(max_length=300, blank=True)
    status_hash = models.BinaryField(max_length=32, unique=True)
    page_hash = models.BinaryField(max_length=32, null=True, blank=True, unique=True)
    adult_hash = models.BinaryField(max_length=32, null=True, blank=True, unique=True)
    feedback_hash = models.BinaryField(max_length=32, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())
    touched_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True, db_index=True)
    erased_at = models.DateTimeField(null=True, blank=True, db_index=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    report = models.TextField(blank=True)
    stopped_by = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    call_newcomer = models.CharField(max_length=8, choices=Call, blank=True, default="", db_default="")
    call_adult = models.CharField(max_length=8, choices=Call, blank=True, default="", db_default="")
    mail = models.ForeignKey(Mail, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    adult_mail = models.ForeignKey(Mail, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["state", "created_at"], name="accompaniment_by_state")]

    def __str__(self) -> str:
        return str(self.pk)


class CompanyCount(models.Model):
    """How many requests of a month (its first day) that are erased by now ended in that state, in that area.

    Nothing below five is shown (`desk/figures.py`); there is nothing here of a person, an entry or a day.
    """

    month = models.DateField()
    state = models.CharField(max_length=10, choices=AccompanimentState)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    requests = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        ordering = ["month", "state"]
        constraints = [
            models.UniqueConstraint(fields=["month", "state", "area"], nulls_distinct=False, name="company_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.state}"


class ProposalState(models.TextChoices):
    """What became of asking one mentor."""

    WAITING = "waiting", _("Waits for an answer")
    ACCEPTED = "accepted", _("Said yes")
    DECLINED = "declined", _("Said no")
    EXPIRED = "expired", _("Did not answer in time")
    CANCELLED = "cancelled", _("Called off")
    GAVE_UP = "gave_up", _("Said yes, then called it off")


class Proposal(models.Model):
    """One mentor asked about one request, until `expires_at`. `reasons`: the points for it, as codes with numbers.

    `key_hash` is that of the link in the mentor's mail. What the mentor lets the newcomer have when saying yes:
    `share_email`, `share_phone`. `by`: the curator who chose this mentor, empty if the matching did.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    accompaniment = models.ForeignKey(Accompaniment, on_delete=models.CASCADE, related_name="proposals")
    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="proposals")
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.WAITING)
    reasons = models.JSONField(default=dict)
    key_hash = models.BinaryField(max_length=32, unique=True)
    by = models.CharField(max_length=80, blank=True)
    share_email = models.BooleanField(default=False)
    share_phone = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True, db_default=Now())
    expires_at = models.DateTimeField(db_index=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey(Mail, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["accompaniment"], condition=Q(state="waiting"), name="one_mentor_asked_at_once"
            ),
            models.UniqueConstraint(fields=["mentor"], condition=Q(state="waiting"), name="a_mentor_asked_once"),
            models.UniqueConstraint(
                fields=["accompaniment"], condition=Q(state="accepted"), name="one_mentor_comes_along"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Side(models.TextChoices):
    """Who of the two."""

    NEWCOMER = "newcomer", _("Newcomer")
    MENTOR = "mentor", _("Mentor")


class Feedback(models.Model):
    """What one of the two said after the visit, once: did it happen, how it was (1 to 3, the best), anything wrong."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="feedback")
    side = models.CharField(max_length=8, choices=Side)
    happened = models.BooleanField()
    face = models.PositiveSmallIntegerField(null=True, blank=True)
    wrong = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["proposal", "side"], name="feedback_once")]

    def __str__(self) -> str:
        return f"{self.side} {self.proposal_id}"
