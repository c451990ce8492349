"""200 requests from one address at every form that needs no sign-in, at the numbers of production.

The reader is told calmly, in their language, how long it takes; nothing typed is lost, and nobody else is locked out.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from organisations.editing import people, requests
from organisations.models import ConsentLink, ContactPerson, Editor, Mail, Organisation, Suggestion, SuggestionKind
from organisations.proposing import throttle
from organisations.proposing.packing import packed
from organisations.services import consent, ownership, suggestions, unsubscribing
from organisations.tickets import Ticket
from organisations.views import counted
from tests.factories import Contact, document, organisation
from tests.html import parse
from tests.organisations.associations.conftest import ASSOCIATION, SITE, editor, sender  # noqa: F401
from tests.organisations.associations.pages import Keeper

pytestmark = pytest.mark.django_db

DEEP = os.environ.get("DEEP") == "1"
MANY = 200
FLOOD, NEIGHBOUR = "203.0.113.7", "203.0.113.8"
TYPED = "هذا ما كتبته"


@dataclass
class Form:
    """A form: where it is sent, what is sent, from which number on it is refused, and what must not be lost."""

    path: str
    free: int
    data: dict[str, Any] = field(default_factory=dict)
    purpose: str = ""  # of its tickets: each page that is opened has a fresh one
    kept: str = ""
    client: Client = field(default_factory=lambda: Client(HTTP_ACCEPT_LANGUAGE="de"))

    def sent(self, address: str) -> Any:
        """The form, from an address."""
        ticket = {"ticket": str(Ticket.new(self.purpose))} if self.purpose else {}
        return self.client.post(self.path, self.data | ticket, REMOTE_ADDR=address, HTTP_SEC_FETCH_SITE="same-origin")


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "EVEN_SECONDS", 0)


def agree() -> Form:
    """What a person named in an entry answers."""
    entry = organisation("Verein mit Petra", contacts=(Contact(name="Petra", email="petra@x.example"),))
    consent.ask_consent(ContactPerson.objects.get(organisation=entry), "user:1", language="ar", site=SITE)
    link = ConsentLink.objects.get()
    secret = Mail.objects.get(purpose="consent").text.partition("/consent/")[2].partition("/")[0]
    return Form(f"/ar/consent/{secret}/", counted.PRESSES, {"step": "agree"}, f"consent:{link.pk}")


@pytest.fixture
def of_club(club: Organisation) -> Callable[[str], Form]:
    """The forms about one entry."""
    at = throttle.LIMITS["entry of network"].free

    def suggest() -> Form:
        data = {"how": "words", "step": "send", "note-entry": TYPED, "consent": "1"}
        return Form(f"/ar/o/{club.slug}/suggest/", at, data, f"suggest:{club.pk}:1", TYPED)

    def claim() -> Form:
        data = {"wish": "removal", "step": "send", "proof": TYPED, "consent": "1"}
        return Form(f"/ar/o/{club.slug}/claim/", at, data, f"claim:{club.pk}", TYPED)

    def add() -> Form:
        made = packed(document(TYPED))
        data = {"at": "check", "step": "send", "document": made, "consent": "1"}
        return Form("/ar/add/", throttle.LIMITS["network"].free, data, "add", TYPED)

    def update() -> Form:
        return Form("/ar/update/", requests.OF_NETWORK, {"email": "wer@x.example"}, "update", "wer@x.example")

    def status() -> Form:
        key = "k" * 43
        suggestions.ask(SuggestionKind.REPORT, club.pk, sender=sender(key=key), notes={"about": "x"})
        return Form(f"/ar/suggestion/{key}/", counted.PRESSES, {}, f"withdraw:{Suggestion.objects.get().pk}")

    def button() -> Form:
        link = ownership.new_link(ownership.add_editor(club.pk, "e@x.example", added_by="test", language="ar"), "")
        return Form(f"{link}?do=right", counted.PRESSES)

    def unsubscribe() -> Form:
        address = unsubscribing.unsubscribe_link(ownership.add_editor(club.pk, "e@x.example", added_by="test"), "")
        return Form(address.replace("/de/", "/ar/"), counted.PRESSES, {"List-Unsubscribe": "One-Click"})

    made = {one.__name__: one for one in (suggest, claim, add, update, agree, status, button, unsubscribe)}
    return lambda name: made[name]()


FORMS = ["suggest", "claim", "add", "update", "agree", "status", "button", "unsubscribe"]


def flooded(form: Form) -> list[Any]:
    """What the flood gets: all its answers, or up to the first one that is refused."""
    answers: list[Any] = []
    for _ in range(MANY if DEEP else form.free + 1):
        answers.append(form.sent(FLOOD))
    return answers


@pytest.mark.parametrize("name", FORMS)
def test_a_flood_is_told_calmly_and_nobody_else_is_locked_out(of_club: Callable[[str], Form], name: str) -> None:
    form = of_club(name)
    answers = flooded(form)
    assert {one.status_code for one in answers[: form.free]} <= {200, 302}
    assert {one.status_code for one in answers[form.free :]} == {429}
    refused = answers[-1]
    assert 0 < int(refused.headers["Retry-After"]) <= 86_400
    page = parse(refused.content.decode())
    assert (page.one("html").get("lang"), page.one("html").get("dir")) == ("ar", "rtl")
    assert page.one("[role=alert]").text
    assert form.kept in refused.content.decode()
    assert form.sent(NEIGHBOUR).status_code in (200, 302)


def test_a_code_by_mail_is_asked_for_six_times_an_hour(club: Organisation, editor: Editor) -> None:  # noqa: F811
    keeper = Keeper(club, "ar")
    keeper.opens(editor)
    form = Form(keeper.path("editors/"), people.CODES[0], {"act": "name", "email": "neu@x.example", "name": TYPED})
    form.client, form.kept = keeper.client, TYPED
    answers = flooded(form)
    assert [one.status_code for one in answers[: form.free]] == [200] * form.free
    assert {one.status_code for one in answers[form.free :]} == {429}
    assert int(answers[-1].headers["Retry-After"]) > 0 and TYPED in answers[-1].content.decode()
    assert Mail.objects.filter(purpose="code").count() == form.free


@pytest.mark.parametrize(("path", "name"), [("/accounts/code/", "email"), ("/accounts/login/", "login")])
def test_signing_in_is_refused_calmly_and_the_name_stays(vocabulary: None, settings: Any, path: str, name: str) -> None:
    User.objects.create_user("root", "root@stadt.example", "a long password", is_staff=True)
    form = Form(path, settings.SIGN_INS_OF_ADDRESS[0], {name: "root@stadt.example", "password": "wrong"})
    answers = flooded(form)
    assert 429 not in {one.status_code for one in answers[: form.free]}
    assert {one.status_code for one in answers[form.free :]} == {429}
    page = parse(answers[-1].content.decode())
    assert page.one("html").get("lang") == "de" and int(answers[-1].headers["Retry-After"]) > 0
    assert page.one(f"main [name={name}]").get("value") == "root@stadt.example"
    assert form.sent(NEIGHBOUR).status_code != 429


def test_no_address_of_an_association_is_flooded_from_wherever_it_is_asked_for(club: Organisation) -> None:
    form = Form("/ar/update/", 0, {"email": ASSOCIATION.upper()}, "update")
    for number in range(MANY):
        assert form.sent(f"198.51.{number // 8}.{number % 8}").status_code == 302
    assert Mail.objects.filter(recipient__iexact=ASSOCIATION).count() == requests.OF_ADDRESS
