"""Hostile query strings, paths, methods and headers at all public addresses: refused or answered, never a failure."""

import re
import time
from collections import Counter
from typing import Any

import pytest
from django.test import Client

from api.params import OWN
from organisations.models import Organisation
from organisations.search import PARSERS
from tests.factories import organisation, place
from tests.project import hostile
from tests.project.test_visibility import LANGUAGES, routes

pytestmark = pytest.mark.usefixtures("vocabulary")
CALM = {200, 301, 302, 400, 403, 404, 405, 410, 414}
SLOWEST = 1.0  # seconds
LISTS = re.compile(r"/(de|en|ar)/(results/)?")


@pytest.fixture
def entries() -> list[Organisation]:
    """A few entries that the queries may find."""
    return [
        organisation("Fußballverein Beispiel"),
        organisation("Sängerkreis", topics=("choir",), places=(place(), place((9.257, 48.64), area="harthausen"))),
        organisation("Runder Tisch", kind="committee", places=(), languages=()),
    ]


def public_paths(entry: Organisation) -> list[str]:
    """An address for every URL pattern of the site but the admin's, in every language, and some that are not there."""
    samples = {"uuid": str(entry.pk), "str": entry.slug, "slug": entry.slug, "int": "12", "path": "a/b"}
    found = ["/static/nothing.css", "/nothing", "/de/nothing/", "/xx/"]
    for route in routes():
        if route.startswith("admin/"):
            continue
        filled = re.sub(r"<(\w+):\w+>", lambda part: samples[part[1]], route).replace("^v1(?:/.*)?$", "v1/nothing")
        found += (
            [f"/{filled.replace('<lang>', language)}" for language in LANGUAGES] if "<" in filled else [f"/{filled}"]
        )
    return sorted(set(found))


def timed(client: Client, method: str, address: str, **headers: str) -> tuple[Any, float]:
    """The answer and the seconds it took: the better of two tries, as the machine may be busy."""
    took = 60.0
    for _ in range(2):
        start = time.perf_counter()
        answer = client.generic(method, address, headers=headers)
        took = min(took, time.perf_counter() - start)
        if took < SLOWEST:
            break
    return answer, took


def test_every_parameter_has_good_values_and_there_is_nothing_else() -> None:
    assert set(hostile.GOOD) | {"radius", "after"} == set(PARSERS) | set(OWN)


def test_every_public_address_has_a_sample(entries: list[Organisation]) -> None:
    paths = public_paths(entries[0])
    assert len(paths) > 30
    assert not [path for path in paths if set(path) & set("<>^$()*")]


def test_a_thousand_hostile_query_strings(entries: list[Organisation], client: Client) -> None:
    statuses: Counter[int] = Counter()
    slowest = (0.0, "")
    for asked in hostile.requests(public_paths(entries[0]), 1_000):
        answer, took = timed(client, "GET", asked.address)
        statuses[answer.status_code] += 1
        slowest = max(slowest, (took, asked.address))
        assert answer.status_code in CALM, asked.address
        check_refusal(asked, answer)
    assert slowest[0] < SLOWEST, slowest
    assert min(statuses[200], statuses[400]) >= 40, statuses
    print(statuses, slowest)


def check_refusal(asked: hostile.Hostile, answer: Any) -> None:
    """What cannot be used is named: in the list by a visible note, in the API by a problem document."""
    if asked.path.startswith("/api/v1/") and answer.status_code == 400:
        assert answer["Content-Type"] == "application/problem+json", asked.address
        document = answer.json()
        assert document["parameter"] == document["errors"][0]["parameter"], asked.address
        assert {"value", "code", "detail"} <= set(document["errors"][0]), asked.address
    if LISTS.fullmatch(asked.path):
        assert answer.status_code == 200, asked.address
        if asked.unusable:
            assert 'class="notice ask"' in answer.content.decode(), asked.address
    elif asked.unusable and asked.path.startswith("/api/v1/") and "nothing" not in asked.path:
        assert answer.status_code == 400, asked.address
