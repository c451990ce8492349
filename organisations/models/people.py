"""Contact persons: who they are and agreed to what, apart from the values that may be blanked."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from organisations.ids import new_id
from organisations.likeness import email_index, phone_index
from organisations.models.organisation import Organisation


class ContactPersonQuerySet(models.QuerySet["ContactPerson"]):
    """Questions about contact persons."""

    def shown(self) -> "ContactPersonQuerySet":
        """Those whom visitors may see: in the current document and with a consent that was not withdrawn."""
        return self.filter(active=True, consented_on__isnull=False, withdrawn_on__isnull=True)


class ContactPerson(models.Model):
    """A person who can be asked. Consent stands here, so it holds for every revision, and so does its withdrawal."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contact_rows")
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    consent_text = models.TextField(blank=True)
    consent_way = models.CharField(max_length=60, blank=True)
    consented_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    details = models.ForeignKey("ContactDetails", null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ContactPersonQuerySet.as_manager()

    class Meta:
        ordering = ["position"]


class ContactDetails(models.Model):
    """Name and channels of a contact person at one time. Documents refer to it by id, erasing blanks it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(ContactPerson, on_delete=models.CASCADE, related_name="versions")
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=120, blank=True)
    languages = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)

    class Meta:
        indexes = [phone_index("contact_phone"), email_index("contact_email")]
