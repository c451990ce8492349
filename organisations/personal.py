"""Where values of people stand in this app (`services/person_data.py`)."""

import json
import re
from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisations.formats import long_date
from organisations.imports.uploads import forget_file
from organisations.likeness import digits_of
from organisations.models import (
    Address,
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
from organisations.personal_texts import proposed_texts, texts_of_entries
from organisations.services.erasing import erase_editor, erase_person
from organisations.services.person_data import Found, Place, Whom, belonging, naming
from organisations.services.suggestions import forget_sender, withdraw

MOST_ROWS = 200  # of imports that are told


def _contacts(whom: Whom) -> list[Found]:
    rows = ContactDetails.objects.select_related("person__organisation")
    by_person: dict[str, list[ContactDetails]] = {}
    for row in belonging(rows, whom, "name").order_by("pk"):
        by_person.setdefault(str(row.person_id), []).append(row)
    return [
        Found(
            key,
            f"{versions[-1].name or '–'}, {versions[-1].person.organisation.name}",
            _consent(versions[-1]) | {"values": [_details(one) for one in versions]},
            _page_of(versions[-1].person.organisation),
        )
        for key, versions in by_person.items()
    ]


def _page_of(entry: Organisation) -> str:
    return reverse("curate-entry", args=[entry.slug])


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
    rows = Editor.objects.none() if whom.phone else belonging(Editor.objects.all(), whom, "name")
    names = "name email language created_at confirmed_at revoked_at bounced_at unsubscribed_at".split()
    return [
        Found(
            str(row.pk),
            f"{row.name or row.email}, {row.organisation.name}",
            {"entry": row.organisation.name} | {name: getattr(row, name) for name in names},
            _page_of(row.organisation),
        )
        for row in rows.select_related("organisation")
    ]


def _erase_editors(keys: Collection[str], author: str) -> int:
    rows = list(Editor.objects.filter(pk__in=keys))
    for row in rows:
        erase_editor(row, author=author)
    return len(rows)


def _suggestions(whom: Whom) -> list[Found]:
    rows = Suggestion.objects.none() if whom.phone else belonging(Suggestion.objects.all(), whom, "name")
    names = "name email proof notes consent language state reason created_at decided_at".split()
    return [
        Found(
            str(row.pk),
            f"{row.get_kind_display()}, {row.organisation.name}",
            {"entry": row.organisation.name, "kind": row.kind} | {name: getattr(row, name) for name in names},
            reverse("curate-item", args=[row.pk]),
        )
        for row in rows.select_related("organisation")
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
            f"{row.subject or row.purpose}, {long_date(row.created_at)}",
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
    """Entries with that address or number; asked by words, those with a place in that street."""
    rows = Organisation.objects.order_by("name")
    if whom.words:
        whole = Concat("name", *(part for name in ("street", "postcode", "town") for part in (Value(" "), F(name))))
        places = naming(Address.objects.annotate(whole=whole), "whole", whom)
        rows = rows.filter(pk__in=places.values("location__organisation"))
    else:
        rows = belonging(rows, whom)
    return [
        Found(str(row.pk), row.name, {"entry": row.name, "phone": row.phone, "email": row.email}, _page_of(row))
        for row in rows
    ]


def _accounts(whom: Whom) -> list[Found]:
    named = Q(first_name__iregex=whom.pattern) | Q(last_name__iregex=whom.pattern)
    wanted = Q(email__iexact=whom.email) if whom.email else named
    rows = User.objects.none() if whom.phone else User.objects.filter(wanted)
    names = "username email first_name last_name is_active date_joined last_login".split()
    return [
        Found(str(row.pk), row.get_username(), {name: getattr(row, name) for name in names}, _account_page(row))
        for row in rows
    ]


def _account_page(user: User) -> str:
    return reverse("curate-person", args=[user.pk]) if user.is_staff else ""


def _imports(whom: Whom) -> list[Found]:
    """Files of imports in which it stands: the rows as the file has them, and samples of its columns."""
    rows = naming(ImportRow.objects.order_by("run", "position"), "raw", whom)
    by_run: dict[Any, list[ImportRow]] = {}
    for row in rows[:MOST_ROWS]:
        by_run.setdefault(row.run_id, []).append(row)
    told = ImportRun.objects.annotate(told=Cast("columns", TextField()))
    sampled = naming(told, "told", whom).values("pk")
    runs = ImportRun.objects.select_related("source").filter(Q(pk__in=by_run) | Q(pk__in=sampled))
    return [
        Found(
            str(run.pk),
            f"{run.file}, {run.source.name}",
            {"rows": [json.loads(row.raw) for row in by_run.get(run.pk, ())], "samples": _samples(run, whom)},
            reverse("curate-import", args=[run.pk]),
        )
        for run in runs
    ]


def _samples(run: ImportRun, whom: Whom) -> list[str]:
    """The samples and names of columns in which it stands."""
    texts = [text for column in run.columns for text in (column["name"], *column["samples"])]
    if whom.phone:
        return [text for text in texts if digits_of(whom.phone) in re.sub("[^0-9]", "", text)]
    wanted = (whom.email or whom.words.replace(",", " ")).casefold().split()
    return [text for text in texts if all(word in text.casefold() for word in wanted)]


def _erase_imports(keys: Collection[str], author: str) -> int:
    """The whole file goes: the row stands in it too."""
    for key in keys:
        forget_file(key)
    return len(keys)


def _notes(whom: Whom) -> list[Found]:
    """What curators wrote down about an entry and that names the address, the number or the words."""
    rows = naming(EntryNote.objects.select_related("organisation"), "text", whom)
    return [
        Found(
            str(row.pk),
            f"{row.organisation.name}, {long_date(row.created_at)}",
            {"entry": row.organisation.name, "text": row.text, "created_at": row.created_at},
            _page_of(row.organisation),
        )
        for row in rows
    ]


def _erase_notes(keys: Collection[str], author: str) -> int:
    count: int = EntryNote.objects.filter(pk__in=keys).delete()[0]
    return count


PLACES = (
    Place("contacts", _("Contact persons"), _contacts, _erase_contacts),
    Place("editors", _("Editors of entries"), _editors, _erase_editors),
    Place("suggestions", _("Suggestions and claims"), _suggestions, _erase_suggestions),
    Place("notes", _("Notes of curators that name the address or number"), _notes, _erase_notes),
    Place("texts", _("Texts of entries and of their earlier versions (changed in the entry itself)"), texts_of_entries),
    Place("proposed", _("Texts of suggestions (seen in the queue)"), proposed_texts),
    Place("mails", _("Mails to the person"), _mails, _erase_mails),
    Place("imports", _("Files of imports, which are deleted as a whole"), _imports, _erase_imports),
    Place("entries", _("Entries with this as their own address or number (changed in the entry itself)"), _entries),
    Place("accounts", _("Accounts of the staff (switched off under People)"), _accounts),
)
