"""Canaries in every secret field: none is forgotten, mails reach their own reader alone, failures tell nothing."""

import logging
import re
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.test import Client

from organisations.models import ConsentLink, Mail
from organisations.participation.models import Accompaniment, MentorLink, Message, Proposal
from organisations.secret_links import digest
from organisations.services.ownership import link_of
from organisations.services.unsubscribing import editor_of
from tests.project.entries import Cast
from tests.project.planting import canary, in_text
from tests.project.secret_fields import OF_ENTRY, SECRET, classified, speaking_fields
from tests.project.test_scanners import SECRET_PART
from tests.project.test_visibility import content
from tests.project.town import SITE, Town, links_of

ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")


def test_every_field_that_can_hold_words_is_secret_of_an_entry_or_open() -> None:
    known, there = classified(), speaking_fields()
    assert len(known) == len(set(known))
    unknown = [f"say in tests/project/secret_fields.py whose business {one} is" for one in sorted(there - set(known))]
    assert unknown == []
    assert sorted(set(known) - there) == [], "these fields are gone"


def test_every_secret_field_holds_its_canary(cast: Cast) -> None:
    """The control: the walk would pass over empty fields."""
    for label, names in SECRET.items():
        model = apps.get_model(label)
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{model._meta.db_table}" t')
            rows = cursor.fetchone()[0]
        for name in names.split():
            word = canary(f"{label}.{name}")
            assert word in rows or word.encode().hex() in rows, (label, name)


def test_every_field_of_an_entry_holds_a_canary_where_the_entry_is_not_public(cast: Cast) -> None:
    ids = [entry.pk for entry in cast.hidden]
    for label, names in OF_ENTRY.items():
        model = apps.get_model(label)
        paths = {"organisations.Organisation": "pk", "organisations.ContactDetails": "person__organisation",
                 "organisations.Address": "location__organisation"}  # fmt: skip
        rows = model._base_manager.filter(**{f"{paths.get(label, 'organisation')}__in": ids})
        for name in names.split():
            texts = [str(_shown(getattr(row, name))) for row in rows]
            assert any(secret in text for text in texts for secret in cast.secrets), (label, name)


def _shown(value: Any) -> Any:
    return value.coords if hasattr(value, "coords") else value


def test_each_mail_goes_to_its_own_reader_and_names_no_address_of_anybody(town: Town) -> None:
    seen = set()
    gone = town.secrets_of("deleted")
    for mail in Mail.objects.all():
        for link in links_of(mail):
            if (found := SECRET_PART.search(link)) and found[2] not in gone:
                assert _reader(found[1], found[2]).lower() == mail.recipient.lower(), link
                seen.add(found[1])
        assert ADDRESS.findall(f"{mail.subject} {mail.text} {mail.html}") == [], mail.subject
        others = ("Protokoll", "geheimnotiz", *(f"Person {thing}" for thing in town.entries))
        assert [word for word in others if word in f"{mail.subject} {mail.text} {mail.html}"] == [], mail.subject
    of_company = {"company", "company/answer", "company/after", "company/adult"}
    assert seen == {"edit", "unsubscribe", "consent", "answer", "invitation", "mentor/link"} | of_company


def _reader(kind: str, secret: str) -> str:
    """The mail address of whom a secret link is for."""
    if kind == "edit":
        link = link_of(secret)
        assert link
        return link.editor.email
    if kind == "unsubscribe":
        editor = editor_of(secret)
        assert editor
        return editor.email
    if kind == "consent":
        details = ConsentLink.objects.get(secret_hash=digest(secret)).person.details
        assert details
        return details.email
    if kind == "answer":
        return Message.objects.get(answer_hash=digest(secret)).addressee.removeprefix("Verein ") + "@verein.example"
    if kind.startswith("company"):
        return _company_reached(kind, secret)
    if kind == "mentor/link":
        return _mentor_reached(secret)
    return User.objects.get(pk=int(secret.partition("-")[0])).email


def _company_reached(kind: str, secret: str) -> str:
    """The address of the newcomer, of the adult or of the mentor whose page that is."""
    hash = digest(secret)
    if kind == "company":
        return Accompaniment.objects.get(Q(status_hash=hash) | Q(page_hash=hash)).email
    if kind == "company/adult":
        return Accompaniment.objects.get(adult_hash=hash).adult_email
    asked = Accompaniment.objects.filter(feedback_hash=hash).first()
    return asked.email if asked else Proposal.objects.get(key_hash=hash).mentor.email


def _mentor_reached(secret: str) -> str:
    """The address a mentor's link was mailed to: the new one it proves, else the mentor's."""
    link = MentorLink.objects.select_related("mentor").get(secret_hash=digest(secret))
    return link.email or link.mentor.email


def test_a_failure_tells_no_secret_to_the_visitor_or_the_log(town: Town, log: list[str]) -> None:
    """The database loses a column: whatever is asked fails in the middle."""
    secrets = {secret for found in town.secrets.values() for secret in found.values()}
    links = {link for mail in Mail.objects.all() for link in links_of(mail) if SECRET_PART.search(link)}
    form = {"words": "kanarie", "name": "kanarie", "reach": "kanarie@p.example", "email": "kanarie@p.example"}
    client, failed = Client(raise_request_exception=False), 0
    for link in [*sorted(links), f"{SITE}/de/o/verein-own/contact/", f"{SITE}/de/update/"]:
        for method in (client.get, client.post):
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("ALTER TABLE organisations_organisation RENAME COLUMN name TO kept_away")
                    cursor.execute("ALTER TABLE auth_user RENAME COLUMN email TO kept_away")
                answer = method(link.removeprefix(SITE), form if method == client.post else None)
                transaction.set_rollback(True)
            failed += answer.status_code == 500
            if answer.status_code == 500:
                text = content(answer)
                assert [secret for secret in secrets if secret in text and secret not in link] == []
                assert in_text(text) == []
    assert failed > 5
    lines = "\n".join(log)
    assert "Traceback" in lines
    assert [secret for secret in secrets if secret in lines] == []
    assert in_text(lines) == []


def test_what_the_database_quotes_of_a_row_it_refuses_stands_in_no_log(cast: Cast, log: list[str]) -> None:
    try:
        with transaction.atomic():
            Mail.objects.create(header_id=canary("organisations.Mail.header_id"), next_at="2026-01-01T00:00Z")
    except IntegrityError:
        logging.getLogger("organisations").exception("refused")
    assert "already exists" not in "\n".join(log)
    assert "IntegrityError" in "\n".join(log)
    assert in_text("\n".join(log)) == []
