"""Hostile texts in every field of every form by which entries are changed: refused, or shown harmless; never an error.

The fields are those that the pages show, so a new form field is covered once its page stands here.
"""

import itertools
import os
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin

import pytest
from django.db import transaction
from django.test import Client

from organisations.document import Contact, FirstVisit, Step
from organisations.editing import requests
from organisations.forms.entry import FORMS
from organisations.models import ContactPerson, Editor, Mail, Organisation, SuggestionKind
from organisations.participation.models import Mentor
from organisations.proposing.adding import ORDER
from organisations.proposing.packing import packed
from organisations.public_forms import sent
from organisations.services import consent, deciding, ownership, suggestions, unsubscribing
from organisations.services.curators import invite
from organisations.tickets import Ticket
from tests.factories import change, document, organisation, place
from tests.html import Element, parse, sent_by
from tests.organisations.associations.conftest import SITE, changed, curator, editor, sender  # noqa: F401
from tests.participation import accompanying, mentoring
from tests.participation.questions import load
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

DEEP = os.environ.get("DEEP") == "1"
HOSTILE = (
    '"><script>alert(1)</script><img src=x onerror=alert(1)>',
    "a" * 100_000,
    "abc\u202egnp.exe\u2066x\u200f",
    "a\x00b\x08\x1b[31m",
    "e" + "\u0301\u0489" * 300,
    "\ud800 \udfff",  # what is no text at all
    '{"a": "\\ud800", "b": ' + "[" * 900 + "]" * 900 + "}",
    "Buy <a href='http://spam.example'>now</a> http://spam.example http://spam.example " * 20,
    "javascript:alert(1)",
    "9" * 400,
    "-1",
    "10000",
    "1e309",
    "٢٠٢٦-١٣-٤٥",
    "{{ 7|add:7 }} {% now 'Y' %} %(name)s %s \r\nBcc: all@x.example",
    "",
)
CALM = {200, 302, 400, 403, 404, 409, 410, 413, 422, 429, 503}
NEVER = ("<script>alert", "<img src=x", "<a href='http://spam", "\u202e", "\u2066", "\0", "\x1b")
PILE = "\u0301\u0489" * 4
# What leads on, where a form has several buttons.
MAIN = ("save", "send", "preview", "next", "check", "publish", "accept")
VISIT = FirstVisit(way=(Step("bell", "Verein"),))
PERSON = Contact(name="Petra", role="Trainerin", email="petra@x.example", languages=("ar",))
Opened = tuple[Client, str, Any]  # a browser, the address of a page, and the page


