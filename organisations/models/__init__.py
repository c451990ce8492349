"""The tables of the domain, one file an aggregate."""

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

__all__ = [
    "Address",
    "Area",
    "Batch",
    "ContactDetails",
    "ContactPerson",
    "DataVersion",
    "ExternalId",
    "GermanLevel",
    "Listing",
    "Location",
    "MeetingTime",
    "OpennessFlag",
    "Organisation",
    "OrganisationTopic",
    "RateCounter",
    "Revision",
    "SlugRedirect",
    "SpokenLanguage",
    "Topic",
    "Translation",
]
