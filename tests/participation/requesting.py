"""Requests for company in tests, by the services: asking, the rounds of the queue, the yes, the mails."""

import re
from datetime import timedelta
from typing import Any

from django.utils import timezone

from organisations.models import Mail
from organisations.participation.company import asking, proposing, read
from organisations.participation.company.draft import CompanyDraft
from organisations.participation.models import Proposal
from organisations.tickets import Ticket
from tests.participation.mentoring import SITE

NEWCOMER = "parisa@newcomer.example"


def asks(club, key="", **changes):
    draft = CompanyDraft(**{"languages": ("fa",), "name": "Parisa", "email": NEWCOMER} | changes)
    return asking.ask(draft, club.pk, key=key or Ticket.new("x").key, language="fa", consent="yes", site=SITE)


def due(hours=0):
    return proposing.propose_due(site=SITE, now=timezone.now() + timedelta(hours=hours))


def subjects(recipient):
    return list(Mail.objects.filter(recipient=recipient).order_by("created_at", "pk").values_list("subject", flat=True))


def newest(recipient):
    mail = Mail.objects.filter(recipient=recipient).order_by("created_at", "pk").last()
    assert mail
    return mail


def link(recipient, word):
    mail = newest(recipient)
    return re.findall(rf"{SITE}/[\w-]+/company/{word}/([\w-]{{43}})/", mail.text)[0]


def after_page(recipient):
    found = read.by_feedback(link(recipient, "after"))
    assert found
    return found


def agreed(request, **values):
    """The mentor who was asked says yes, for yesterday."""
    proposal = read.by_answer(link("anna@mentor.example", "answer"))
    assert proposal
    yesterday = timezone.now() - timedelta(days=1)
    nothing = {"share_email": False, "share_phone": False}
    given: Any = {"meets_at": yesterday, "meeting_point": "Bushaltestelle"} | nothing | values
    proposing.accept(proposal, **given, site=SITE)
    request.refresh_from_db()
    return Proposal.objects.get(pk=proposal.pk)


def deliver_all():
    Mail.objects.update(state="sent")
