"""The queue: whose it is, in which order, in how many queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import Decision, Suggestion, SuggestionKind
from organisations.services import deciding
from organisations.services.suggestions import ask, suggest_change
from tests.factories import organisation, place
from tests.organisations.associations.conftest import changed, sender
from tests.organisations.curate.conftest import address


def test_visitors_see_nothing_of_the_desk(client, proposed):
    for path in ("/curate/queue/", address(proposed), f"{address(proposed)}edit/", "/curate/log/", "/curate/keys/"):
        for answer in (client.get(path), client.post(path, {"action": "accept"})):
            assert answer.status_code in (302, 403)
    assert Suggestion.objects.get().state == "open"


def test_what_waits_stands_there_with_what_it_is_about(desk, proposed):
    page = desk.get("/curate/queue/", headers={"accept-language": "de"}).content.decode()
    assert "Bunter Ball" in page
    assert "Website und Telefon" in page


def test_the_oldest_comes_first(desk, club, proposed):
    late = ask(SuggestionKind.REPORT, club.pk, sender=sender(), notes={"about": "x"})
    Suggestion.objects.filter(pk=late.pk).update(created_at=timezone.now() - timedelta(days=9))
    rows = desk.get("/curate/queue/").context["queue"].rows
    assert [row.suggestion.pk for row in rows] == [late.pk, proposed.pk]


def test_kind_and_area_choose_and_nonsense_chooses_nothing(desk, club, proposed):
    report = ask(SuggestionKind.REPORT, club.pk, sender=sender(), notes={"about": "x"})
    asked = {
        "?kind=report": [report.pk],
        "?kind=claim": [],
        "?area=bernhausen": [proposed.pk, report.pk],
        "?area=bonlanden": [],
        "?kind=%00&area=x&page=9999999999": None,
        "?kind=nonsense&page=7": [proposed.pk, report.pk],
    }
    for query, wanted in asked.items():
        answer = desk.get(f"/curate/queue/{query}")
        if wanted is None:
            assert answer.status_code == 400
        else:
            assert [row.suggestion.pk for row in answer.context["queue"].rows] == wanted, query


def test_a_curator_of_another_area_neither_sees_it_nor_decides_on_it(other_desk, club, proposed):
    page = other_desk.get("/curate/queue/")
    assert page.context["queue"].rows == [] and "Bunter Ball" not in page.content.decode()
    for path in (
        address(proposed),
        f"{address(proposed)}edit/",
        f"/curate/o/{club.slug}/",
        f"/curate/log/?entry={club.slug}",
    ):
        for answer in (other_desk.get(path), other_desk.post(path, {"action": "rest", "editing": "1", "base": "1"})):
            assert answer.status_code in (403, 405), path
            assert "Bunter Ball" not in answer.content.decode()
    assert Suggestion.objects.get().state == "open"
    assert not Decision.objects.exists()


def test_who_works_on_it_is_said(desk, proposed, admin_user):
    deciding.take(proposed.pk, admin_user)
    assert admin_user.username in desk.get("/curate/queue/").content.decode()


def test_the_queue_asks_as_much_for_one_row_as_for_many(desk, proposed):
    desk.get("/curate/queue/")
    one = queries(desk)
    for number in range(12):
        other = organisation(f"Verein {number}", places=(place(),))
        suggest_change(changed(other, phone=f"0711 {number}2"), base=1, sender=sender())
        ask(SuggestionKind.CLAIM, other.pk, sender=sender(), proof="x")
    assert queries(desk) == one


def queries(desk: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert desk.get("/curate/queue/").status_code == 200
    return len(asked)


@pytest.mark.parametrize("path", ["/curate/queue/", "/curate/log/"])
def test_pages_of_the_desk_are_kept_nowhere(desk, proposed, path):
    answer = desk.get(path)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.content.decode()
