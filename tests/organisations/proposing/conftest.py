"""A visitor who fills in forms as a browser does: what the page holds is sent, with what was typed."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from organisations.public_forms import sent
from tests.html import Element, parse, sent_by
from tests.organisations.associations.conftest import club, curator  # noqa: F401


@pytest.fixture(autouse=True)
def no_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests are faster than any person."""
    monkeypatch.setattr(sent, "LEAST_SECONDS", 0)


@dataclass
class Visitor:
    """Opens pages and sends their forms."""

    client: Client
    answer: Any = None

    def open(self, address: str) -> "Visitor":
        """Opens a page."""
        self.answer = self.client.get(address)
        return self

    @property
    def page(self) -> Element:
        """The page that stands there now."""
        return parse(self.answer.content.decode())

    def send(self, button: str = "", /, **typed: Any) -> HttpResponse:
        """Sends the page's form by the button with that value of `step`; `typed`: names with __ for -."""
        (form,) = self.page.all("form.letter")[-1:]
        fields: dict[str, Any] = {**sent_by(form)} | {name.replace("__", "-"): value for name, value in typed.items()}
        if button:
            fields["step"] = button
        self.answer = self.client.post(form.get("action") or "", fields, headers={"Sec-Fetch-Site": "same-origin"})
        return self.answer

    def follow(self) -> "Visitor":
        """Goes where the answer leads."""
        assert self.answer.status_code == 302, self.page.text[:2000]
        return self.open(self.answer.headers["Location"])

    def says(self, text: str) -> bool:
        """Whether the page says so."""
        return text in self.page.one("main").text


@pytest.fixture
def visitor(client: Client, vocabulary: None) -> Visitor:
    """Somebody without any account."""
    return Visitor(client)
