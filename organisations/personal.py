"""Where values of people stand in this app (`services/person_data.py`)."""

import json
import re
from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from organisations.formats import long_date
from organisations.imports.uploads import forget_file
from organisations.likeness import digits_of
from organisations.models import (
    ContactDetails,
    Editor,
    EntryNote,
    ImportRow,
    ImportRun,
    Mail,
    MailState,
    Organisation,
    Suggestion,
    SuggestionState,
)
from organisations.services.erasing import erase_editor, erase_person
from organisations.services.person_data import Found, Place, Whom, by_tail
from organisations.services.suggestions import forget_sender, withdraw

MOST_ROWS = 200  # of imports that are told


def _contacts(whom: Whom) -> list[Found]:
    rows = ContactDetails.objects.select_related("person__organisation")
    by_person: dict[str, list[ContactDetails]] = {}
    for row in _with(rows, whom).order_by("pk"):
        by_person.setdefault(str(row.person_id), []).append(row)
    return [
        Found(
            key,
            f"{versions[-1].name or '–'}, {versions[-1].person.organisation.name}",
            _consent(versions[-1]) | {"values": [_details(one) for one in versions]},
        )
        for key, versions in by_person.items()
    ]


def _consent(row: ContactDetails) -> dict[str, Any]:
    person = row.person
    return {
        "entry": person.organisation.name, "shown": bool(person.consented_on and not person.withdrawn_on),
        "consent_text": person.consent_text, "consent_way": person.consent_way, "consented_on": person.consented_on,
        "withdrawn_on": person.withdrawn_on,
    }  # fmt: skip


def _details(row: ContactDetails) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("name", "role", "languages", "phone", "email")}


def _erase_contacts(keys: Collection[str], author: str) -> int:
    for key in keys:
        erase_person(key, author=author)
    return len(keys)


def _editors(whom: Whom) -> list[Found]:
    rows = Editor.objects.at(whom.email).select_related("organisation") if whom.email else Editor.objects.none()
    names = "name email language created_at confirmed_at revoked_at bounced_at unsubscribed_at".split()
    return [
        Found(
            str(row.pk),
            f"{row.name or row.email}, {row.organisation.name}",
            {"entry": row.organisation.name} | {name: getattr(row, name) for name in names},
        )
        for row in rows
    ]


def _erase_editors(keys: Collection[str], author: str) -> int:
    rows = list(Editor.objects.filter(pk__in=keys))
    for row in rows:
        erase_editor(row, author=author)
    return len(rows)


def _suggestions(whom: Whom) -> list[Found]:
    if not whom.email:
        return []
    rows = Suggestion.objects.filter(email__iexact=whom.email).select_related("organisation")
    names = "name email proof notes consent language state reason created_at decided_at".split()
    return [
        Found(
            str(row.pk),
            f"{row.get_kind_display()}, {row.organisation.name}",
            {"entry": row.organisation.name, "kind": row.kind} | {name: getattr(row, name) for name in names},
        )
        for row in rows
    ]


def _erase_suggestions(keys: Collection[str], author: str) -> int:
    """A claim that waits is taken back, since it is about its sender; all else is still to be decided."""
    rows = list(Suggestion.objects.filter(pk__in=keys))
    for row in rows:
        if row.kind == "claim" and row.state == SuggestionState.OPEN:
            withdraw(row)
        forget_sender(row)
    return len(rows)


def _mails(whom: Whom) -> list[Found]:
    rows = Mail.objects.filter(recipient__iexact=whom.email) if whom.email else Mail.objects.none()
    names = "purpose recipient subject text state created_at sent_at bounced_at".split()
    return [
        Found(
            str(row.pk),
            f"{row.subject or row.purpose}, {long_date(row.created_at.date())}",
            {name: getattr(row, name) for name in names},
        )
        for row in rows
    ]


def _erase_mails(keys: Collection[str], author: str) -> int:
    """What is on its way is not sent any more."""
    mine = Mail.objects.filter(pk__in=keys)
    unsent = mine.filter(state__in=[MailState.QUEUED, MailState.FAILED]).delete()[0]
    return unsent + mine.update(recipient="", subject="", text="", html="", unsubscribe="")


