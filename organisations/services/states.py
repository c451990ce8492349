"""Moving an entry from one state to another: a publication like any other, whatever happens to the entry meanwhile."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from organisations.models import Organisation, Revision
from organisations.models.organisation import State
from organisations.services.publish import publish
from organisations.services.rows import load_document


@transaction.atomic
def set_state(id: UUID, state: State, *, author: str, reason: str) -> Revision | None:
    """Publish the entry as it is, in another state; None if it is in that state already.

    Raises Organisation.DoesNotExist.
    """
    entry = Organisation.objects.select_for_update().get(pk=id)
    return publish(replace(load_document(id), state=state.value), base=entry.number, author=author, reason=reason)
