"""What is left of requests: nothing 180 days after the end, nothing of a person at once for who asks, and counts."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from organisations.models import Area, Mail
from organisations.outbox.sending import forget_recipients
from organisations.participation.company import after, asking, counting, keeping, proposing, safety
from organisations.participation.desk.figures import Figures
from organisations.participation.mentors.keeping import purge as purge_mentors
from organisations.participation.mentors.services import leave
from organisations.participation.models import (
    Accompaniment,
    AccompanimentState,
    CompanyCount,
    Mentor,
    Proposal,
)
from organisations.services import person_data, retention
from organisations.services.person_data import Whom
from organisations.tickets import LASTS_SECONDS
from tests.factories import organisation, place
from tests.html import parse
from tests.organisations.associations.conftest import curator_for
from tests.participation.accompanying import NEWCOMER, agreed, asked, asked_for, asks, form_of, text
from tests.participation.killing import killed_while_it_mails
from tests.participation.mentoring import ADDRESS, SITE, mentor
from tests.signing_in import signed_in

pytestmark = pytest.mark.usefixtures("vocabulary")
STATES = list(AccompanimentState)


@pytest.fixture
def club(vocabulary):
    return organisation("Bunter Ball", places=(place(),))


def rows_of_all_tables():
    """Every row of every table as text, by table."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found[table] = [row[0] for row in cursor.fetchall()]
    return found


def lived(club, end):
    """A request with all that can belong to it, up to its end; and what tells of it in the database."""
    anna, ben = mentor(), mentor("ben@mentor.example")
    request, key = asked_for(club, words="Kichererbse", phone="+4971198765")
    proposing.decline(proposing.assign(request, ben, by="user:1", site=SITE))
    proposal = agreed(request, anna)
    if end == "met":
        Accompaniment.objects.update(meets_at=timezone.now() - timedelta(days=1))
        after.ask_both(site=SITE)
        for side in ("mentor", "newcomer"):
            after.give(proposal, side, happened=True, face=3, wrong=True, words="Worte danach")
    elif end == "stopped":
        safety.stop(request, by="user:1")
    request.refresh_from_db()
    ids = [request.pk, *Proposal.objects.values_list("pk", flat=True)]
    hashes = [bytes(request.status_hash).hex(), *(bytes(one.key_hash).hex() for one in Proposal.objects.all())]
    days = [
        f"{moment:%H:%M:%S.%f}".rstrip("0") for moment in (request.created_at, request.touched_at, proposal.made_at)
    ]
    return request, key, [*map(str, ids), *hashes, *days, NEWCOMER, "Parisa", "Kichererbse", "Worte danach"]


@pytest.mark.parametrize("end", ["met", "stopped", "nobody asks"])
def test_nothing_of_a_request_is_in_any_table_180_days_after_its_end_but_a_count(club, end):
    tables = {"participation_accompaniment", "participation_proposal", "participation_feedback"}
    _request, _key, words = lived(club, end)
    assert keeping.purge(timezone.now() + timedelta(days=179)) == 0
    there = [row for rows in rows_of_all_tables().values() for row in rows]
    assert [word for word in words[:-1] if not any(word in row for row in there)] == []
    later = timezone.now() + timedelta(days=181)
    assert keeping.purge(later) == 1 and keeping.purge(later) == 0
    forget_recipients(later)
    left = rows_of_all_tables()
    assert {table: left[table] for table in tables} == {table: [] for table in tables}
    told = {table: word for word in words for table, rows in left.items() for row in rows if word in row}
    assert told == {}
    month = timezone.localdate().replace(day=1)
    state = {"met": "met", "stopped": "stopped", "nobody asks": "ended"}[end]
    assert list(CompanyCount.objects.values_list("month", "state", "area__slug", "requests")) == [
        (month, state, "bernhausen", 1)
    ]


@pytest.mark.parametrize("way", ["taken back", "erased by a curator"])
def test_who_wants_it_is_erased_at_once_and_the_link_says_so_for_two_days(client, club, way):
    request, key, _words = lived(club, "stopped" if way == "erased by a curator" else "")
    status = f"/en/company/{key}/"
    if way == "taken back":
        assert asking.withdraw(request)
    else:
        person_data.erase(Whom(email=NEWCOMER), [f"company:{request.pk}"], author="user:1")
    row = Accompaniment.objects.get()
    assert {row.created_at, row.touched_at, row.ended_at} == {row.erased_at}
    moments = Proposal.objects.values_list("made_at", "expires_at", "answered_at")
    assert {moment for moments in moments for moment in moments} == {row.erased_at}
    left = [row for rows in rows_of_all_tables().values() for row in rows]
    told = [word for word in (NEWCOMER, "Parisa", "Kichererbse") if any(word in row for row in left)]
    assert told == [] and (row.language, row.area) == ("", None)
    assert "is erased here" in text(client.get(status))
    assert keeping.forget_links(timezone.now() + timedelta(days=1)) == 0
    assert keeping.forget_links(timezone.now() + timedelta(days=2, minutes=1)) == 1
    assert not Accompaniment.objects.exists() and not Proposal.objects.exists()
    assert client.get(status).status_code == 404
    assert CompanyCount.objects.get().requests == 1


