"""axe finds nothing in any state of the pages on which anybody helps: forms, status, claim, consent, endings."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from organisations.forms.entry import FORMS
from organisations.models import ConsentLink, ContactPerson, Organisation, Suggestion
from organisations.secret_links import digest
from organisations.services.rows import load_document
from organisations.services.suggestions import Sender, suggest_change
from tests.browser.test_accessibility import COMBINATIONS, LOOKS, findings
from tests.conftest import DEEP

STATES: dict[str, dict[str, Any]] = {
    "open": {},
    "accepted": {"accepted": [["website"]]},
    "partly": {"accepted": [["website"]], "refused": [["phone"]], "reason": "Die Nummer stimmt."},
    "rejected": {"reason": "Das stimmt nicht."},
    "withdrawn": {},
}
CONSENTS = ("asked", "agreed", "no", "over")


def key(state: str) -> str:
    """The secret of the link in that state."""
    return f"help {state}".replace(" ", "-").ljust(43, "-")


def an_entry() -> Organisation:
    return Organisation.objects.filter(state="public", parent=None).exclude(contact_rows=None).order_by("slug")[0]


@pytest.fixture(scope="module")
def links(site: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One proposal and one link of consent in each state, committed."""
    with django_db_blocker.unblock():
        entry = an_entry()
        changed = replace(load_document(entry.pk), website="https://neu.example", phone="0711 1")
        for state, values in STATES.items():
            made = suggest_change(
                changed, base=entry.number, sender=Sender("ar", key(state)), notes={"times": "Mittwochs"}
            )
            Suggestion.objects.filter(pk=made.pk).update(state=state, **values)
        for state, person in zip(CONSENTS, ContactPerson.objects.filter(active=True), strict=False):
            late = timezone.now() + timedelta(days=-1 if state == "over" else 30)
            link: dict[str, Any] = {
                "text": "Ich bin einverstanden.",
                "language": "de",
                "asked_by": "user:1",
                "expires_at": late,
            }
            ConsentLink.objects.create(person=person, secret_hash=digest(key(state)), **link)
            day = timezone.localdate()
            person.consented_on = day if state in ("agreed", "no") else None
            person.withdrawn_on = day if state == "no" else None
            person.save()
    yield


def asked_for() -> Iterator[str]:
    """Addresses of states that a link leads to."""
    slug = an_entry().slug
    yield from (f"suggestion/{key(state)}/" for state in STATES)
    yield f"suggestion/{key('open')}/?again=1"
    yield from (f"consent/{key(state)}/" for state in CONSENTS)
    yield from (f"o/{slug}/suggest/{query}" for query in ("", "?how=change", "?how=words", "?how=words&section=times"))
    if DEEP:
        yield from (f"o/{slug}/suggest/?how=change&section={key}" for key in FORMS)
    yield from ("add/", "suggestion/x/", "consent/x/", "o/x/suggest/", "o/x/claim/", f"o/{slug}/claim/?wish=removal")


@pytest.mark.usefixtures("links")
@pytest.mark.parametrize(("language", "look"), COMBINATIONS)
def test_axe_finds_nothing_in_any_state(visit: Any, language: str, look: str) -> None:
    one = visit(**LOOKS[look])
    found = {}
    for path in asked_for():
        one.page.goto(f"{one.site}/{language}/{path}")
        assert one.page.locator("main h1").count() == 1, path
        found[path] = findings(one.page)
    one.page.goto(f"{one.site}/{language}/o/{an_entry().slug}/claim/")
    one.page.evaluate("document.querySelector('form.letter').submit()")
    one.page.wait_for_selector("#errors")
    found["claim with errors"] = findings(one.page)
    assert {state: rules for state, rules in found.items() if rules} == {}