@dataclass
class Cast:
    """Everybody who may see a form, and what the forms are about."""

    club: Organisation
    editor: Editor
    curator: deciding.Curator

    def visitor(self) -> Iterator[Opened]:
        """Forms that anybody may send."""
        slug = self.club.slug
        suggest = f"/en/o/{slug}/suggest/"
        sections = "&section=about&section=places"  # the forms of all others are those of a new entry
        for path in (f"{suggest}?how=words", f"{suggest}?how=change{sections}", f"/en/o/{slug}/claim/", "/en/update/",
                     "/en/mentor/", "/en/mentor/update/", f"/en/o/{slug}/company/"):  # fmt: skip
            yield self._at(Client(), path)
        page = {"how": "words", "note-entry": "Falsch", "ticket": str(Ticket.new(f"suggest:{self.club.pk}:1"))}
        yield self._at(Client(), suggest, page)
        new = packed(document("Neu", first_visit=VISIT, contacts=(Contact(name="Neu"),)))
        for step in ORDER:
            page = {"at": "check", "step": f"at:{step}", "document": new, "ticket": str(Ticket.new("add"))}
            yield self._at(Client(), "/en/add/", page)
        yield self._at(Client(), "/en/questions/mentors/")

    def by_link(self) -> Iterator[Opened]:
        """Forms behind the links of mails."""
        yield self._at(Client(), ownership.new_link(self.editor, ""))
        yield self._at(Client(), unsubscribing.unsubscribe_link(self.editor, ""))
        person = ContactPerson.objects.get(organisation=self.club)
        consent.ask_consent(person, "user:1", language="en", site=SITE)
        secret = Mail.objects.get(purpose="consent").text.partition("/consent/")[2].partition("/")[0]
        yield self._at(Client(), f"/en/consent/{secret}/")
        suggestions.suggest_change(changed(self.club, phone="0711 9"), base=1, sender=sender(key="k" * 43))
        yield self._at(Client(), f"/en/suggestion/{'k' * 43}/")
        mentor = mentoring.mentor()
        yield self._at(Client(), mentoring.services.new_link(mentor, ""))
        client = mentoring.signed(Client(), mentor)
        for path in (mentoring.OWN, mentoring.CHANGE):
            yield self._at(client, path)
        yield from self._of_company(mentor)

    def _of_company(self, mentor: Mentor) -> Iterator[Opened]:
        """The pages of a newcomer and a mentor, before the answer and after the visit."""
        request, key = accompanying.asked_for(self.club)
        yield self._at(Client(), f"/en/company/{key}/")
        accompanying.proposing.assign(request, mentor, by="test", site=SITE)
        yield self._at(Client(), accompanying.mailed(mentor.email, "answer"))
        visit, _key = accompanying.asked_for(self.club)
        accompanying.agreed(visit, mentoring.mentor("danach@mentor.example"))
        accompanying.visit_is_over(visit)
        yield self._at(Client(), accompanying.mailed("danach@mentor.example", "after"))
        accompanying.asked_for(self.club, minor=True, adult_name="Mina", adult_email=accompanying.ADULT)
        yield self._at(Client(), accompanying.mailed(accompanying.ADULT, "adult"))

    def of_editor(self) -> Iterator[Opened]:
        """Forms of those who look after the entry."""
        client = Client()
        client.post(ownership.new_link(self.editor, ""))
        at = f"/de/o/{self.club.slug}/"
        tails = ("edit/", *(f"edit/{key}/" for key in FORMS), "edit/texts/?to=uk", "edit/gone/", "history/", "editors/",
                 "questions/")  # fmt: skip
        for tail in tails:
            yield self._at(client, at + tail)
        yield self._at(client, f"{at}editors/", {"act": "name", "email": "neu@x.example", "name": "Neu"})
        made = sent_by(parse(client.get(f"{at}edit/about/").content.decode()).one("form.entry-forms"))
        change(self.club, phone="0711 77")
        yield self._at(client, f"{at}edit/about/", made | {"about-phone": ["0711 78"], "step": ["save"]})

    def of_curator(self) -> Iterator[Opened]:
        """Forms of the desk."""
        client = signed_in(self.curator.user)
        asked = [
            suggestions.suggest_change(changed(self.club, phone="0711 9"), base=1, sender=sender()),
            suggestions.suggest_entry(document("Ganz neu", places=(place(),)), sender=sender()),
            suggestions.ask(SuggestionKind.CLAIM, self.club.pk, sender=sender(email="a@x.example"), proof="Ja"),
            suggestions.ask(SuggestionKind.REPORT, self.club.pk, sender=sender(), notes={"about": "Falsch"}),
        ]
        for one in asked:
            deciding.take(one.pk, self.curator.user)
            yield self._at(client, f"/curate/queue/{one.pk}/")
        yield self._at(client, f"/curate/queue/{asked[0].pk}/edit/", {})
        client.post("/curate/questionnaires/mentors/edit/", {"action": "begin"})
        pages = [f"o/{self.club.slug}/", f"o/{self.club.slug}/history/", "queue/", "questionnaires/"]
        pages += [f"questionnaires/mentors/{tail}" for tail in ("", "edit/", "edit/why/", "type/")]
        for path in pages:
            yield self._at(client, f"/curate/{path}")
        request, _key = accompanying.asked_for(self.club)
        yield self._at(client, f"/curate/participation/{request.pk}/")
        mentor = mentoring.mentor("berta@mentor.example", "verified")
        yield self._at(client, f"/curate/participation/mentors/{mentor.pk}/")

    def of_account(self) -> Iterator[Opened]:
        """Forms of signing in."""
        for path in ("login/", "code/"):
            yield self._at(Client(), f"/accounts/{path}")
        client = Client()
        client.post("/accounts/code/", {"email": self.curator.user.email})
        yield self._at(client, "/accounts/code/confirm/")
        yield self._at(signed_in(self.curator.user), "/accounts/app/")
        yield self._at(signed_in(self.curator.user), "/accounts/password/")
        invite("neu@stadt.example", site=SITE)
        link = Mail.objects.get(recipient="neu@stadt.example").text.partition(f"{SITE}/accounts/")[2].split()[0]
        yield self._at(Client(), f"/accounts/{link}")

    def _at(self, client: Client, path: str, posted: dict[str, Any] | None = None) -> Opened:
        page = client.get(path) if posted is None else client.post(path, posted)
        assert page.status_code in (200, 409), (path, page.status_code)
        return client, path, page


