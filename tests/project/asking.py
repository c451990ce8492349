"""Asking every URL of the project with every method as everybody, and writing down what came of it in one line each."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponseBase

from organisations.models import ConsentLink
from organisations.participation.models import Message
from organisations.secret_links import digest
from organisations.services.suggestions import of_link
from organisations.tickets import Ticket
from tests.project.planting import in_text
from tests.project.test_visibility import content, routes
from tests.project.town import ACTORS, NOBODYS, OBJECTS, Town

HARMLESS = ("GET", "HEAD", "OPTIONS")
METHODS = (*HARMLESS, "POST", "PUT", "PATCH", "DELETE")
# What each actor asks without --deep: what shows and what changes something. Those with the least and the most rights
# ask everything.
ALWAYS_ASKED = ("GET", "POST")
ASK_EVERYTHING = ("visitor", "super")
SIGNS = {200: "+", 204: "+", 206: "+", 301: ">", 302: ">", 400: "?", 403: "x", 404: "0", 405: "-", 409: "?", 410: "g",
         422: "?"}  # fmt: skip
REFUSED = set("xLF0g-")
UNASKED = "_"
Answers = tuple[str, ...]  # by actor, a letter a method
STRANGERS = ("visitor", "editor", "ex-ed", "ex-staff", "no-factor")  # to the entry around which secrets are planted
# What may be written by a request that is refused, or that only asks: counters, and sessions, which may end.
UNIMPORTANT = {"organisations_ratecounter", "django_session", "organisations_wish"}
# What is sent with POST, so that who is allowed to gets something done; everything else is sent empty.
BODIES: dict[str, dict[str, str]] = {
    "curate/queue/<uuid:id>/": {"action": "take"},
    "curate/o/<str:slug>/": {"action": "check"},
    "curate/o/<str:slug>/history/": {"number": "1"},
    "curate/participation/<uuid:id>/": {"action": "stop"},
    "curate/participation/mentors/<uuid:id>/": {"action": "hold"},
    "curate/people/": {"email": "new@stadt.example", "everywhere": "on"},
    "curate/people/<int:id>/": {"action": "off"},
    "curate/personal-data/": {"whom": "own@verein.example"},
    "<lang>/o/<str:slug>/edit/": {"act": "right"},
    "<lang>/o/<str:slug>/edit/<str:section>/": {"act": "gone"},
    "<lang>/o/<str:slug>/history/": {"number": "1", "act": "restore"},
    "accounts/login/": {"login": "x", "password": "x"},
}
# Parts of addresses that are no entry and no secret; a new kind of part gets its line here.
PARTS = {
    "<lang>": "de", "<str:section>": "gone", "<int:z>/<int:x>/<int:y>": "12/2150/1400", "<int:number>": "1",
    "<slug:name>.csv": "topic.csv", "<slug:slug>": "lektion", "<int:page>": "0", "<str:name>": "x.pdf",
    "<str:code>": "words",
    "^v1(?:/.*)?$": "v1/nothing", "(?P<url>.*)$": "nothing",
    "<path:content_type_id>/<path:object_id>": "1/1",
}  # fmt: skip
SECRETS = {
    "edit": "edit-link",
    "invitation": "account_invitation",
    "link": "mentor-link",
    "company/answer": "company-answer",
    "company/after": "company-after",
    "company/adult": "company-adult",
}  # first part of the path to the name, if it differs
COMPANY = {
    "company": {"act": "withdraw"}, "company-answer": {"act": "no"}, "company-after": {"happened": "yes"},
    "company-adult": {"act": "stop"},
}  # fmt: skip
ADMIN = re.compile(r"admin/(organisations|auth)/(\w+)/")
OPENERS = ("accounts/invitation/<str:secret>/",)  # where being led to the account is no refusal


@dataclass(frozen=True)
class Asked:
    """An address, what it stands for in the table (`thing`; empty for the only one), and the form for POST."""

    route: str
    thing: str
    path: str
    body: dict[str, str]


class NoExample(Exception):
    """Nobody has said what an address of a new kind looks like."""


def examples(town: Town, faults: list[str]) -> Iterator[Asked]:
    """Addresses of every route, of each object where it has one; `faults` learns of those nobody has an example of.

    Of the admin's classes see `admin_examples`.
    """
    for route in routes():
        try:
            yield from () if ADMIN.match(route) else _of_route(town, route)
        except NoExample as missing:
            faults.append(str(missing))


def _of_route(town: Town, route: str) -> Iterator[Asked]:
    body = BODIES.get(route, {})
    path = "/" + re.sub(r"\^\(\?P<app_label>(\w+)[^)]*\)/\$", r"\1/", route)  # the admin's pages of an app
    for part, value in PARTS.items():
        path = path.replace(part, value)
    if secret := re.search(r"((?:company/)?\w+)/<str:(token|secret)>/", path):
        yield from _of_secret(town, route, path, SECRETS.get(secret[1], secret[1]))
    elif "<str:slug>" in path:
        for thing in OBJECTS:
            yield Asked(route, thing, path.replace("<str:slug>", town.entries[thing].slug), body)
    elif number := re.search(r"<(?:uuid|int):(?:id|pk)>", path):
        before = route[: route.index(number[0])]
        if before not in town.ids:
            raise NoExample(f"Whose numbers stand in {route!r}? Say so in `ids` of tests/project/town.py: {before!r}.")
        for thing, id in town.ids[before].items():
            yield Asked(route, thing, path.replace(number[0], str(id)), body)
    elif set(path) & set("<>^$()*"):
        raise NoExample(f"What does {route!r} look like? Add the part to PARTS in tests/project/asking.py.")
    else:
        yield Asked(route, "", path, body)


def _of_secret(town: Town, route: str, path: str, name: str) -> Iterator[Asked]:
    known = town.secrets.get(name)
    if known is None:
        raise NoExample(f"Nobody has a link of {route!r}: keep one in tests/project/town.py as {name!r}.")
    for thing, secret in {**known, "wrong": NOBODYS}.items():
        yield Asked(route, thing, re.sub(r"<str:\w+>", secret, path), _form_behind(name, secret))


def _form_behind(name: str, secret: str) -> dict[str, str]:
    """The form of the page behind a secret link, filled in."""
    purpose = ""
    hash = digest(secret)
    if name == "consent" and (link := ConsentLink.objects.filter(secret_hash=hash).first()):
        purpose = f"consent:{link.pk}"
    if name == "suggestion" and (found := of_link(secret)):
        purpose = f"withdraw:{found.pk}"
    if name == "message" and (sent := Message.objects.filter(status_hash=hash).first()):
        purpose = f"withdraw:{sent.pk}"
    if name == "answer" and (got := Message.objects.filter(answer_hash=hash).first()):
        purpose = f"answer:{got.pk}"
    if name in COMPANY:
        return COMPANY[name]
    return {"ticket": str(Ticket.new(purpose)), "step": "agree", "text": "Willkommen"} if purpose else {}


def admin_examples(town: Town) -> Iterator[Asked]:
    """Of each class of the admin: list, form for a new row, and the pages of one row."""
    chosen = {"organisation": town.entries["own"].pk, "user": town.users["invited"].pk}
    for route in routes():
        if found := ADMIN.match(route):
            first = apps.get_model(found[1], found[2])._base_manager.order_by("pk").values_list("pk", flat=True).first()
            row, tail = str(chosen.get(found[2], first)), re.sub(r"<\w+:\w+>", "<row>", route[found.end() :])
            yield Asked(f"{found[0]}...", tail, "/" + found[0] + tail.replace("<row>", row), {})


def ask(town: Town, actor: str, asked: Asked, method: str, faults: list[str]) -> str:
    """One request, undone afterwards; its sign. `faults` learns of secrets of others in the answer."""
    browser = town.browsers[actor]
    with transaction.atomic():
        if method == "POST":
            answer: Any = browser.post(asked.path, asked.body)
        else:
            answer = browser.generic(method, asked.path)
        transaction.set_rollback(True)
    if actor in STRANGERS and (found := in_text(content(answer))):
        faults.append(f"{actor} read {found} with {method} at {asked.path}")
    return sign(answer)


def sign(answer: HttpResponseBase) -> str:
    """What an answer means, in one letter; its status if that is none to be expected."""
    target = answer.headers.get("Location", "")
    if answer.status_code == 302 and target.startswith("/accounts/login/"):
        return "L"
    if answer.status_code == 302 and target == "/accounts/":
        return "F"
    return SIGNS.get(answer.status_code, f"({answer.status_code})")


def written_rows() -> dict[str, int]:
    """How many rows of each table were written so far by this transaction, undone or not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return dict(cursor.fetchall())


