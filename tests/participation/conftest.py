"""Fixtures: a mail server, and a person who fills in the form."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from organisations.models import Organisation
from organisations.participation.models import Message
from organisations.public_forms import sent
from organisations.tickets import Ticket
from tests.factories import organisation
from tests.html import Element, parse
from tests.participation.newsroom import desk, module, row  # noqa: F401  for all tests of the desk's news
from tests.participation.smtp import MailServer

CLUB = "vorstand@verein.example"
WRITER = "oksana@newcomer.example"
GOOD: dict[str, Any] = {
    "wish": ["trial"],
    "day": ["TU", "SA"],
    "time": ["evening"],
    "language": ["uk", "ar"],
    "german": "little",
    "question": ["cost"],
    "companion": "together",
    "words": "Дуже дякую <b>вам</b>",
    "name": "Oksana",
    "reach": WRITER,
    "consent": "1",
    "step": "send",
    "page": "form",
}


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """The mail server of the site, running."""
    server = MailServer().start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.DEFAULT_FROM_EMAIL = "karte@stadt.example"
    settings.ENVELOPE_FROM = "rueckläufer@stadt.example".replace("ä", "ae")
    yield server
    server.stop()


@pytest.fixture
def club(vocabulary: None) -> Organisation:
    """An entry with a mail address of its own."""
    return organisation("Bunter Ball", email=CLUB)


class Writer:
    """A person with a browser who fills in the form of one entry, or of the operator."""

    def __init__(self, client: Client, path: str) -> None:
        self.client, self.path, self.purpose = client, path, ""

    def page(self) -> Element:
        """The form as it opens."""
        answer = self.client.get(self.path)
        assert answer.status_code == 200
        return parse(answer.content.decode())

    def ticket(self) -> str:
        """The ticket of a fresh form; the page is asked for once, further tickets are made as it makes them."""
        if not self.purpose:
            given = self.page().one("input[name=ticket]").get("value") or ""
            found = Ticket.read(given)
            self.purpose = found.purpose if found else ""
            return given
        return str(Ticket.new(self.purpose))

    def sends(self, *, ticket: str | None = None, path: str = "", headers: Any = None, **changes: Any) -> HttpResponse:
        """The filled form, with `changes`; a value of None leaves a field out."""
        form = GOOD | {"ticket": self.ticket() if ticket is None else ticket} | changes
        form = {name: value for name, value in form.items() if value is not None}
        answer: Any = self.client.post(path or self.path, form, headers=headers or {})
        return answer

    def sent(self, **changes: Any) -> str:
        """A message that goes through; the path of its page."""
        answer = self.sends(**changes)
        assert answer.status_code == 302, parse(answer.content.decode()).one("main").text
        return answer.headers["Location"]


@pytest.fixture
def no_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests fill in the form faster than any person."""
    monkeypatch.setattr(sent, "LEAST_SECONDS", 0)


@pytest.fixture
def writer(club: Organisation, client: Client, no_haste: None) -> Writer:
    """Somebody who writes to the club, on an English page."""
    return Writer(client, f"/en/o/{club.slug}/contact/")


def errors(answer: HttpResponse) -> list[str]:
    """The sentences in the list of errors of a form."""
    return [link.text for link in parse(answer.content.decode()).all("#errors a")]


def only_message() -> Message:
    """The one message there is."""
    return Message.objects.get()
