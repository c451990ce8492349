"""Consent of contact persons to being shown: asked for by mail, recorded with text, way and day, withdrawn for good.

Only an editor or a curator has a person asked; a stranger's word that somebody may be shown is no consent.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from organisations.models import ConsentLink, ContactPerson, DataVersion
from organisations.outbox.consent import consent_outline, consent_text
from organisations.outbox.outline import put_out
from organisations.secret_links import digest, new_secret
from organisations.turns import take_turn

LINK_DAYS = 30  # to agree; withdrawing is possible by the same link for ever
ASKED_AGAIN = timedelta(days=7)
BY_MAIL = "mail"
ASKERS = ("user:", "editor:")


class NoAddress(Exception):
    """The person has no mail address."""


class AskedAlready(Exception):
    """That address was asked within the last week."""


@transaction.atomic
def ask_consent(person: ContactPerson, by: str, *, language: str, site: str) -> ConsentLink:
    """Mails the person a link by which they agree to being shown, in that language. `by`: who has them asked.

    Raises NoAddress, AskedAlready, and ValueError for anybody but an editor or a curator.
    """
    if not by.startswith(ASKERS):
        raise ValueError("Only editors and curators have somebody asked.")
    email = person.details.email if person.details else ""
    if not email:
        raise NoAddress
    take_turn(f"consent {email.lower()}")  # two at once would both find that nobody was asked
    since = timezone.now() - ASKED_AGAIN
    if ConsentLink.objects.filter(person__versions__email__iexact=email, created_at__gt=since).exists():
        raise AskedAlready
    secret = new_secret()
    link = ConsentLink.objects.create(
        person=person,
        secret_hash=digest(secret),
        text=consent_text(person.organisation.name, language),
        language=language,
        asked_by=by,
        expires_at=timezone.now() + timedelta(days=LINK_DAYS),
    )
    outline = consent_outline(person.organisation.name, link.text, f"{site}/{language}/consent/{secret}/", language)
    put_out(outline, email, purpose="consent")
    return link


def consent_link_of(secret: str) -> ConsentLink | None:
    """The link with that secret, as long as the person and their values are there."""
    links = ConsentLink.objects.select_related("person__organisation", "person__details")
    found = links.filter(secret_hash=digest(secret)).first()
    details = found.person.details if found else None
    return found if details and (details.name or details.email or details.phone) else None


@transaction.atomic
def agree(link: ConsentLink) -> bool:
    """The person agrees, by the button behind the link; False if the time for it is over."""
    if link.is_over:
        return False
    record_consent([link.person_id], text=link.text, way=BY_MAIL)
    ConsentLink.objects.filter(pk=link.pk).update(used_at=timezone.now())
    return True


@transaction.atomic
def record_consent(people: Collection[UUID], *, text: str, way: str, on: date | None = None) -> None:
    """Note that these people agreed to that text in that way; they are shown from now on."""
    rows = ContactPerson.objects.filter(pk__in=people)
    rows.update(consent_text=text, consent_way=way, consented_on=on or timezone.localdate(), withdrawn_on=None)
    DataVersion.increase()


@transaction.atomic
def withdraw_consent(people: Collection[UUID]) -> None:
    """Hide these people from now on, in every revision."""
    ContactPerson.objects.filter(pk__in=people).update(withdrawn_on=timezone.localdate())
    DataVersion.increase()


def forget_old_consent_links(now: datetime | None = None) -> int:
    """Deletes links that nobody agreed by and that are over since a month; returns how many."""
    over = (now or timezone.now()) - timedelta(days=LINK_DAYS)
    return ConsentLink.objects.filter(expires_at__lt=over, used_at=None).delete()[0]
