"""Acts that change an entry, for tests that kill them: each with what has to be there before it is done."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.transaction import Atomic

from organisations.document import Contact, to_json
from organisations.models import (
    ConsentLink,
    ContactPerson,
    CuratorRole,
    Editor,
    Listing,
    Organisation,
    Revision,
    SuggestionKind,
)
from organisations.services import caring, consent, deciding, editing, erasing, ownership, suggestions
from organisations.services.listing import refresh_listings
from organisations.services.publish import publish
from organisations.services.rows import load_document
from tests.factories import document
from tests.faults.stage import SHOWS, TABLES, digests

SITE = "http://localhost"
OWNER = "erika@verein.example"
KEY = "k" * 43


@dataclass(frozen=True)
class Act:
    """`done` to an entry, after it was `made` ready."""

    done: Callable[[UUID], object]
    made: Callable[[UUID], object] = lambda _id: None


def _curator() -> deciding.Curator:
    user, is_new = User.objects.get_or_create(username="curator", is_staff=True)
    if is_new:
        CuratorRole.objects.create(user=user, everywhere=True)
    return deciding.Curator(user, SITE)


def _publish(id: UUID, **values: Any) -> None:
    number = Organisation.objects.get(pk=id).number
    publish(replace(load_document(id), **values), base=number, author="test")


def _sender(id: UUID) -> suggestions.Sender:
    return suggestions.Sender("ar", f"{id}", name="Wer", email="who@x.example")


def _suggested(id: UUID) -> None:
    _curator()
    wanted = replace(load_document(id), phone="0711 4711", website="https://neu.example")
    suggestions.suggest_change(wanted, base=Organisation.objects.get(pk=id).number, sender=_sender(id))


def _asked(kind: SuggestionKind) -> Callable[[UUID], None]:
    def ask(id: UUID) -> None:
        _curator()
        suggestions.ask(kind, id, sender=_sender(id), proof="Satzung")

    return ask


def _new(id: UUID) -> None:
    """A new entry; the sender's key tells of which entry it takes the place."""
    _curator()
    suggestions.suggest_entry(document("Neuer Verein", places=()), sender=_sender(id))


def _waiting(id: UUID) -> UUID:
    found = suggestions.of_link(f"{id}")
    assert found
    return found.pk


def _accept(id: UUID, **more: Any) -> None:
    deciding.accept(_waiting(id), curator=_curator(), reason="Danke", **more)


def _reject(id: UUID) -> None:
    deciding.reject(_waiting(id), curator=_curator(), reason="Nein")


def _with_editor(id: UUID) -> None:
    ownership.new_link(ownership.add_editor(id, OWNER, added_by="test"), SITE)
    editor = Editor.objects.get(organisation=id, email=OWNER)
    ownership.open_session(editor.links.get())


def _editor(id: UUID) -> Editor:
    return Editor.objects.get(organisation=id, email=OWNER)


def _edit(id: UUID) -> None:
    """The telephone is public at once, the name waits for a curator."""
    wanted = replace(load_document(id), phone="0711 4711", name="Neuer Name")
    editing.edit(wanted, base=Organisation.objects.get(pk=id).number, editor=_editor(id), key=f"{id}")


def _remove(id: UUID) -> None:
    ownership.remove(id, author=_editor(id).author)


def _removed(id: UUID) -> None:
    _with_editor(id)
    _remove(id)


def _with_person(id: UUID) -> None:
    _publish(id, contacts=(Contact(name="Petra", phone="0170 1", email="petra@x.example"),))


def _person(id: UUID) -> ContactPerson:
    return ContactPerson.objects.get(organisation=id, details__email="petra@x.example")


def _ask(id: UUID) -> None:
    caring.ask(_person(id), language="de", site=SITE, author=_curator().author)


def _with_unasked(id: UUID) -> None:
    _curator()
    _with_person(id)
    ConsentLink.objects.filter(person__details__email="petra@x.example").delete()  # of another entry, in another test


def _with_question(id: UUID) -> None:
    _with_unasked(id)
    _ask(id)


