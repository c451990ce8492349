"""What of the database is whose business: each field that can hold words or numbers of people is in one of three lists.

SECRET: no visitor ever sees it. A canary is planted in each of them, in rows that belong to a public entry.
OF_ENTRY: public with a public entry, secret with any other; entries.py has their canaries.
OPEN: codes, languages, vocabulary and what is made from public entries alone.
A new field belongs in one of them, or the first test of test_canaries.py fails.
"""

from django.apps import apps
from django.db import models

SECRET = {
    "account.EmailAddress": "email",
    "account.EmailConfirmation": "key",
    "admin.LogEntry": "object_id object_repr change_message",
    "auth.User": "password username first_name last_name email",
    "mfa.Authenticator": "data",
    "organisations.AddressDue": "trouble",
    "organisations.Attention": "detail",
    "organisations.Batch": "source author",
    "organisations.ConsentLink": "secret_hash text asked_by",
    "organisations.ContactPerson": "consent_text consent_way",
    "organisations.Decision": "actor action detail",
    "organisations.DuplicatePair": "reasons",
    "organisations.Editor": "name email added_by",
    "organisations.EditorLink": "secret_hash",
    "organisations.EditorSession": "secret_hash code_hash",
    "organisations.EntryLabel": "by",
    "organisations.EntryNote": "text author",
    "organisations.Export": "actor view",
    "organisations.ExternalId": "value seen",
    "organisations.GeocoderAnswer": "key server hits",
    "organisations.ImportPiece": "data",
    "organisations.ImportRow": "raw place identity name detail alike",
    "organisations.ImportRun": "file sheet error columns unknown",
    "organisations.ImportSource": "name mapping address digest error",
    "organisations.Label": "name",
    "organisations.Mail": "recipient subject text html unsubscribe header_id",
    "organisations.Merge": "moved",
    "organisations.RateCounter": "key",
    "organisations.Revision": "document author reason",
    "organisations.SavedView": "name query columns",
    "organisations.SeenBefore": "seen",
    "organisations.Suggestion": (
        "document notes name email proof candidates consent said_hash author status_hash reason accepted refused"
    ),
    "organisations.Wish": "asked",
    "organisations.Work": "title params result",
    "organisations.WorkEntry": "why",
    "participation.Accompaniment": (
        "addressee languages times name email phone adult_name adult_email adult_phone words consent reasons"
        " meeting_point report stopped_by status_hash page_hash adult_hash feedback_hash"
    ),
    "participation.Answer": "text key_hash",
    "participation.Answers": "values key_hash",
    "participation.Attachment": "name content",  # of a module that is a draft
    "participation.Feedback": "words",
    "participation.Mentor": (
        "name email phone languages times introduction consent talk_notes approved_by ticket_hash"
    ),
    "participation.MentorLink": "secret_hash email",
    "participation.MentorSession": "secret_hash",
    "participation.Evaluation": "tables author",  # numbers of a summary that is not public
    "participation.Message": "addressee choices words name email phone consent status_hash answer_hash",
    "participation.Module": "texts",  # as long as it is a draft
    "participation.ModulePage": "texts",
    "participation.News": "texts place link author",
    "participation.Version": "content author",  # of a questionnaire, as long as it is a draft
    "participation.Proposal": "reasons key_hash by",
    "procrastinate.ProcrastinateJob": "lock args queueing_lock",
    "sessions.Session": "session_key session_data",
}
OF_ENTRY = {
    "organisations.Address": "name street town point",
    "organisations.ContactDetails": "name role phone email",
    "organisations.Listing": "slug name sort_name point marker words card search",
    "organisations.MeetingTime": "title note",
    "organisations.Opening": "title text",
    "organisations.Organisation": "slug name website phone email first_visit committee",
    "organisations.SpokenLanguage": "note",
    "organisations.Translation": "summary description audience",
}
OPEN = {
    "auth.Group": "name",
    "auth.Permission": "name codename",
    "contenttypes.ContentType": "app_label model",
    "mfa.Authenticator": "type",
    "organisations.Address": "postcode point_origin public_point",  # the last is shown instead of a private point
    "organisations.Area": "slug ags name kind outline centre postcodes source",
    "organisations.Attention": "reason",
    "organisations.ConsentLink": "language",
    "organisations.ContactDetails": "languages",
    "organisations.DuplicatePair": "state",
    "organisations.Editor": "language",
    "organisations.Export": "format",
    "organisations.ExternalId": "source",
    "organisations.GermanLevel": "slug icon names short_names sentences",
    "organisations.ImportRow": "action outcome",
    "organisations.ImportRun": "form phase rule numbers",
    "organisations.ImportSource": "every form rule state",
    "organisations.Listing": (
        "state kind topics languages spoken_checked spoken_sure flags areas days facets openings"  # codes and days
    ),
    "organisations.Location": "wheelchair",
    "organisations.Mail": "purpose language state",
    "organisations.MeetingTime": "rrule exceptions",
    "organisations.Opening": "kind german answer",
    "organisations.OpennessFlag": "slug icon names search_words",
    "organisations.Organisation": "kind language state german",
    "organisations.RetentionRun": "rule",
    "organisations.SlugRedirect": "slug",  # of entries that are not public it leads nowhere: test_visibility.py
    "organisations.Snapshot": "counts offers",  # numbers by codes
    "organisations.SpokenLanguage": "code assurance days",
    "organisations.Suggestion": "kind language state",
    "organisations.Topic": "slug icon names search_words hue short_names",
    "organisations.Translation": "language origin",
    "organisations.WebLink": "url host state trouble",  # of public entries
    "organisations.Work": "kind state",
    "organisations.WorkEntry": "outcome",
    "organisations.Word": "word shown keys languages topics",  # of public entries
    "participation.Answers": "language way",
    "participation.Accompaniment": "language state wish call_newcomer call_adult",
    "participation.Attachment": "media_type",
    "participation.CompanyCount": "state",
    "participation.Feedback": "side",
    "participation.Mentor": "language state gender",
    "participation.Message": "language end",
    "participation.Module": "slug audience spots language",
    "participation.News": "kind language",
    "participation.Questionnaire": "slug",
    "participation.Proposal": "state",
    "procrastinate.ProcrastinateEvent": "type",
    "procrastinate.ProcrastinateJob": "queue_name task_name status",
    "procrastinate.ProcrastinatePeriodicDefer": "task_name periodic_id",
}
NOT_OURS = ("gis",)  # PostGIS' own tables of projections
LISTS = {"SECRET": SECRET, "OF_ENTRY": OF_ENTRY, "OPEN": OPEN}
# Numbers, days and yes or no tell nobody's secret by themselves.
PLAIN = (
    models.IntegerField, models.FloatField, models.DecimalField, models.BooleanField, models.DateField,
    models.TimeField, models.DurationField, models.UUIDField, models.ForeignKey, models.AutoField,
)  # fmt: skip


def speaking_fields() -> set[str]:
    """Every field of every model that can hold words, documents, bytes or points, as "app.Model.field"."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label not in NOT_OURS
        for field in model._meta.concrete_fields
        if not isinstance(field, PLAIN)
    }


def classified() -> list[str]:
    """Every field that stands in a list, as often as it stands there."""
    return [f"{label}.{name}" for fields in LISTS.values() for label, names in fields.items() for name in names.split()]
