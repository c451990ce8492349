"""Mentors in tests: the form filled in, the link of the newest mail, a mentor in each state."""

import re
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from organisations.models import Area, Mail
from organisations.participation.mentors import approval, services
from organisations.participation.mentors.approval import Talk
from organisations.participation.models import Mentor, MentorState
from organisations.services.deciding import Curator
from organisations.tickets import Ticket
from tests.html import parse

SITE, ADDRESS = "http://testserver", "anna@mentor.example"
OFFER, OWN, CHANGE, UPDATE = "/en/mentor/", "/en/mentor/own/", "/en/mentor/own/change/", "/en/mentor/update/"


def area(slug: str = "filderstadt") -> str:
    """The area as the form takes it."""
    return str(Area.objects.get(slug=slug).pk)


def filled(**changes: Any) -> dict[str, Any]:
    """The form as somebody fills it in; a value of None leaves a field out."""
    form = {
        "name": "Anna", "email": ADDRESS, "phone": "0711 2536110", "languages": ["de", "fa"], "areas": [area()],
        "times": ["MO", "SA"], "times-MO-from": "18:00", "times-MO-to": "21 Uhr", "topics": ["football"],
        "gender": "woman", "capacity": "2", "introduction": "Ich gehe gern wandern.", "consent": "on", "step": "send",
    } | changes  # fmt: skip
    return {name: value for name, value in form.items() if value is not None}


def offers(client: Client, ticket: str | None = "", path: str = OFFER, **changes: Any) -> Any:
    """Fills the offer in and sends it."""
    return client.post(path, filled(**changes) | {"ticket": ticket or ticket_of(client, path)})


def ticket_of(client: Client, path: str = OFFER) -> str:
    """The ticket of a fresh form."""
    return parse(client.get(path).content.decode()).one("input[name=ticket]").get("value") or ""


def mailed_link(recipient: str = ADDRESS, site: str = SITE) -> str:
    """The path of the link in the newest mail to that address."""
    mail = Mail.objects.filter(recipient=recipient).order_by("created_at", "pk").last()
    assert mail
    return re.findall(rf"{re.escape(site)}(/\w+/mentor/link/[\w-]{{43}}/)", mail.text)[0]


def presses(client: Client, path: str) -> Any:
    """The button behind a link."""
    return client.post(path)


def mentor(
    email: str = ADDRESS, state: str = MentorState.APPROVED, areas: tuple[str, ...] = ("filderstadt",), **values: Any
) -> Mentor:
    """A mentor in that state, made by the service that makes one for people."""
    plain = {"name": "Anna", "phone": "", "languages": ["de", "fa"], "times": [], "gender": "", "capacity": 1,
             "introduction": ""}  # fmt: skip
    related = {"areas": [int(area(slug)) for slug in areas], "topics": [], "organisations": []}
    services.offer(plain, related, email=email, key=Ticket.new("x").key, language="en", consent="yes", site=SITE)
    Mail.objects.filter(recipient=email).delete()
    today = timezone.localdate()
    until = today + timedelta(days=200) if state in (MentorState.APPROVED, MentorState.PAUSED) else None
    confirmed = None if state == MentorState.APPLIED else timezone.now()
    told = {"state": state, "expires_on": until, "confirmed_at": confirmed}
    Mentor.objects.filter(email=email).update(**told | values)
    return Mentor.objects.get(email=email)


def signed(client: Client, row: Mentor) -> Client:
    """The mentor has pressed the button behind a link."""
    path = services.new_link(row, SITE).removeprefix(SITE)
    assert presses(client, path).status_code == 302
    return client


def approved_by(curator: Curator, row: Mentor, until: date) -> None:
    """After a talk, an agreement and a training of today."""
    today = timezone.localdate()
    approval.note_talk(row.pk, Talk(today, "", today, today), curator=curator)
    approval.approve(row.pk, until, curator=curator)


def text(answer: Any) -> str:
    """The words of a page."""
    return parse(answer.content.decode()).one("main").text
