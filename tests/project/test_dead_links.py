"""A link that opens nothing (any more) says so calmly: wrong, over, revoked or somebody else's, it is the same page."""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from organisations.models import ConsentLink, Editor, EditorLink
from organisations.secret_links import digest
from organisations.services import curators, ownership
from organisations.services.erasing import erase_person
from tests.html import parse
from tests.project.town import NOBODYS, Town

TICKET = re.compile(r'(name="(?:ticket|csrfmiddlewaretoken)" value=")[^"]+')
PATHS = {
    "edit-link": "/{language}/edit/{secret}/",
    "unsubscribe": "/{language}/unsubscribe/{secret}/",
    "consent": "/{language}/consent/{secret}/",
    "suggestion": "/{language}/suggestion/{secret}/",
    "message": "/{language}/message/{secret}/",
    "answer": "/{language}/answer/{secret}/",
    "company": "/{language}/company/{secret}/",
    "company-answer": "/{language}/company/answer/{secret}/",
    "company-after": "/{language}/company/after/{secret}/",
    "company-adult": "/{language}/company/adult/{secret}/",
    "account_invitation": "/accounts/invitation/{secret}/",
}


def _ended_edit_links(town: Town) -> Iterable[str]:
    known = town.secrets["edit-link"]
    of = {thing: EditorLink.objects.filter(secret_hash=digest(known[thing])) for thing in ("own", "foreign", "draft")}
    of["own"].update(expires_at=timezone.now() - timedelta(seconds=1))
    of["foreign"].update(revoked_at=timezone.now())
    ownership.revoke(Editor.objects.get(links__in=of["draft"]), author="test")
    return [known[thing] for thing in ("own", "foreign", "draft", "deleted")]


def _ended_invitations(town: Town) -> Iterable[str]:
    superseded = town.secrets["account_invitation"]["own"]
    curators.send_invitation(town.users["invited"], site="http://testserver")
    return [superseded, superseded[:-1] + "x", "1", "x-y"]


def _ended_consents(town: Town) -> Iterable[str]:
    link = ConsentLink.objects.get(secret_hash=digest(town.secrets["consent"]["own"]))
    erase_person(link.person_id, author="test")
    return [town.secrets["consent"]["own"], town.secrets["consent"]["deleted"]]


def _with_a_letter_too_many(name: str) -> Callable[[Town], Iterable[str]]:
    return lambda town: [town.secrets[name]["own"] + "x", town.secrets[name]["own"][:-1]]


ENDED: dict[str, Callable[[Town], Iterable[str]]] = {
    "edit-link": _ended_edit_links,
    "account_invitation": _ended_invitations,
    "consent": _ended_consents,
    "unsubscribe": lambda town: [*_with_a_letter_too_many("unsubscribe")(town), town.secrets["unsubscribe"]["deleted"]],
    "suggestion": lambda town: [*_with_a_letter_too_many("suggestion")(town), town.secrets["suggestion"]["deleted"]],
    "message": _with_a_letter_too_many("message"),
    "answer": _with_a_letter_too_many("answer"),
    "company": _with_a_letter_too_many("company"),
    "company-answer": _with_a_letter_too_many("company-answer"),
    "company-after": _with_a_letter_too_many("company-after"),
    "company-adult": _with_a_letter_too_many("company-adult"),
}

# A mentor's link leads to the same page at both addresses: mails from before and after the visit hold one key.
SAME = {"company-after": {"company-after", "company-answer"}}


@pytest.mark.parametrize("language", ["de", "ar"])
def test_every_link_that_opens_nothing_gets_the_same_calm_page_with_a_way_on(town: Town, language: str) -> None:
    ended = {name: list(ENDED[name](town)) for name in PATHS}
    for name, path in PATHS.items():
        others = town.secrets.keys() - SAME.get(name, {name})
        of_others = [town.secrets[other]["foreign"] for other in others if "foreign" in town.secrets[other]]
        secrets = [NOBODYS, "x", *ended[name], *of_others]
        answers = [_answer(path.format(language=language, secret=secret)) for secret in secrets]
        bodies = {_without_ticket(answer, secret) for answer, secret in zip(answers, secrets, strict=True)}
        assert len(bodies) == 1, (name, [len(body) for body in bodies])
        assert {answer.status_code for answer in answers} == {410 if name == "account_invitation" else 404}
        main = parse(answers[0].content.decode()).one("main")
        assert main.all("a[href]") or main.all("form"), name
        headers = [answer.headers["Referrer-Policy"] for answer in answers]
        assert set(headers) <= {"no-referrer", "strict-origin"}, name


def _answer(path: str) -> Any:
    answer = Client().get(path)
    posted = Client().post(path, {"step": "agree", "text": "x"})
    assert posted.status_code == answer.status_code, path
    return answer


def _without_ticket(answer: Any, secret: str) -> str:
    """The page but for what is new each time, and for its own address in the choice of languages."""
    return TICKET.sub(r"\1", answer.content.decode()).replace(f"/{quote(secret)}/", "/.../")
