"""Fixtures for the tests of the domain."""

from collections.abc import Iterator
from datetime import date, time

import pytest
from django.contrib.auth.models import User
from django.test import Client

from organisations import outgoing
from organisations.document import Committee, Contact, Language, Opening, Text
from organisations.models import Organisation
from tests.factories import HARTHAUSEN, meeting, organisation, place
from tests.signing_in import attempt, set_up_app, signed_in, time_passes


@pytest.fixture
def forgetful_breaker() -> Iterator[None]:
    """The breaker of outgoing requests knows of no failures, neither before nor afterwards."""
    outgoing.breaker.reset()
    yield
    outgoing.breaker.reset()


@pytest.fixture
def superuser(db: None) -> User:
    """An account with access to the raw data."""
    return User.objects.create_superuser("root", "root@example.org", "a long password")


@pytest.fixture
def admin(client: Client, superuser: User) -> Client:
    """An English browser in which the superuser is signed in, with a second factor."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return signed_in(superuser, client)


@pytest.fixture
def english(client: Client) -> Client:
    """An English browser."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def secret(superuser: User) -> str:
    """The secret of the app that the superuser has set up, in a browser that is closed again."""
    browser = Client()
    attempt(browser)
    made = set_up_app(browser)
    browser.post("/accounts/logout/")
    time_passes()
    return made


@pytest.fixture
def entry() -> Organisation:
    """An entry that has something of everything."""
    home, away = place(name="Halle", wheelchair="yes"), place(HARTHAUSEN, private=True, public_point=(9.25, 48.64))
    return organisation(
        "Verein mit allem",
        topics=("football", "chess", "gymnastics"),
        flags=("beginners-welcome", "newcomers-welcome"),
        texts={"de": Text("Kurz.", "Lang.\n\nUnd länger.", "Alle"), "ar": Text("قصير", origin="machine", made_from=1)},
        languages=(Language("ar", "certain_days", (1, 3), "Frau B.", date(2026, 9, 1)), Language("tr", "always")),
        places=(home, away),
        contacts=(
            Contact(name="Petra Beispiel", role="Vorsitz", languages=("de", "ar"), phone="0711 1", email="p@v.example"),
        ),
        meetings=(
            meeting(place=away.id, note={"de": "Halle 2", "en": "Hall 2"}, exceptions=(date(2026, 12, 24),)),
            meeting("FREQ=MONTHLY;BYDAY=2SA", ends_at=None, starts_at=time(9, 30)),
        ),
        openings=(
            Opening(
                "trial",
                date(2027, 5, 1),
                title={"de": "Zum Probieren", "ar": "تجربة"},
                text={"de": "Erste Zeile.\n\nam: zweite", "en": "One line."},
                german="little",
                age_from=6,
                answer="come",
            ),
            Opening("seat", date(2020, 1, 1)),
        ),
        committee=Committee(("parents", "residents"), "no", "elected", "yes", {"de": "Zweimal im Jahr"}),
        website="https://verein.example/",
        phone="0711 123",
        email="post@verein.example",
        closed_from=date(2026, 8, 1),
        closed_until=date(2026, 8, 20),
        ends_on=date(2027, 12, 31),
    )
