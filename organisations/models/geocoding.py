"""What the geocoder works with: addresses that wait for a point, answers it gave, whose turn it is."""

from django.db import models
from django.utils import timezone

from organisations.models.location import Address
from organisations.models.organisation import Organisation
from organisations.models.revision import Batch


class AddressDue(models.Model):
    """An address whose point is to be looked up.

    Written in the transaction that published the address and deleted in the one that published its point (or noted why
    there is none), so nothing is lost or done twice when a process is killed. `attempts` counts how often somebody
    began; the queue takes the row again from `not_before` on. `trouble`: why the last attempt failed. `batch`: what the
    point found belongs to, if a curator asked for many at once.
    """

    address = models.OneToOneField(Address, primary_key=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now, db_index=True)
    trouble = models.CharField(max_length=200, blank=True)
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")


class GeocoderAnswer(models.Model):
    """What the geocoder answered to an address: `hits` as a list, an empty one for none.

    `key` is a keyed hash of the address; no row of this table stands for an address that became private. `server` is a
    hash of whom and how we asked: another server, country or map extent makes the answer void.
    """

    key = models.BinaryField(primary_key=True, max_length=32)
    server = models.CharField(max_length=32)
    hits = models.JSONField()
    expires_at = models.DateTimeField(db_index=True)


class GeocoderTurn(models.Model):
    """One row: from when on the next question may be asked, by whatever process. See `mapping.geocoding.turn`."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    free_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_geocoder_turn")]
