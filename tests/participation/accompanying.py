"""Coming along in tests: the form filled in, the links of mails, the buttons pressed."""

import re
from datetime import datetime, time, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from organisations.models import Mail, Organisation
from organisations.participation.company import after, asking, proposing
from organisations.participation.company.draft import CompanyDraft
from organisations.participation.models import Accompaniment, Call, Mentor, Proposal
from organisations.tickets import Ticket
from tests.html import parse
from tests.participation.mentoring import SITE

NEWCOMER = "parisa@newcomer.example"
ADULT = "mina@family.example"  # who answers for somebody under 18


def filled(**changes: Any) -> dict[str, Any]:
    """The form as somebody fills it in; a value of None leaves a field out."""
    form = {
        "languages": ["fa"], "times": ["TU"], "wish": "", "name": "Parisa", "reach": NEWCOMER, "share": "on",
        "words": "سلام", "consent": "on", "step": "send",
    } | changes  # fmt: skip
    return {name: value for name, value in form.items() if value is not None}


def form_of(entry: Organisation, language: str = "en") -> str:
    """The path of the form."""
    return f"/{language}/o/{entry.slug}/company/"


def asks(client: Client, entry: Organisation, *, ticket: str = "", language: str = "en", **changes: Any) -> Any:
    """Fills the form in and sends it."""
    path = form_of(entry, language)
    ticket = ticket or parse(client.get(path).content.decode()).one("input[name=ticket]").get("value") or ""
    return client.post(path, filled(**changes) | {"ticket": ticket})


def asked(client: Client, entry: Organisation, **changes: Any) -> tuple[Accompaniment, str]:
    """A request that goes through, and the path of its page."""
    answer = asks(client, entry, **changes)
    assert answer.status_code == 302, text(answer)
    return Accompaniment.objects.latest("created_at"), answer.headers["Location"]


def mailed(recipient: str, kind: str) -> str:
    """The path of the link in the newest mail to that address; `kind`: answer or after."""
    for mail in Mail.objects.filter(recipient=recipient).order_by("-created_at", "-pk"):
        if found := re.findall(rf"{SITE}(/[\w-]+/company/{kind}/[\w-]{{43}}/)", mail.text):
            return str(found[0])
    raise AssertionError(f"no such mail to {recipient}")


def proposed(request: Accompaniment, mentor: Mentor) -> str:
    """The mentor is asked; the path of the page for the answer."""
    proposal = proposing.propose_next(request.pk, site=SITE)
    assert proposal
    assert proposal.mentor_id == mentor.pk
    return mailed(mentor.email, "answer")


def yes(client: Client, path: str, *, days: int = 3, **changes: Any) -> Any:
    """The mentor's yes, for a day in some days, whether or not it suits everybody."""
    day = timezone.localdate() + timedelta(days=days)
    form = {"act": "yes", "day": day.isoformat(), "hour": "17:30", "point": "Haltestelle am Rathaus"} | changes
    if re.fullmatch(r"\d\d:\d\d", form["hour"]):
        at = datetime.combine(day, time.fromisoformat(form["hour"]))
        form = {"sure": timezone.make_aware(at).isoformat()} | form
    return client.post(path, form)


def visit_is_over(request: Accompaniment) -> None:
    """The hour of the meeting has passed, and both are asked how it was."""
    Accompaniment.objects.filter(pk=request.pk).update(meets_at=timezone.now() - timedelta(days=2))
    after.ask_both(site=SITE)


def text(answer: Any) -> str:
    """The words of a page."""
    return parse(answer.content.decode()).one("main").text


def asked_for(entry: Organisation, **values: Any) -> tuple[Accompaniment, str]:
    """A request made by the service, as the form makes it, and the secret of its page."""
    key = Ticket.new("x").key
    words: dict[str, Any] = {"languages": ("fa",), "name": "Parisa", "email": NEWCOMER} | values
    draft = CompanyDraft(**words)
    return asking.ask(draft, entry.pk, key=key, language="de", consent="yes", site=SITE), key


def agreed(request: Accompaniment, mentor: Mentor) -> Proposal:
    """That mentor was asked and has said yes; an adult with a telephone alone had been called before."""
    Accompaniment.objects.filter(pk=request.pk, call_adult=Call.NAMED).update(call_adult="")
    proposal = proposing.assign(request, mentor, by="test", site=SITE)
    at = timezone.now() + timedelta(days=3)
    proposing.accept(proposal, meets_at=at, meeting_point="Rathaus", share_email=False, share_phone=False, site=SITE)
    request.refresh_from_db()
    return proposal


def form_for(desk: Client, request: Accompaniment, row: Mentor) -> dict[str, str]:
    """The hidden fields of the button that asks that mentor, as the page shows it now; without its box."""
    forms = parse(desk.get(f"/curate/participation/{request.pk}/").content.decode()).all("form")
    (form,) = [one for one in forms if any(field.get("value") == str(row.pk) for field in one.all("input"))]
    hidden = {field.get("name") or "": field.get("value") or "" for field in form.all("input[type=hidden]")}
    return hidden | {"action": "assign"}