def touched(before: dict[str, int]) -> set[str]:
    """The tables written since, less those where it means nothing."""
    return {name for name, count in written_rows().items() if count != before.get(name, 0)} - UNIMPORTANT


def cells(town: Town, asked: Asked, faults: list[str], methods: Iterable[str] = METHODS, few: bool = False) -> Answers:
    """What each actor gets with each method, or with a `few` of them that stand for all.

    `faults` learns of what was written by asking or by being refused.
    """
    writing = [method for method in methods if method not in HARMLESS]
    found = dict.fromkeys(ACTORS, "")
    before = written_rows()
    for actor in ACTORS:
        found[actor] = _signs(town, actor, asked, [method for method in methods if method in HARMLESS], faults, few)
    if tables := touched(before):
        faults.append(f"{sorted(tables)} were written by asking for {asked.path}")
    before = written_rows()
    for actor in ACTORS:
        signs = _signs(town, actor, asked, writing, faults, few)
        found[actor] += signs
        if set(signs) - REFUSED - {UNASKED} or asked.route in OPENERS:
            before = written_rows()  # it was allowed
        elif tables := touched(before):
            faults.append(f"{actor} was refused at {asked.path} ({signs}) and wrote {sorted(tables)}")
    return tuple(found.values())


def _signs(town: Town, actor: str, asked: Asked, methods: Iterable[str], faults: list[str], few: bool) -> str:
    """A letter for each method; if `few`, UNASKED for those this actor need not ask."""
    left_out = few and actor not in ASK_EVERYTHING
    return "".join(
        UNASKED if left_out and method not in ALWAYS_ASKED else ask(town, actor, asked, method, faults)
        for method in methods
    )


def agree(few: Answers, known: Answers) -> bool:
    """Whether answers are those of the table, wherever they were asked for."""
    mine, theirs = "/".join(few), "/".join(known)
    return len(mine) == len(theirs) and all(a in (b, UNASKED) for a, b in zip(mine, theirs, strict=True))


def lines(rows: Iterable[tuple[Asked, Answers]]) -> list[str]:
    """The rows of the table: objects with the same answers share a line, equal answers to everybody are one."""
    grouped: dict[tuple[str, Answers], list[str]] = {}
    for asked, found in rows:
        things = grouped.setdefault((asked.route, found), [])
        if asked.thing not in things:
            things.append(asked.thing)
    made = []
    for (route, found), things in grouped.items():
        answers = "  ".join(found) if len(set(found)) > 1 else f"everybody: {found[0]}"
        made.append(f"{route or '/':48} {','.join(thing or '-' for thing in things):32} {answers}")
    return made
