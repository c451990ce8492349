"""Who keeps an entry true: its editors, the links in mails that let them, and what was mailed to remind them."""

from django.db import models
from django.db.models.functions import Lower, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.ids import new_id
from organisations.models.mail import Mail
from organisations.models.organisation import Organisation
from organisations.models.people import ContactPerson
from organisations.models.secret_links import LinkSession, SecretLink


class EditorQuerySet(models.QuerySet["Editor"]):
    """Questions about editors."""

    def active(self) -> "EditorQuerySet":
        """Those who may edit today."""
        return self.filter(revoked_at=None)

    def reachable(self) -> "EditorQuerySet":
        """Those who may be reminded: mails reach them, and they did not ask for none."""
        return self.active().filter(bounced_at=None, unsubscribed_at=None)

    def at(self, address: str) -> "EditorQuerySet":
        """Those with this mail address, of whatever entry; large and small letters are one."""
        return self.annotate(address=Lower("email")).filter(address=address.lower())


class Editor(models.Model):
    """A person who may edit one organisation. No user: an editor never signs in, only a link in a mail lets them.

    `confirmed_at`: when the address was first proven by a link that was used. `bounced_at`: mails come back.
    `unsubscribed_at`: wants no reminders. `added_by` is a kind and an id ("user:7", "editor:…", "address on file").
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="editors", verbose_name=_("organisation")
    )
    contact = models.ForeignKey(ContactPerson, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language of the mails"), max_length=20, default="de", db_default="de")
    added_by = models.CharField(_("added by"), max_length=80)
    created_at = models.DateTimeField(_("since"), auto_now_add=True, db_default=Now())
    confirmed_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    unsubscribed_at = models.DateTimeField(null=True, blank=True)

    objects = EditorQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("editor"), _("editors")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=models.Q(revoked_at=None),
                name="editor_once",
            )
        ]
        indexes = [models.Index(Lower("email"), name="editor_email")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def author(self) -> str:
        """How revisions name this editor."""
        return f"editor:{self.pk}"


class EditorLink(SecretLink):
    """The link in a mail that lets an editor in: 30 days, as often as needed, until it is revoked."""

    editor = models.ForeignKey(Editor, on_delete=models.CASCADE, related_name="links")


class EditorSession(LinkSession):
    """Two hours of editing one entry, after the button behind a link was pressed; the cookie holds the secret.

    `code_hash`: of a fresh code by mail, for what needs one (naming another editor, handing over), valid until
    `code_until` and for a few `code_tries`.
    """

    editor = models.ForeignKey(Editor, on_delete=models.CASCADE, related_name="sessions")
    link = models.ForeignKey(EditorLink, on_delete=models.CASCADE, related_name="sessions")
    code_hash = models.BinaryField(max_length=32, null=True, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0, db_default=0)


class ConsentLink(models.Model):
    """The link by which a contact person agrees to being shown: `text` is what is agreed to, in `language`."""

    person = models.ForeignKey(ContactPerson, on_delete=models.CASCADE, related_name="consent_links")
    secret_hash = models.BinaryField(max_length=32, unique=True)
    text = models.TextField()
    language = models.CharField(max_length=20)
    asked_by = models.CharField(max_length=80)
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    @property
    def is_over(self) -> bool:
        """Whether it is too late to agree by it."""
        return self.expires_at < timezone.now()


class Reminder(models.Model):
    """One step (1 to 3) of reminding an editor of an entry last checked on `cycle`; written with its mail, never twice.

    `cycle` is the day the entry was checked, or first public if nobody ever checked it.
    """

    editor = models.ForeignKey(Editor, on_delete=models.CASCADE, related_name="reminders")
    cycle = models.DateField()
    step = models.PositiveSmallIntegerField()
    mail = models.ForeignKey(Mail, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["editor", "cycle", "step"], name="reminder_once")]
