"""The entries of the visibility walk: some that nobody may see, some that everybody sees with secrets around them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from organisations.document import Committee, Contact, FirstVisit, Language, Opening, Step, Text
from organisations.models import Organisation
from organisations.services.consent import record_consent, withdraw_consent
from organisations.services.labels import note_down, set_labels
from tests.factories import change, meeting, organisation, place
from tests.project.planting import plant

OPEN = timezone.localdate() + timedelta(days=900)


@dataclass
class Cast:
    """Entries with secrets, and what of them may never be seen: anywhere, and in the API alone."""

    hidden: list[Organisation]
    shown: list[Organisation]
    secrets: list[str]
    api_secrets: list[str]
    planted: dict[str, Model]


def secretive(state: str, **values: Any) -> Organisation:
    """An entry that is not public, with a canary in every field."""
    word = f"geheimwort {state}canary"
    return organisation(
        f"{word} name",
        state=state,
        texts={"de": Text(f"{word} summary", f"{word} description", f"{word} audience")},
        languages=(Language("xx", "always", note=f"{word} note"),),
        places=(place((9.2345, 48.6712), name=f"{word} house", street=f"{word} street", town=f"{word} town"[:100]),),
        contacts=(
            Contact(
                name=f"{word} person", role=f"{word} role", phone="030 23125 874", email=f"{state}canary@person.example"
            ),
        ),
        meetings=(meeting(title={"de": f"{word} title"}, note={"de": f"{word} hint"}),),
        phone="030 23125 875",
        website=f"https://{state}canary.example/",
        first_visit=FirstVisit(when="any", way=(Step("bell", f"{word} bell"),)),
        openings=(Opening("seat", OPEN, title={"de": f"{word} title"}, text={"de": f"{word} hint"}),),
        committee=Committee(how="apply", note={"de": f"{word} hint"}),
        email=f"{state}canary@body.example",
        **values,
    )


def new_cast() -> Cast:
    """Draft, rejected, archived and ended entries; public ones with a private address, hidden and withdrawn people."""
    hidden = [secretive(state) for state in ("draft", "rejected", "archived")]
    ended = secretive("public", ends_on=date.today() - timedelta(days=3))
    private = place((9.2345, 48.6712), private=True, name="privatecanary house", street="privatecanary street 7")
    silent = Contact(
        name="silentcanary", role="silentcanary role", phone="030 23125 871", email="silentcanary@p.example"
    )
    gone = Contact(name="gonecanary", role="gonecanary role", phone="030 23125 872", email="gonecanary@p.example")
    agreed = Contact(name="Petra Beispiel", phone="030 23125 873", email="agreedcanary@p.example")
    shown = organisation(
        "Offener Verein",
        places=(private,),
        contacts=(silent, gone, agreed),
        first_visit=FirstVisit(ask_for="trainer", person=silent.id, way=(Step("bus", "bellcanary"),)),
        email="bodycanary@verein.example",
        meetings=(meeting(place=private.id),),
    )
    record_consent([gone.id, agreed.id], text="consentcanary", way="waycanary")
    withdraw_consent([gone.id])
    moved = organisation("Umgezogen", places=(place((9.2345, 48.6712), street="formercanary street"),))
    change(moved, places=(place((9.21, 48.66)),))
    for entry in (moved, *hidden):
        note_down(entry.pk, "deskcanary note", author="user:1")
        set_labels(entry.pk, ["deskcanary label"], by="user:1")
    planted = plant(shown)
    section = organisation("Abteilung ohne Mutter", parent=hidden[0].pk)
    secrets = [
        "canary name", "canary summary", "canary description", "canary audience", "canary note", "canary house",
        "canary street", "canary town", "canary person", "canary role", "canary title", "draftcanary", "rejectedcanary",
        "archivedcanary", "publiccanary", "privatecanary", "silentcanary", "gonecanary", "consentcanary", "waycanary",
        "formercanary", "canary bell", "bellcanary", "deskcanary", "23125 871", "23125 872", "23125871", "23125872",
        "23125 874", "23125 875", "23125874", "23125875", "canary hint", "9.2345",
        "48.6712", "923450", "4867120",
        *(str(entry.pk) for entry in (*hidden, ended)), *(entry.slug for entry in (*hidden, ended)),
    ]  # fmt: skip
    return Cast([*hidden, ended], [shown, moved, section], secrets, ["bodycanary", "agreedcanary", "@"], planted)