def _agree(id: UUID) -> None:
    assert consent.agree(ConsentLink.objects.get(person=_person(id)))


def _restore(id: UUID) -> None:
    caring.restore(id, Organisation.objects.get(pk=id).number - 1, author=_curator().author)


ACTS = {
    "publish": Act(lambda id: _publish(id, phone="0711 4711")),
    "accept": Act(_accept, _suggested),
    "accept-a-part": Act(lambda id: _accept(id, keys=[("phone",)]), _suggested),
    "reject": Act(_reject, _suggested),
    "accept-a-new-entry": Act(_accept, _new),
    "reject-a-new-entry": Act(_reject, _new),
    "accept-a-claim": Act(_accept, _asked(SuggestionKind.CLAIM)),
    "accept-a-removal": Act(_accept, _asked(SuggestionKind.REMOVAL)),
    "edit": Act(_edit, _with_editor),
    "remove": Act(_remove, _with_editor),
    "put-back": Act(lambda id: ownership.put_back(_editor(id)), _removed),
    "restore": Act(_restore, lambda id: _publish(id, phone="0711 1")),
    "ask-for-consent": Act(_ask, _with_unasked),
    "agree": Act(_agree, _with_question),
    "erase": Act(lambda id: erasing.erase_person(_person(id).pk, author="test"), _with_person),
    "hand-over": Act(
        lambda id: ownership.hand_over(_editor(id), "neu@x.example", name="Neu", language="tr", site=SITE), _with_editor
    ),
    "send-links": Act(
        lambda id: ownership.send_links(f"{id.hex}@x.example", language="ar", site=SITE),
        lambda id: _publish(id, email=f"{id.hex}@x.example"),
    ),
}


def do(name: str, way: str, place: str) -> Any:
    """Does one act to the entry of that place: `make` ready, `try` and take back, `whole`, `apart`, or `check`."""
    first = Revision.objects.filter(number=1, document__state="public", document__parent=None)
    entries = first.filter(organisation__sample=True, organisation__sections=None).order_by("organisation")
    return WAYS[way](ACTS[name], entries.values_list("organisation", flat=True)[int(place)])


def _try(act: Act, id: UUID) -> list[Any]:
    """How many steps it has, and what shows of it."""
    with transaction.atomic():
        act.done(id)
        with connection.cursor() as cursor:
            cursor.execute("SELECT last_value FROM steps")
            (steps,) = cursor.fetchone()
            cursor.execute(TABLES)
            tables = [name for (name,) in cursor.fetchall()]
            shows = digests(cursor.connection, tables, SHOWS)
        transaction.set_rollback(True)
    return [steps, shows]


def _apart(act: Act, id: UUID) -> None:
    """Each statement stays by itself: without transactions there is nothing to lock in, either."""
    connection.features.has_select_for_update = False
    Atomic.__enter__ = lambda self: None  # type: ignore[method-assign]
    Atomic.__exit__ = lambda self, *error: None  # type: ignore[method-assign]
    act.done(id)


def _check(_act: Act, id: UUID) -> list[str]:
    """What does not agree in the entry: revisions, rows, listings."""
    found = []
    entry, revisions = Organisation.objects.get(pk=id), list(Revision.objects.filter(organisation=id))
    if [one.number for one in revisions] != list(range(1, entry.number + 1)):
        found.append("the number is not that of the last revision")
    if revisions[-1].document != to_json(load_document(id)):
        found.append("the last revision is not what the rows give")
    listings = list(Listing.objects.filter(organisation=id).order_by("pk").values())
    refresh_listings([id])
    if listings != list(Listing.objects.filter(organisation=id).order_by("pk").values()):
        found.append("the listing is not what a rebuild makes")
    return found


WAYS: dict[str, Callable[[Act, UUID], Any]] = {
    "make": lambda act, id: act.made(id) and None,
    "try": _try,
    "whole": lambda act, id: act.done(id) and None,
    "apart": _apart,
    "check": _check,
}
