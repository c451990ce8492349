"""What holds for every address of the API."""

import gc
import weakref

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import resolve

from api import facets, shapes
from organisations.models import DataVersion
from tests.api.conftest import SECRETS, fits
from tests.factories import change

PATHS = [
    *("listings", "facets", "topics", "languages", "flags", "areas", "map", "compact", "compact/cards", "openapi.json")
]


def _problem(answer, status):
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    fits(answer.json(), shapes.PROBLEM)
    assert answer.json()["status"] == status
    return answer.json()


def test_an_unknown_parameter_is_an_error_that_names_it_everywhere(vocabulary, get):
    for path in PATHS:
        problem = _problem(get(path, format="json"), 400)
        assert problem["parameter"] == "format"
        assert [error["code"] for error in problem["errors"]] == ["unknown"]


def test_all_wrong_parameters_are_named_at_once(vocabulary, get):
    problem = _problem(get("listings", topic="nothing", near="x", lang="xx", radius="-1"), 400)
    assert [error["parameter"] for error in problem["errors"]] == ["topic", "near", "radius", "lang"]


def test_a_language_of_the_interface_is_not_given_twice(vocabulary, client):
    assert _problem(client.get("/api/v1/topics?lang=de&lang=en"), 400)["errors"][0]["code"] == "repeated"


def test_only_reading_is_answered(vocabulary, client):
    for method in ("post", "put", "patch", "delete", "trace"):
        answer = getattr(client, method)("/api/v1/listings")
        _problem(answer, 405)
        assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_a_problem_is_told_in_english_whatever_the_language_of_the_site(vocabulary, client):
    for answer in (client.post("/api/v1/listings"), client.get("/api/v1/nothing")):
        assert answer["Content-Language"] == "en"
    assert client.post("/api/v1/listings").json()["detail"] == "This API is for reading only."


def test_what_is_not_there_is_not_called_an_entry_or_anything_else(vocabulary, client, get):
    nothing = _problem(client.get("/api/v1/nothing"), 404)
    assert nothing["detail"] == "There is nothing public at this address."
    assert get("organisations/00000000-0000-4000-8000-000000000000").json()["detail"] == nothing["detail"]


def test_parameters_of_the_query_without_a_meaning_are_unknown(vocabulary, get):
    for path in ("facets", "map"):
        for name, value in (("page", "2"), ("sort", "name"), ("sort", "distance")):
            problem = _problem(get(path, **{name: value}), 400)
            assert [(error["parameter"], error["code"]) for error in problem["errors"]] == [(name, "unknown")], path


def test_an_address_that_does_not_exist_is_a_problem_document_too(vocabulary, client):
    for path in ("/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v1/listings/"):
        _problem(client.get(path), 404)


def test_a_malformed_address_is_a_problem_document_too(vocabulary, client, settings):
    _problem(client.get("/api/v1/%00"), 400)
    settings.ALLOWED_HOSTS = ["karte.example"]
    _problem(client.get("/api/v1/topics", headers={"Host": "evil.example"}), 400)


def test_who_excludes_json_gets_406(vocabulary, get):
    _problem(get("listings", headers={"Accept": "text/html"}), 406)
    for accepted in ("*/*", "application/*", "application/json", "application/geo+json;q=0.9", "text/html,*/*;q=0.1"):
        assert get("listings", headers={"Accept": accepted}).status_code == 200


def test_head_is_get_without_a_body(cast, client):
    answer = client.head("/api/v1/listings")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["ETag"]


def test_pages_of_any_origin_may_read(vocabulary, client):
    tag = client.get("/api/v1/topics")["ETag"]
    for answer in (
        client.get("/api/v1/topics"),
        client.get("/api/v1/topics", headers={"If-None-Match": tag}),
        client.get("/api/v1/topics?x=1"),
    ):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Access-Control-Allow-Credentials" not in answer


