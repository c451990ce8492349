"""Canaries: a word of its own in every secret field, in rows that belong to an entry which everybody sees."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from organisations.models import Organisation, SuggestionKind
from organisations.participation.models import Questionnaire
from tests.factories import organisation
from tests.project.secret_fields import SECRET

WORD = "kanarie"
# As it stands in texts; as bytes written in digits; in base 64, by what stands before them.
NEEDLES = (WORD, WORD.encode().hex(), "a2FuYXJp", "bmFyaW", "YW5hcmll")


def canary(field: str) -> str:
    """The word in this field ("app.Model.field"): no other field has it."""
    numbered = [f"{label}.{name}" for label, names in SECRET.items() for name in names.split()]
    return f"{WORD}{numbered.index(field):03d}"


def plant(entry: Organisation) -> dict[str, models.Model]:
    """A row of every model that has secret fields; by the label of the model."""
    made: dict[str, models.Model] = {}
    for label in sorted(SECRET, key=_order):
        model = apps.get_model(label)
        words = {name: _value(model._meta.get_field(name), canary(f"{label}.{name}")) for name in SECRET[label].split()}
        if model is ProcrastinateJob:
            _queue(words)
        else:
            made[label] = model._base_manager.create(**_REST.get(label, lambda entry, made: {})(entry, made), **words)
    return made


def in_text(text: str) -> list[str]:
    """The needles found in a text."""
    return [needle for needle in NEEDLES if needle in text]


def _value(field: Any, word: str) -> Any:
    if isinstance(field, models.BinaryField):
        return word.encode().ljust(32, b"-")
    if field.name == "texts":
        return {"de": {"title": word, "text": word}}
    if field.name == "content":
        return {"title": {"de": word}, "intro": {}, "thanks": {}, "questions": []}
    if isinstance(field, ArrayField):
        return [word]
    if isinstance(field, models.JSONField):
        return {word: word} if field.default is not list else [word]
    if isinstance(field, models.EmailField):
        return f"{word}@person.example"
    return f"https://site.example/{word}" if isinstance(field, models.URLField) else word


def _queue(words: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, args, queueing_lock)"
            " VALUES ('default', 'nothing', 0, %s, %s, %s)",
            [words["lock"], f'{{"word": "{words["args"]}"}}', words["queueing_lock"]],
        )


def _order(label: str) -> int:
    """Rows that others belong to come first."""
    return _FIRST.index(label) if label in _FIRST else len(_FIRST)


_FIRST = (
    "organisations.Batch", "organisations.ExternalId", "organisations.ImportSource", "organisations.ImportRun",
    "organisations.Label", "organisations.Work", "organisations.DuplicatePair", "participation.Module",
    "participation.ModulePage", "participation.Version", "auth.User", "account.EmailAddress", "organisations.Editor",
    "organisations.EditorLink", "organisations.ContactPerson", "participation.Message", "participation.Mentor",
    "participation.MentorLink", "participation.Accompaniment", "participation.Proposal",
)  # fmt: skip
Rest = Callable[[Organisation, dict[str, Any]], dict[str, Any]]
_later = {"expires_at": timezone.now() + timedelta(days=1)}


def _place(entry: Organisation) -> dict[str, Any]:
    location = entry.locations.get()
    return {"organisation": entry, "address": location.address}


def _two(entry: Organisation) -> dict[str, Any]:
    """A pair of the entry and another one, which is no more."""
    other = organisation("Doppelt", state="archived")
    return {"first": other, "second": entry} if other.pk < entry.pk else {"first": entry, "second": other}


# What the rows need beside their secrets.
_REST: dict[str, Rest] = {
    "account.EmailAddress": lambda entry, made: {"user": made["auth.User"]},
    "account.EmailConfirmation": lambda entry, made: {"email_address": made["account.EmailAddress"]},
    "admin.LogEntry": lambda entry, made: {"user": made["auth.User"], "action_flag": 2},
    "mfa.Authenticator": lambda entry, made: {"user": made["auth.User"], "type": "totp"},
    "organisations.AddressDue": lambda entry, made: _place(entry),
    "organisations.Attention": lambda entry, made: (
        _place(entry) | {"location": entry.locations.get(), "reason": "no_hit"}
    ),
    "organisations.ConsentLink": lambda entry, made: {
        "person": made["organisations.ContactPerson"], "language": "de", **_later,
    },
    "organisations.ContactPerson": lambda entry, made: {"organisation": entry, "active": True},
    "organisations.Decision": lambda entry, made: {"organisation": entry},
    "organisations.DuplicatePair": lambda entry, made: _two(entry) | {"score": 1},
    "organisations.Editor": lambda entry, made: {"organisation": entry},
    "organisations.EditorLink": lambda entry, made: {"editor": made["organisations.Editor"], **_later},
    "organisations.EditorSession": lambda entry, made: {
        "editor": made["organisations.Editor"], "link": made["organisations.EditorLink"], **_later,
    },
    "organisations.EntryLabel": lambda entry, made: {"organisation": entry, "label": made["organisations.Label"]},
    "organisations.EntryNote": lambda entry, made: {"organisation": entry},
    "organisations.Export": lambda entry, made: {"format": "csv", "entries": 1, "contacts": False},
    "organisations.ImportPiece": lambda entry, made: {"run": made["organisations.ImportRun"], "number": 1},
    "organisations.ImportRow": lambda entry, made: {"run": made["organisations.ImportRun"], "position": 1},
    "organisations.ImportRun": lambda entry, made: {"source": made["organisations.ImportSource"]},
    "organisations.Merge": lambda entry, made: {
        "pair": made["organisations.DuplicatePair"], "kept": entry, "gone": made["organisations.DuplicatePair"].first,
        "kept_number": 1, "gone_number": 1, "batch": made["organisations.Batch"],
    },
    "organisations.ExternalId": lambda entry, made: {"organisation": entry, "source": "test", "revision": 1},
    "organisations.MarkChange": lambda entry, made: {
        "batch": made["organisations.Batch"], "external": made["organisations.ExternalId"],
    },
    "organisations.GeocoderAnswer": lambda entry, made: _later,
    "organisations.Mail": lambda entry, made: {"purpose": "test", "language": "de", "next_at": timezone.now()},
    "organisations.RateCounter": lambda entry, made: {"count": 1, "ends_at": timezone.now() + timedelta(hours=1)},
    "organisations.Revision": lambda entry, made: {"organisation": entry, "number": 99},
    "organisations.SavedView": lambda entry, made: {"owner": made["auth.User"], "shared": True},
    "organisations.SeenBefore": lambda entry, made: {
        "batch": made["organisations.Batch"], "external": made["organisations.ExternalId"],
    },
    "organisations.Suggestion": lambda entry, made: {
        "kind": SuggestionKind.CHANGE, "organisation": entry, "base": 1, "language": "de",
    },
    "organisations.Wish": lambda entry, made: {"day": timezone.localdate()},
    "organisations.Work": lambda entry, made: {"kind": "undo"},
    "organisations.WorkEntry": lambda entry, made: {"organisation": entry, "work": made["organisations.Work"]},
    "participation.Accompaniment": lambda entry, made: {
        "organisation": entry, "message": made["participation.Message"], "touched_at": timezone.now(),
    },
    "participation.Feedback": lambda entry, made: {
        "proposal": made["participation.Proposal"], "side": "mentor", "happened": True,
    },
    "participation.MentorLink": lambda entry, made: {"mentor": made["participation.Mentor"], **_later},
    "participation.MentorSession": lambda entry, made: {
        "mentor": made["participation.Mentor"], "link": made["participation.MentorLink"], **_later,
    },
    "participation.Proposal": lambda entry, made: {
        "accompaniment": made["participation.Accompaniment"], "mentor": made["participation.Mentor"], **_later,
    },
    "participation.Attachment": lambda entry, made: {"page": made["participation.ModulePage"], "size": 1},
    "participation.Module": lambda entry, made: {"slug": "draft-module"},
    "participation.ModulePage": lambda entry, made: {"module": made["participation.Module"], "position": 1},
    "participation.News": lambda entry, made: {"until": timezone.localdate()},
    "participation.Answers": lambda entry, made: {
        "version": made["participation.Version"], "language": "de", "day": timezone.localdate(),
    },
    "participation.Version": lambda entry, made: {
        "questionnaire": Questionnaire.objects.create(slug="draft-questions", open_at=timezone.now()), "number": 1,
    },
    "participation.Evaluation": lambda entry, made: {
        "version": made["participation.Version"], "number": 1, "day": timezone.localdate(), "forms": 20,
    },
    "participation.Answer": lambda entry, made: {"message": made["participation.Message"]},
    "participation.Message": lambda entry, made: {
        "organisation": entry, "language": "de", "touched_at": timezone.now(),
    },
    "sessions.Session": lambda entry, made: {"expire_date": timezone.now() + timedelta(hours=1)},
}  # fmt: skip
