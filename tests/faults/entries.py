"""Works on the entries of a test's database as a process that can be killed: `python -m tests.faults.entries COMMAND`.

busy SEED         publishes entries chosen by chance, for ever; prints a line before the first one
check             prints one line for each entry whose rows, listing, revision and version do not agree
sign-in           makes a superuser and prints the key of a session of theirs
"""

import itertools
import random
import sys
from dataclasses import replace
from importlib import import_module
from typing import Any
from uuid import UUID

import django

django.setup()

from django.conf import settings  # noqa: E402  Django first
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402

from organisations.accounts.factor import mark  # noqa: E402
from organisations.document import to_json  # noqa: E402
from organisations.models import Listing, Organisation, Revision  # noqa: E402
from organisations.services.listing import refresh_listings  # noqa: E402
from organisations.services.publish import publish  # noqa: E402
from organisations.services.rows import load_documents  # noqa: E402


def rename(id: UUID, name: str) -> None:
    """One publication: the name stands in the row, the revision, the listing and the listings of its sections."""
    document = load_documents([id])[id]
    number = Organisation.objects.get(pk=id).number
    publish(replace(document, name=name), base=number, author="test", reason="Renamed")


def busy(seed: int) -> None:
    """Publication after publication, without end."""
    ids = sorted(Organisation.objects.values_list("pk", flat=True))
    chance = random.Random(seed)
    print("ready", flush=True)
    for count in itertools.count():
        rename(chance.choice(ids), f"Verein {seed} {count}")


def check() -> None:
    """Every entry: its number is that of its last revision, whose document the rows give; listings equal a rebuild."""
    ids = list(Organisation.objects.values_list("pk", flat=True))
    documents = load_documents(ids)
    for row in Organisation.objects.all():
        numbers = list(Revision.objects.filter(organisation=row).order_by("number").values_list("number", flat=True))
        last = Revision.objects.filter(organisation=row).order_by("-number").first()
        if numbers != list(range(1, row.number + 1)):
            print(f"{row.pk}: the row has number {row.number}, its revisions are {numbers}")
        if last is None or last.document != to_json(documents[row.pk]):
            print(f"{row.pk}: the last revision is not what the rows give")
    stored = _listings()
    refresh_listings(ids)
    for id, listing in _listings().items():
        if stored.get(id) != listing:
            print(f"{id}: its listing is not what a rebuild makes")
    print("checked", len(ids))


def _listings() -> dict[Any, dict[str, Any]]:
    return {row["id"]: dict(row) for row in Listing.objects.values()}


def sign_in() -> None:
    """A session as the sign-in makes it, without its pages."""
    user = User.objects.create_superuser("operator", password="only for this test")
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    mark(session, user)
    session.save()
    print(session.session_key)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["busy", seed]:
            busy(int(seed))
        case ["check"]:
            check()
        case ["sign-in"]:
            sign_in()
        case _:
            sys.exit(__doc__)
