"""The tables of the domain, one file an aggregate."""

from organisations.models.attention import Attention, Reason
from organisations.models.desk import EntryLabel, EntryNote, Label, SavedView, WorkEntry
from organisations.models.duplicates import DuplicatePair, Merge, PairState
from organisations.models.geocoding import AddressDue, GeocoderAnswer, GeocoderTurn
from organisations.models.imports import Every, ImportPiece, ImportRow, ImportRun, ImportSource, Phase, Rule
from organisations.models.limits import RateCounter
from organisations.models.links import LinkState, WebLink
from organisations.models.listing import Listing
from organisations.models.location import Address, Area, Location
from organisations.models.mail import Mail, MailState
from organisations.models.meeting import MeetingTime
from organisations.models.opening import Opening
from organisations.models.organisation import (
    ExternalId,
    Organisation,
    OrganisationTopic,
    SlugRedirect,
    SpokenLanguage,
    Translation,
)
from organisations.models.ownership import ConsentLink, Editor, EditorLink, EditorSession, Reminder
from organisations.models.people import ContactDetails, ContactPerson
from organisations.models.retention import RetentionRun
from organisations.models.revision import Batch, DataVersion, Revision
from organisations.models.statistics import Export, Snapshot
from organisations.models.suggestion import CuratorRole, Decision, Suggestion, SuggestionKind, SuggestionState
from organisations.models.vocabulary import GermanLevel, OpennessFlag, Topic
from organisations.models.wishes import Wish
from organisations.models.word import Word
from organisations.models.work import MarkChange, SeenBefore, Work, WorkState

__all__ = [
    "Address",
    "AddressDue",
    "Area",
    "Attention",
    "Batch",
    "ConsentLink",
    "ContactDetails",
    "ContactPerson",
    "CuratorRole",
    "DataVersion",
    "Decision",
    "DuplicatePair",
    "Editor",
    "EditorLink",
    "EditorSession",
    "EntryLabel",
    "EntryNote",
    "Every",
    "Export",
    "ExternalId",
    "GeocoderAnswer",
    "GeocoderTurn",
    "GermanLevel",
    "ImportPiece",
    "ImportRow",
    "ImportRun",
    "ImportSource",
    "Label",
    "LinkState",
    "Listing",
    "Location",
    "Mail",
    "MailState",
    "MarkChange",
    "MeetingTime",
    "Merge",
    "Opening",
    "OpennessFlag",
    "Organisation",
    "OrganisationTopic",
    "PairState",
    "Phase",
    "RateCounter",
    "Reason",
    "Reminder",
    "RetentionRun",
    "Revision",
    "Rule",
    "SavedView",
    "SeenBefore",
    "SlugRedirect",
    "Snapshot",
    "SpokenLanguage",
    "Suggestion",
    "SuggestionKind",
    "SuggestionState",
    "Topic",
    "Translation",
    "WebLink",
    "Wish",
    "Word",
    "Work",
    "WorkEntry",
    "WorkState",
]
