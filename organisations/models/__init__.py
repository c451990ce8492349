"""The tables of the domain, one file an aggregate."""

from organisations.models.attention import Attention, Reason
from organisations.models.geocoding import AddressDue, GeocoderAnswer, GeocoderTurn
from organisations.models.limits import RateCounter
from organisations.models.listing import Listing
from organisations.models.location import Address, Area, Location
from organisations.models.meeting import MeetingTime
from organisations.models.organisation import (
    ExternalId,
    Organisation,
    OrganisationTopic,
    SlugRedirect,
    SpokenLanguage,
    Translation,
)
from organisations.models.people import ContactDetails, ContactPerson
from organisations.models.revision import Batch, DataVersion, Revision
from organisations.models.vocabulary import GermanLevel, OpennessFlag, Topic
from organisations.models.wishes import Wish
from organisations.models.word import Word

__all__ = [
    "Address",
    "AddressDue",
    "Area",
    "Attention",
    "Batch",
    "ContactDetails",
    "ContactPerson",
    "DataVersion",
    "ExternalId",
    "GeocoderAnswer",
    "GeocoderTurn",
    "GermanLevel",
    "Listing",
    "Location",
    "MeetingTime",
    "OpennessFlag",
    "Organisation",
    "OrganisationTopic",
    "RateCounter",
    "Reason",
    "Revision",
    "SlugRedirect",
    "SpokenLanguage",
    "Topic",
    "Translation",
    "Wish",
    "Word",
]
