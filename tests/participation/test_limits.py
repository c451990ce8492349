"""Limits at the numbers of production: a shelter with one address can write, a flood cannot, nobody loses a text."""

import pytest
from altcha import Challenge, Payload, solve_challenge

from organisations.models import Organisation, RateCounter
from organisations.participation import throttle
from organisations.participation.models import Message
from organisations.participation.throttle import LIMITS, Verdict, judge
from organisations.public_forms import work
from organisations.secret_links import digest
from organisations.tickets import Ticket
from tests.factories import organisation
from tests.html import parse
from tests.participation.conftest import GOOD, Writer

pytestmark = pytest.mark.django_db


def subjects(number=0, network="192.0.2.1", entry="e"):
    return {"network": network, "reply": f"w{number}@x.example", "entry": f"{entry}{number % 5}", "site": "all"}


def test_thirty_people_of_one_house_write_within_an_hour(writer, client):
    entries = [organisation(f"Verein {number}") for number in range(5)]
    writers = [Writer(client, f"/en/o/{entry.slug}/contact/") for entry in entries]
    for number in range(30):
        writers[number % 5].sent(reach=f"person{number}@house.example")
    assert Message.objects.count() == 30


def test_the_sixth_message_of_one_mailbox_in_a_day_is_asked_for_work(writer):
    for number in range(5):
        writer.sent(reach=f"oksana+{number}@newcomer.example")
    answer = writer.sends(reach="OKSANA@newcomer.example")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 80_000
    page = parse(answer.content.decode())
    assert "nothing is lost" in page.one("[role=alert]").text
    assert page.one("[role=alert] .no-js").text == "Please try again in 24 hours."
    assert page.one("textarea").text == GOOD["words"]
    assert Message.objects.count() == 5


def test_an_entry_gets_twenty_messages_a_day_and_others_are_not_hindered(writer, client):
    for number in range(20):
        writer.sent(reach=f"p{number}@a.example")
    assert writer.sends(reach="p21@a.example").status_code == 429
    Writer(client, f"/en/o/{organisation('Chor').slug}/contact/").sent(reach="p21@a.example")


def test_with_work_a_sender_goes_on_up_to_a_second_limit():
    for number in range(LIMITS["network"].free):
        assert judge(subjects(number), solved=False) == throttle.GO
    assert judge(subjects(40), solved=False).work
    left = LIMITS["network"].most - LIMITS["network"].free
    for number in range(left):
        assert judge(subjects(1_000 + number, entry=f"e{number}-"), solved=True) == throttle.GO
    refused = judge(subjects(5_000, entry="other"), solved=True)
    assert refused.wait > 0
    assert not refused.work
    assert judge(subjects(6_000, network="192.0.2.2", entry="other"), solved=True) == Verdict()


def test_what_only_lacks_work_does_not_count_against_the_second_limit():
    for _ in range(200):
        judge(subjects(1), solved=False)
    assert judge(subjects(1), solved=True) == throttle.GO


def test_the_work_of_a_device_opens_the_way(writer, monkeypatch):
    monkeypatch.setattr(work, "COST", 50)
    ticket = writer.ticket()
    for _ in range(5):
        writer.sent()
    answer = writer.sends(ticket=ticket)
    config = parse(answer.content.decode()).one("#page-config").text
    assert '"challenge":{"parameters"' in config
    key = ticket_key(ticket)
    writer.sent(ticket=ticket, work=solved(work.challenge(key)))


def ticket_key(text):
    ticket = Ticket.read(text, f"message:{Organisation.objects.get().pk}")
    assert ticket
    return ticket.key


def solved(challenge):
    made = Challenge.from_dict(challenge)
    solution = solve_challenge(made)
    assert solution
    return Payload(made, solution).to_base64()


def test_work_is_good_for_one_form_only(monkeypatch):
    monkeypatch.setattr(work, "COST", 50)
    payload = solved(work.challenge("mine"))
    assert work.is_solved(payload, "mine")
    assert not work.is_solved(payload, "other")


def test_work_with_a_challenge_of_ones_own_is_not_taken(monkeypatch):
    from altcha import create_challenge

    foreign = create_challenge("SHA-256", 1, key_prefix="0", data={"for": digest("mine").hex()}, hmac_secret="guess")
    assert not work.is_solved(solved(foreign.to_dict()), "mine")
    monkeypatch.setattr(work, "COST", 50)
    easier = work.challenge("mine")
    easier["parameters"]["cost"] = 1
    assert not work.is_solved(solved(easier), "mine")


@pytest.mark.parametrize("payload", ["", "x", "e30=", "bnVsbA==", "W10=", "eyJjaGFsbGVuZ2UiOnt9fQ==", "ä", "A" * 9_000])
def test_nonsense_is_no_work(payload):
    assert not work.is_solved(payload, "mine")


def test_counters_do_not_tell_whom_they_count(writer):
    writer.sent()
    assert RateCounter.objects.exists()
    assert "newcomer" not in str(list(RateCounter.objects.values()))


def test_a_form_sent_twice_counts_once(writer):
    ticket = writer.ticket()
    for _ in range(30):
        writer.sent(ticket=ticket)
    assert Message.objects.count() == 1
    writer.sent(ticket=writer.ticket())