def test_a_preflight_is_answered_without_a_database(client):
    answer = client.options("/api/v1/listings", headers={"Origin": "https://a.example"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_unchanged_data_costs_one_empty_answer(cast, get, django_assert_num_queries):
    for path in [*PATHS, f"organisations/{cast.football.pk}"]:
        tag = get(path)["ETag"]
        with django_assert_num_queries(1):
            answer = get(path, headers={"If-None-Match": tag})
        assert (answer.status_code, answer.content) == (304, b""), path


def test_a_published_change_is_in_the_next_answer(cast, get):
    before = get("listings")
    change(cast.music, name="Musikverein neu")
    answer = get("listings", headers={"If-None-Match": before["ETag"]})
    assert answer.status_code == 200
    assert "Musikverein neu" in answer.content.decode()


def test_answers_name_their_language_and_set_no_cookie(cast, get):
    for path in PATHS:
        answer = get(path, lang="ar")
        assert answer["Content-Language"] == "ar"
        assert not answer.cookies
        assert "Cookie" not in answer["Vary"]


def test_no_secret_is_in_any_answer(cast, get):
    for path in [*PATHS, *(f"organisations/{one.pk}" for one in vars(cast).values())]:
        for lang in ("de", "ar"):
            text = get(path, lang=lang).content.decode()
            if path != "openapi.json":
                assert not [secret for secret in SECRETS if secret in text], path


@pytest.fixture
def stranger():
    """Somebody elsewhere."""
    return Client(REMOTE_ADDR="192.0.2.9")


def test_who_asks_too_often_has_to_wait(vocabulary, stranger, settings):
    settings.API_REQUESTS_A_MINUTE = 3
    answers = [stranger.get(f"/api/v1/topics?lang={lang}") for lang in ("de", "en", "ar")]
    answers += [stranger.get("/api/v1/flags")]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    _problem(answers[3], 429)
    assert 0 < int(answers[3]["Retry-After"]) <= 60
    assert Client(REMOTE_ADDR="192.0.2.10").get("/api/v1/flags").status_code == 200


def test_an_answer_that_is_kept_counts_too(vocabulary, stranger, settings):
    settings.API_REQUESTS_A_MINUTE = 2
    assert [stranger.get("/api/v1/flags").status_code for _ in range(3)] == [200, 200, 429]


def test_this_machine_itself_may_ask_as_often_as_it_likes(vocabulary, settings):
    settings.API_REQUESTS_A_MINUTE = 1
    here = Client(REMOTE_ADDR="127.0.0.1")
    assert [here.get(f"/api/v1/topics?lang={lang}").status_code for lang in ("de", "en", "ar")] == [200] * 3


def test_a_proxy_on_this_machine_is_not_this_machine(vocabulary, settings):
    settings.API_REQUESTS_A_MINUTE = 1
    proxied = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.9")
    assert [proxied.get(f"/api/v1/topics?lang={lang}").status_code for lang in ("de", "en")] == [200, 429]


def test_our_own_mistakes_are_problem_documents_without_details(vocabulary, get, monkeypatch):
    monkeypatch.setattr(facets, "facets_of", lambda *args: 1 / 0)
    problem = _problem(get("facets"), 500)
    assert "division" not in str(problem)


def test_a_database_that_does_not_answer_is_503(vocabulary, get):
    def broken(execute, sql, params, many, context):
        if "organisations_listing" in sql:
            raise OperationalError("canceling statement due to statement timeout")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(broken):
        answer = get("facets")
    _problem(answer, 503)
    assert answer["Retry-After"] == "5"


def test_the_version_of_the_data_is_public_in_no_way_but_the_tag(cast, get):
    DataVersion.objects.update(data=987654321)
    for path in ("listings", "facets", "map"):
        assert b"987654321" not in get(path).content


def test_an_answer_is_let_go_at_once_and_not_when_garbage_is_collected(vocabulary, rf):
    """View and request hold each other; a worker would keep many large answers if they held the answer too."""
    gc.disable()
    try:
        answer = resolve("/api/v1/listings").func(rf.get("/api/v1/listings"))
        assert answer.status_code == 200
        watched = weakref.ref(answer)
        del answer
        assert watched() is None
    finally:
        gc.enable()
