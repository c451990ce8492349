"""Merging in a process that can be killed: `python -m tests.faults.merging COMMAND`.

pair          makes two entries and a curator, and prints the id of their pair
merge PAIR    merges them
"""

import sys

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402  Django first

from organisations.models import DuplicatePair, Organisation  # noqa: E402
from organisations.services.deciding import Curator  # noqa: E402
from organisations.services.duplicate_pairs import pair_by_hand  # noqa: E402
from organisations.services.joining import Wanted, join  # noqa: E402
from organisations.services.ownership import add_editor  # noqa: E402
from tests.factories import organisation, place  # noqa: E402


def pair() -> None:
    """Two entries; the second one has an editor and a section."""
    user = User.objects.create_user("curator", is_staff=True, is_superuser=True)
    kept, gone = organisation("Doppelt"), organisation("Doppelt", places=(place(street="Weg 9"),))
    add_editor(gone.pk, "editor@verein.example", added_by="test")
    organisation("Doppelt Jugend", parent=gone.pk)
    print(pair_by_hand(kept, gone, user=user).pk)


def merge(id: int) -> None:
    """The first of the two goes on."""
    found = DuplicatePair.objects.get(pk=id)
    numbers = [Organisation.objects.get(pk=pk).number for pk in (found.first_id, found.second_id)]
    curator = Curator(User.objects.get(username="curator"), "http://testserver")
    join(id, Wanted("first", {}, (numbers[0], numbers[1])), curator=curator)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["pair"]:
            pair()
        case ["merge", id]:
            merge(int(id))
        case _:
            sys.exit(__doc__)
