"""What is sent twice at the same moment takes turns: the database refuses nothing, so its own log quotes nobody."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from mapping.management.commands.prepare import quotes_statements
from organisations.models import Organisation, Suggestion
from organisations.participation import services
from organisations.participation.company import after, asking
from organisations.participation.company.draft import CompanyDraft
from organisations.participation.draft import Draft
from organisations.participation.mentors import services as mentors
from organisations.participation.models import Accompaniment, Answers, Feedback, Mentor, Message
from organisations.participation.questions import filling
from organisations.secret_links import new_secret
from organisations.services import suggestions
from organisations.services.rows import load_document
from tests.participation.accompanying import agreed, asked_for
from tests.participation.mentoring import SITE, mentor
from tests.participation.questions import current, load

HANDS = 4
HOW: dict[str, Any] = {"language": "de", "consent": "yes", "site": SITE}
PERSON: dict[str, Any] = {"name": "Anna", "phone": "", "languages": ["de"], "times": [], "gender": "", "capacity": 1,
                          "introduction": "Ich koche gern"}  # fmt: skip


def message(club: Organisation) -> tuple[Callable[[], object], Any]:
    to, key = services.Addressee(club.pk, club.name), new_secret()
    return lambda: services.send(Draft(words="Hallo", name="Oksana", reach="o@x.example"), to, key=key, **HOW), Message


def request(club: Organisation) -> tuple[Callable[[], object], Any]:
    draft, key = CompanyDraft(("fa",), name="Parisa", email="p@x.example"), new_secret()
    return lambda: asking.ask(draft, club.pk, key=key, **HOW), Accompaniment


def offer(_club: Organisation) -> tuple[Callable[[], object], Any]:
    key = new_secret()
    nothing: dict[str, list[int]] = {"areas": [], "topics": [], "organisations": []}
    return lambda: mentors.offer(PERSON, nothing, email="anna@x.example", key=key, **HOW), Mentor


def answers(_club: Organisation) -> tuple[Callable[[], object], Any]:
    load()
    version, key = current("newcomers"), new_secret()
    return lambda: filling.keep(version, filling.Form({"words": "Frau Muster"}, "de"), key), Answers


def suggestion(club: Organisation) -> tuple[Callable[[], object], Any]:
    changed, sender = replace(load_document(club.pk), phone="0711 5555"), suggestions.Sender("de", new_secret())
    return lambda: suggestions.suggest_change(changed, base=1, sender=sender), Suggestion


def feedback(club: Organisation) -> tuple[Callable[[], object], Any]:
    proposal = agreed(asked_for(club)[0], mentor())
    said: dict[str, Any] = {"happened": True, "face": 1, "wrong": False, "words": "schön"}
    return lambda: after.give(proposal, "newcomer", **said), Feedback


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sent", [message, request, offer, answers, suggestion, feedback])
def test_what_is_sent_by_four_hands_at_once_is_kept_once_and_no_statement_is_refused(club, sent):
    send, table = sent(club)
    together, refused = Barrier(HANDS), []

    def watched(execute: Any, *rest: Any) -> Any:
        try:
            return execute(*rest)
        except Exception as error:
            if "queueing_lock" not in str(error):  # of the queue's own rows, which hold nobody's words
                refused.append(error)
            raise

    def hand(_number: int) -> str:
        try:
            with connection.execute_wrapper(watched):
                together.wait(30)
                send()
                return "kept"
        except Exception as error:
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as hands:
        ends = list(hands.map(hand, range(HANDS)))
    assert not refused
    assert ends.count("kept") == 1 and set(ends) <= {"kept", "SentAlready", "GivenAlready"}, ends
    assert table.objects.count() == 1


@pytest.mark.django_db
def test_who_runs_the_site_is_warned_of_a_database_that_quotes_statements():
    assert not quotes_statements()  # a database of our own (script/cluster.sh)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL log_min_error_statement = 'error'")
    assert quotes_statements()
