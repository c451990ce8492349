"""Long work in a process that can be killed: `python -m tests.faults.working COMMAND`.

begin     changes the telephone of every entry as one batch, has it taken back, and prints the id of that work
go-on     does what the queue's worker does with it, until nothing is left
"""

import sys
from dataclasses import replace

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402  Django first

from organisations.models import Batch, Organisation  # noqa: E402
from organisations.runners import batches  # noqa: E402
from organisations.services import work  # noqa: E402
from organisations.services.publish import Change, publish_many  # noqa: E402
from organisations.services.rows import load_documents  # noqa: E402

batches.CHUNK = 4


def begin() -> None:
    """A batch, and the work that takes it back."""
    user, _made = User.objects.get_or_create(username="root", is_superuser=True, is_staff=True)
    numbers = dict(Organisation.objects.values_list("pk", "number"))
    documents = load_documents(list(numbers)).values()
    batch = Batch.objects.create(source="faults", author="user:1")
    changes = [Change(replace(one, phone="0711 999"), numbers[one.id]) for one in documents]
    publish_many(changes, author="import", batch=batch)
    print(batches.start_undo(batch, by=user).pk)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["begin"]:
            begin()
        case ["go-on"]:
            while work.go_on(5):
                pass
        case _:
            sys.exit(__doc__)