def _entries(whom: Whom) -> list[Found]:
    return [
        Found(str(row.pk), row.name, {"entry": row.name, "phone": row.phone, "email": row.email})
        for row in _with(Organisation.objects.order_by("name"), whom)
    ]


def _accounts(whom: Whom) -> list[Found]:
    rows = User.objects.filter(email__iexact=whom.email) if whom.email else User.objects.none()
    names = "username email first_name last_name is_active date_joined last_login".split()
    return [Found(str(row.pk), row.get_username(), {name: getattr(row, name) for name in names}) for row in rows]


def _imports(whom: Whom) -> list[Found]:
    """Files of imports that name the address or number: the rows as the file has them, and samples of its columns."""
    rows = _naming(ImportRow.objects.order_by("run", "position"), "raw", whom)
    by_run: dict[Any, list[ImportRow]] = {}
    for row in rows[:MOST_ROWS]:
        by_run.setdefault(row.run_id, []).append(row)
    told = ImportRun.objects.annotate(told=Cast("columns", TextField()))
    sampled = _naming(told, "told", whom).values("pk")
    runs = ImportRun.objects.select_related("source").filter(Q(pk__in=by_run) | Q(pk__in=sampled))
    return [
        Found(
            str(run.pk),
            f"{run.file}, {run.source.name}",
            {"rows": [json.loads(row.raw) for row in by_run.get(run.pk, ())], "samples": _samples(run, whom)},
        )
        for run in runs
    ]


def _samples(run: ImportRun, whom: Whom) -> list[str]:
    """The samples and names of columns that name the address or number."""
    texts = [text for column in run.columns for text in (column["name"], *column["samples"])]
    if whom.email:
        return [text for text in texts if whom.email.casefold() in text.casefold()]
    return [text for text in texts if digits_of(whom.phone) in re.sub("[^0-9]", "", text)]


def _erase_imports(keys: Collection[str], author: str) -> int:
    """The whole file goes: the row stands in it too."""
    for key in keys:
        forget_file(key)
    return len(keys)


def _notes(whom: Whom) -> list[Found]:
    """What curators wrote down about an entry and that names the address or number."""
    rows = _naming(EntryNote.objects.select_related("organisation"), "text", whom)
    return [
        Found(
            str(row.pk),
            f"{row.organisation.name}, {long_date(row.created_at.date())}",
            {"entry": row.organisation.name, "text": row.text, "created_at": row.created_at},
        )
        for row in rows
    ]


def _erase_notes(keys: Collection[str], author: str) -> int:
    count: int = EntryNote.objects.filter(pk__in=keys).delete()[0]
    return count


def _naming(rows: QuerySet[Any], field: str, whom: Whom) -> QuerySet[Any]:
    """The rows whose text ``field`` names the address, or the number in whatever way it is written."""
    if whom.email:
        return rows.filter(**{f"{field}__icontains": whom.email})
    signs = (F(field), Value("[^0-9]"), Value(""), Value("g"))
    digits = Func(*signs, function="REGEXP_REPLACE", output_field=TextField())
    found: QuerySet[Any] = rows.annotate(digits=digits).filter(digits__contains=digits_of(whom.phone))
    return found


def _with(rows: QuerySet[Any], whom: Whom) -> QuerySet[Any]:
    """The rows with that address or number."""
    if whom.email:
        return rows.filter(email__iexact=whom.email)
    return by_tail(rows, "phone").filter(tail=digits_of(whom.phone))


PLACES = (
    Place("contacts", _("Contact persons"), _contacts, _erase_contacts),
    Place("editors", _("Editors of entries"), _editors, _erase_editors),
    Place("suggestions", _("Suggestions and claims"), _suggestions, _erase_suggestions),
    Place("notes", _("Notes of curators that name the address or number"), _notes, _erase_notes),
    Place("mails", _("Mails to the person"), _mails, _erase_mails),
    Place("imports", _("Files of imports, which are deleted as a whole"), _imports, _erase_imports),
    Place("entries", _("Entries with this as their own address or number (changed in the entry itself)"), _entries),
    Place("accounts", _("Accounts of the staff (switched off under People)"), _accounts),
)
