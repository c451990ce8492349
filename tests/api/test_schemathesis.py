"""The API against its own description: requests made by schemathesis from openapi.json, good ones and bad ones."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import Phase
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import load_all_checks
from schemathesis.core.result import Ok
from schemathesis.pytest.lazy import get_all_tests
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.schema import document
from mapping.wsgi import application
from tests.conftest import DEEP

# Beside them every operation is asked with the edges of all its parameters, and with methods it does not have.
GENERATED = 1_000 if DEEP else 15
PLAIN = {"Accept-Encoding": "identity"}  # answers of a WSGI application are not unpacked


@pytest.fixture
def described(cast: Any, settings: Any) -> Iterator[Any]:
    """The description of the API over a handful of entries, asked in this process and in this test's transaction."""
    settings.API_REQUESTS_A_MINUTE = 0
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    load_all_checks()
    found = schemathesis.openapi.from_dict(document())
    found.app = application
    yield found
    for signal in signals:
        signal.connect(close_old_connections)


def refused_by_rule(query: dict[str, Any]) -> set[str]:
    """Parameters that are well-formed by themselves and refused all the same, for which OpenAPI has no words.

    `radius` and `sort=distance` need `near`; west lies before east and south before north; a mark belongs to the query
    it was made for. The descriptions of the parameters say so. And to JSON Schema 2.0 is a whole number.
    """
    found = {name for name, value in query.items() if isinstance(value, float)}
    if query.get("after"):
        found.add("after")
    if query.get("radius") and not query.get("near"):
        found.add("radius")
    if query.get("sort") == "distance" and not query.get("near"):
        found.add("sort")
    if box := query.get("bbox"):
        west, south, east, north = map(float, box.split(","))
        found |= {"bbox"} if west >= east or south >= north else set()
    return found


def test_answers_are_as_described(described: Any, cast: Any) -> None:
    statuses: Counter[int] = Counter()
    walked = set()

    def ask(case: Any) -> None:
        walked.add(case.operation.path)
        if case.meta.generation.mode.is_positive:
            if "id" in case.path_parameters:
                case.path_parameters["id"] = str(cast.football.pk)
            if refused := refused_by_rule(case.query):
                response = case.call(headers=PLAIN)
                case.validate_response(response, excluded_checks=[positive_data_acceptance])
                assert response.status_code == 400, case.query
                assert response.json()["parameter"] in refused, case.query
                case.query = {name: value for name, value in case.query.items() if name not in refused}
        response = case.call(headers=PLAIN)
        statuses[response.status_code] += 1
        case.validate_response(response)

    few = hypothesis_settings(
        max_examples=GENERATED, derandomize=not DEEP, phases=[Phase.explicit, Phase.generate], deadline=None
    )
    for found in get_all_tests(schema=described, test_func=ask, settings=few, given_kwargs=None):
        assert isinstance(found, Ok), found
        _operation, test = found.ok()
        test()
    assert walked == set(described.raw_schema["paths"])
    assert set(statuses) == {200, 204, 400, 404, 405}
    assert min(statuses[200], statuses[400]) > 400, statuses
