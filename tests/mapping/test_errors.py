"""Calm pages for what went wrong."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from mapping.views import errors


@pytest.fixture
def calm():
    """A client that sees the answer instead of the exception."""
    return Client(raise_request_exception=False)


def _breaking(error):
    def broken(execute, sql, params, many, context):
        raise error

    return connection.execute_wrapper(broken)


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "language"), [("/de/nothing", "de"), ("/ar/nothing", "ar"), ("/nothing", "de")])
def test_a_missing_page_is_said_in_the_language_of_the_address(client, address, language):
    answer = client.get(address)
    assert answer.status_code == 404
    assert f'<html lang="{language}"' in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_our_own_mistake_is_a_page_without_details(calm):
    with _breaking(ZeroDivisionError("secret detail")):
        answer = calm.get("/de/")
    assert answer.status_code == 500
    assert b"secret detail" not in answer.content
    assert b"<h1>" in answer.content


@pytest.mark.django_db
def test_a_database_that_is_away_is_503_with_the_time_to_try_again(calm):
    with _breaking(OperationalError("the server closed the connection")):
        answer = calm.get("/de/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")


@pytest.mark.django_db
def test_below_the_api_it_is_a_problem_document(calm):
    with _breaking(OperationalError("the server closed the connection")):
        answer = calm.get("/api/v1/topics")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")


def test_a_page_that_cannot_be_drawn_either_is_a_plain_sentence(rf, monkeypatch):
    monkeypatch.setattr(errors, "get_template", lambda name: 1 / 0)
    answer = errors.server_error(rf.get("/"))
    assert answer.status_code == 500
    assert b"<h1>Something went wrong here" in answer.content
