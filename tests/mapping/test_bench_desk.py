"""`manage.py bench_desk`: which pages it looks at, as whom, and what it says of them."""

import pytest
from django.urls import NoReverseMatch, reverse

from mapping.bench.desk import GOAL, Timing, as_table, furnish, paths, signed_in
from organisations.curate.urls import urlpatterns
from organisations.models import Mail, Suggestion, WebLink
from tests.factories import organisation


@pytest.fixture
def furnished(vocabulary):
    for number in range(3):
        organisation(f"Verein {number}", website=f"https://v{number}.example")
    furnish()


def test_every_page_without_a_name_in_its_address_is_looked_at(furnished):
    found, _left = paths("filderstadt")
    for pattern in urlpatterns:
        try:
            assert reverse(pattern.name) in found
        except NoReverseMatch:
            continue


def test_the_desk_is_furnished_once_and_a_superuser_sees_all_of_it(furnished, client):
    furnish()
    assert (Suggestion.objects.count(), Mail.objects.count(), WebLink.objects.count()) == (3, 20_000, 3)
    name, _equals, key = signed_in().partition("=")
    client.cookies[name] = key
    found, _left = paths("filderstadt")
    assert {client.get(path).status_code for path in found} <= {200, 405, 302}
    assert client.get("/curate/queue/").status_code == 200


def test_a_slow_page_is_said_to_be_one():
    fast, slow = Timing("/a/", (1.0, 2.0, 3.0), 1_000), Timing("/b/", (GOAL + 1.0,) * 3, 2_000)
    assert (fast.middle, fast.slow) == (2.0, 3.0)
    columns = [list(column.cells) for column in as_table([fast, slow], "").columns]
    assert columns[0] == ["/b/", "/a/"] and columns[-1] == ["no", "yes"]
