"""The cast: an entry, its editor, a curator of its area, a curator of another one, a stranger."""

import secrets
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User

from organisations.document import OrganisationDocument
from organisations.models import Area, CuratorRole, Editor, Organisation
from organisations.services.deciding import Curator
from organisations.services.ownership import add_editor, link_of, new_link, open_session
from organisations.services.rows import load_document
from organisations.services.suggestions import Sender
from tests.factories import organisation

SITE = "http://testserver"
ASSOCIATION = "vorstand@verein.example"


@pytest.fixture
def club(vocabulary: None) -> Organisation:
    """A public entry in Bernhausen (Filderstadt) with a mail address of its own."""
    return organisation("Bunter Ball", email=ASSOCIATION)


@pytest.fixture
def editor(club: Organisation) -> Editor:
    """An editor of the club who has used a link already."""
    added = add_editor(club.pk, "editor@verein.example", added_by="test", name="Erika")
    link = link_of(secret_of(new_link(added, SITE)))
    assert link
    open_session(link)
    return Editor.objects.get(pk=added.pk)


def curator_for(name: str, *areas: str) -> User:
    """A curator of these areas (slugs)."""
    user = User.objects.create_user(name, f"{name}@stadt.example", is_staff=True)
    CuratorRole.objects.create(user=user).areas.set(Area.objects.filter(slug__in=areas))
    return user


@pytest.fixture
def curator(vocabulary: None) -> Curator:
    """A curator of Filderstadt."""
    return Curator(curator_for("curator", "filderstadt"), SITE)


@pytest.fixture
def other_curator(vocabulary: None) -> Curator:
    """A curator of Ostfildern."""
    return Curator(curator_for("other", "ostfildern"), SITE)


def sender(**values: Any) -> Sender:
    """A visitor with a form of their own."""
    return Sender(**({"language": "ar", "key": secrets.token_urlsafe(32)} | values))


def secret_of(address: str) -> str:
    """The secret in the address of a link."""
    return address.rstrip("/").rpartition("/")[2]


def now_of(club: Organisation) -> OrganisationDocument:
    """The entry as it is."""
    return load_document(club.pk)


def changed(club: Organisation, **values: Any) -> OrganisationDocument:
    """The entry with other values."""
    return replace(now_of(club), **values)
