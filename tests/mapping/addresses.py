"""Entries whose address has no point yet, and what became of them."""

from organisations.models import Attention
from organisations.services.rows import load_document
from tests.factories import organisation, place

HOUSE = (9.2201, 48.6795)  # in Bernhausen
PLATTENHARDT = (9.1985, 48.6535)
MUNICH = (11.521, 48.1329)


def entry(name="Beispielverein", **address):
    """A public entry whose address has no point."""
    return organisation(name, places=(place(None, **address),))


def address_of(entry):
    return load_document(entry.pk).places[0].address


def reasons():
    return list(Attention.objects.values_list("reason", flat=True))