@pytest.fixture
def cast(
    vocabulary: None,
    curator: deciding.Curator,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> Cast:
    monkeypatch.setattr(sent, "LEAST_SECONDS", 0)  # the tests are faster than any person
    monkeypatch.setattr(requests, "EVEN_SECONDS", 0)
    load()
    club = organisation("Bunter Ball", email="v@verein.example", contacts=(PERSON,), first_visit=VISIT)
    added = ownership.add_editor(club.pk, "editor@verein.example", added_by="test", name="Erika")
    return Cast(club, added, curator)


def fields_of(form: Element) -> dict[str, list[str]]:
    """All fields, also boxes that are not ticked, with what would be sent."""
    boxes = [str(box.get("name")) for box in form.all("input") if box.get("name")]
    return {name: [] for name in boxes} | sent_by(form)


def button_of(form: Element) -> dict[str, list[str]]:
    """The button that leads on."""
    named = [(str(one.get("name")), str(one.get("value"))) for one in form.all("button") if one.get("name")]
    main = [(name, value) for name, value in named if value in MAIN]
    return {name: [value] for name, value in (main or named)[:1]}


def trials(form: Element, number: int) -> Iterator[tuple[str, str]]:
    """Each field with each hostile value under --deep; else some fields of a form, each with another value."""
    fields = list(fields_of(form) | button_of(form)) or ["x"]
    if DEEP:
        yield from itertools.product(fields, HOSTILE)
        return
    step = max(1, -(-len(fields) // 6))
    for position, name in enumerate(fields[number % step :: step]):
        yield name, HOSTILE[(number + position) % len(HOSTILE)]


def body(form: Element, changes: dict[str, list[str]]) -> str:
    """What a browser sends of a form, and what no browser would."""
    fields = {**fields_of(form), **button_of(form), **changes}
    return urlencode(fields, doseq=True, encoding="utf-8", errors="surrogatepass")


def assert_harmless(opened: Opened, form: Element, changes: dict[str, list[str]], told: str) -> None:
    """Sends it, looks at the answer and at where it leads, and takes all of it back."""
    client, path, _page = opened
    with transaction.atomic():
        address = urljoin(path, form.get("action") or "")
        answer: Any = client.post(
            address,
            body(form, changes),
            content_type="application/x-www-form-urlencoded",
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        assert answer.status_code in CALM, told
        pages = [answer]
        if answer.status_code == 302 and answer.headers["Location"].startswith("/"):
            pages.append(client.get(answer.headers["Location"]))
            assert pages[-1].status_code < 500, told
            assert PILE not in pages[-1].content.decode(), told
        for shown in pages:
            text = shown.content.decode()
            assert not [sign for sign in NEVER if sign in text], told
        for mail in Mail.objects.all():
            assert not [sign for sign in NEVER if sign in mail.html + mail.subject], told
            assert "\n" not in mail.subject
        transaction.set_rollback(True)


WHO: dict[str, Callable[[Cast], Iterator[Opened]]] = {
    "visitor": Cast.visitor,
    "by link": Cast.by_link,
    "editor": Cast.of_editor,
    "curator": Cast.of_curator,
    "account": Cast.of_account,
}


@pytest.mark.parametrize("who", WHO)
def test_hostile_texts_in_any_field_are_refused_or_shown_harmless(cast: Cast, who: str) -> None:
    seen, number = 0, 0
    for opened in WHO[who](cast):
        cookies = deepcopy(opened[0].cookies)
        forms = parse(opened[2].content.decode()).all("main form")
        different = {(form.get("action"), *fields_of(form)): form for form in forms if form.get("method") == "post"}
        for form in different.values():
            number += 1
            for name, value in trials(form, number):
                opened[0].cookies = deepcopy(cookies)
                assert_harmless(opened, form, {name: [value]}, f"{opened[1]} {name}={value[:40]!r}")
                seen += 1
            told = f"{opened[1]} with too much"
            fields = [name for name in fields_of(form) if name != "csrfmiddlewaretoken"] or ["x"]
            assert_harmless(opened, form, {fields[-1]: ["x" * 1_100_000]}, told)
            assert_harmless(opened, form, {f"meetings-{row}-title": ["x"] for row in range(10_000)}, told)
            if rows := {name: ["10000"] for name in fields if name.endswith("-count")}:
                kind = next(iter(rows)).removesuffix("-count")
                assert_harmless(opened, form, rows | {f"{kind}-{row}-title": ["x"] for row in range(1_000)}, told)
    assert seen >= number > 3
    print(who, number, "forms", seen, "trials")