def test_the_form_of_a_request_that_was_taken_back_makes_no_second_one(client, club, no_haste):
    assert keeping.LINK_DAYS * 24 * 3600 > 2 * LASTS_SECONDS  # the row stays while its form can be sent
    form = parse(client.get(form_of(club)).content.decode())
    ticket = form.one("input[name=ticket]").get("value") or ""
    first = asks(client, club, ticket=ticket)
    client.post(first.headers["Location"], {"act": "withdraw"})
    assert asks(client, club, ticket=ticket).status_code == 409  # "send it as a second request?"
    assert Accompaniment.objects.count() == 1


def test_a_mentor_who_left_is_no_row_when_no_request_needs_it_any_more(club):
    anna = mentor(talked_on=timezone.localdate(), agreed_on=timezone.localdate(), confirmed_at=timezone.now())
    request, _key = asked_for(club)
    agreed(request, anna)
    leave(anna)
    row = Mentor.objects.get()
    assert {row.created_at, row.ended_at} == {row.erased_at}
    assert not any((row.talked_on, row.agreed_on, row.confirmed_at, row.expires_on))
    purge_mentors(timezone.now() + timedelta(days=3))
    assert Mentor.objects.exists()  # the request was proposed to somebody, whoever that was
    asking.withdraw(request)
    keeping.forget_links(timezone.now() + timedelta(days=3))
    purge_mentors(timezone.now() + timedelta(days=3))
    assert not Mentor.objects.exists()


def test_the_rules_stand_on_the_page_of_keeping():
    rules = {rule.name: (str(rule.what), rule.how_long()) for rule in retention.rules()}
    assert "ohne Personen" in rules["company"][0] or "without persons" in rules["company"][0]
    assert (rules["company"][1], rules["company_links"][1]) == ("180 Tage", "2 Tage")


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_while_it_forgets_has_forgotten_nothing_and_the_next_one_all_once(vocabulary, mail_server):
    club, row = organisation("Bunter Ball", places=(place(),)), mentor()
    request, _key = asked_for(club)
    agreed(request, row)
    Mail.objects.all().delete()
    Accompaniment.objects.update(touched_at=timezone.now() - timedelta(days=200))
    killed_while_it_mails(f"from {keeping.__name__} import purge; purge()", mail_server)
    request.refresh_from_db()
    assert (request.name, CompanyCount.objects.count()) == ("Parisa", 0)
    assert keeping.purge() == 1 and keeping.purge() == 0
    assert not Accompaniment.objects.exists() and CompanyCount.objects.get().requests == 1
    assert sorted(Mail.objects.values_list("recipient", flat=True)) == [ADDRESS, NEWCOMER]  # nobody waits for the other


def counted(*numbers):
    """That many erased requests of each state, in two areas and two months by turns."""
    areas = list(Area.objects.order_by("pk")[:2])
    for state, number in zip(STATES, numbers, strict=False):
        for n in range(number):
            at = timezone.now() - timedelta(days=40 * (n % 2))
            counting.count(Accompaniment(state=state, area=areas[n % 3 == 0], created_at=at))


@given(st.lists(st.integers(0, 12), min_size=1, max_size=len(STATES)))
@settings(max_examples=25, deadline=None)
def test_no_number_below_five_is_ever_shown_nor_can_be_reckoned_out_of_the_others(django_db_blocker, numbers):
    with django_db_blocker.unblock(), transaction.atomic():
        user = User(is_superuser=True, is_staff=True, is_active=True, username="root")
        _ready()
        counted(*numbers)
        figures = Figures(user)
        total = sum(numbers)
        assert figures.total == (total if total >= 5 else None)
        for table in figures.tables:
            shown = [number for _label, number in table.rows]
            assert all(number >= 5 for number in shown)
            assert table.rest == 0 or table.rest >= 5
            assert sum(shown) + table.rest == total
        transaction.set_rollback(True)


def _ready():
    CompanyCount.objects.all().delete()
    Accompaniment.objects.all().delete()


def test_the_figures_are_of_what_is_erased_alone_and_of_the_own_areas(client, club, no_haste):
    far = Area.objects.get(slug="ostfildern")
    for _ in range(7):
        counting.count(Accompaniment(state="met", area=Area.objects.get(slug="filderstadt"), created_at=timezone.now()))
        counting.count(Accompaniment(state="ended", area=far, created_at=timezone.now()))
    for number in range(5):
        asked(client, club, reach=f"0711 253611{number}")
    assert Figures(curator_for("curator", "filderstadt")).total == 7
    everywhere = User.objects.create_superuser("root")
    figures = Figures(everywhere)
    assert figures.total == 14
    assert [[number for _label, number in table.rows] for table in figures.tables] == [[7, 7], [7, 7]]
    page = text(signed_in(everywhere).get("/curate/participation/?lang=en"))
    assert "Altogether: 14" in page
