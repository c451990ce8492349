"""Whatever happens in whatever order: no mail that waits and no page of the newcomer names a mentor who is gone."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organisations.models import Mail, MailState
from organisations.participation.company import after, asking, by_hand, planning, proposing, safety
from organisations.participation.company.keys import key_of
from organisations.participation.company.other_time import cannot_then
from organisations.participation.mentors import approval, services
from organisations.participation.models import Accompaniment, Mentor, Proposal, ProposalState, Side
from organisations.services.deciding import Curator
from tests.factories import organisation, place
from tests.participation.accompanying import asked_for
from tests.participation.mentoring import SITE, mentor

NAMES = {"anna@mentor.example": "Annabella", "ben@mentor.example": "Benedikta"}
PLAN: dict[str, Any] = {"meeting_point": "Rathaus", "share_email": True, "share_phone": False, "site": SITE}


def row(number):
    return Mentor.objects.order_by("pk")[number]


def ask(number):
    with suppress(by_hand.NotPossible):
        proposing.assign(Accompaniment.objects.get(), row(number), by="test", site=SITE)


def say_yes():
    for one in Proposal.objects.filter(state=ProposalState.WAITING):
        proposing.accept(one, meets_at=timezone.now() + timedelta(days=3), **PLAN)


def change_plan():
    with suppress(planning.TooLate):
        for one in Proposal.objects.filter(state=ProposalState.ACCEPTED):
            planning.change(one, meets_at=timezone.now() + timedelta(days=5), **PLAN)


def end(number):
    with suppress(approval.NotPossible):
        approval.end(row(number).pk, curator=Curator(User.objects.get(), SITE))


def mails_are(state):
    emptied = {"text": "", "html": ""} if state == MailState.SENT else {}
    Mail.objects.filter(state=MailState.QUEUED).update(state=state, **emptied)


ACTS = {
    "ask Anna": lambda: ask(0),
    "ask Ben": lambda: ask(1),
    "yes": say_yes,
    "another plan": change_plan,
    "Anna leaves": lambda: services.leave(row(0)),
    "Ben is ended": lambda: end(1),
    "a curator stops it": lambda: safety.stop(Accompaniment.objects.get(), by="user:1"),
    "the newcomer cannot then": lambda: cannot_then(Accompaniment.objects.get(), [], SITE),
    "Anna takes a break": lambda: services.pause(row(0)),
    "taken back": lambda: asking.withdraw(Accompaniment.objects.get()),
    "mails arrive": lambda: mails_are(MailState.SENT),
    "mails fail": lambda: mails_are(MailState.FAILED),
    "a worker is killed while it sends": lambda: mails_are(MailState.SENDING),
    "the hour comes": lambda: Accompaniment.objects.exclude(meets_at=None).update(meets_at=timezone.now()),
    "days pass": lambda: Accompaniment.objects.exclude(meets_at=None).update(
        meets_at=timezone.now() - timedelta(days=1)
    ),
    "both are asked": lambda: after.ask_both(site=SITE),
}
USUAL = ("ask Anna", "yes"), ("ask Ben", "yes"), ()


def named(key, gone):
    """The names of mentors who are gone in mails of others that are not sent, and on the newcomer's pages."""
    client = Client()
    links = [f"after/{key_of(Side.NEWCOMER, one)}" for one in Proposal.objects.values_list("pk", flat=True)]
    texts = [client.get(f"/en/company/{part}/").content.decode() for part in (key, *links)]
    for mail in Mail.objects.exclude(state=MailState.SENT).exclude(recipient__in=NAMES):
        texts.append(f"{mail.subject} {mail.text} {mail.html}")
    return [word for word in gone for text in texts if word in text]


@pytest.fixture
def world(vocabulary):
    club = organisation("Bunter Ball", places=(place(),))
    User.objects.create_superuser("root")
    for email, name in NAMES.items():
        mentor(email, name=name, confirmed_at=timezone.now())
    return asked_for(club, share=True)[1]


@given(begin=st.sampled_from(USUAL), acts=st.lists(st.sampled_from(sorted(ACTS)), max_size=8))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_who_is_gone_is_named_nowhere_whatever_happened(world, begin, acts):
    with transaction.atomic():
        for act in (*begin, *acts):
            ACTS[act]()
            away = Mentor.objects.filter(state__in=["left", "ended"]).order_by("pk").values_list("pk", flat=True)
            gone = [name for number, name in enumerate(NAMES.values()) if row(number).pk in away]
            addresses = [email for email, name in NAMES.items() if name in gone]
            assert named(world, [*gone, *addresses]) == [], act
        transaction.set_rollback(True)
