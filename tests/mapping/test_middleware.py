"""What every answer gets."""

import pytest
from django.core.handlers.base import BaseHandler
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.utils import translation

from organisations.permissions import VISITOR, allow

PNG = b"\x89PNG" + b"0" * 5_000


@allow(VISITOR)
def speaking(request, **kwargs):
    return JsonResponse({"language": translation.get_language(), "filler": "x" * 1_000})


@allow(VISITOR)
def picture(request):
    return HttpResponse(PNG, content_type="image/png")


@allow(VISITOR)
def stored(request):
    return HttpResponse("x", headers={"Cache-Control": "public", "Content-Language": "tr"})


@allow(VISITOR)
def document(request):
    return HttpResponse("<p>x</p>")


@allow(VISITOR)
def script(request):
    return HttpResponse("x", content_type="text/javascript")


urlpatterns = [
    path("stored", stored),
    path("document", document),
    path("script", script),
    path("picture", picture),
    path("<str:anything>", speaking),
    path("<str:first>/<path:rest>", speaking),
]
pytestmark = pytest.mark.urls(__name__)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/de/x", "de"),
        ("/en/x", "en"),
        ("/ar/x", "ar"),
        ("/xx/x", "de"),
        ("/english/x", "de"),
        ("/EN/x", "de"),
        ("/x", "de"),
    ],
)
def test_the_first_segment_of_the_path_is_the_language(client, address, expected):
    answer = client.get(address, headers={"Accept-Language": "ar", "Cookie": "django_language=ar"})
    assert answer.json()["language"] == answer["Content-Language"] == expected
    assert "Accept-Language" not in answer.get("Vary", "")


def test_no_answer_sets_a_cookie(client):
    assert not client.get("/de/x").cookies


def test_an_answer_nobody_spoke_about_is_not_stored(client):
    assert client.get("/de/x")["Cache-Control"] == "no-store"


def test_what_a_view_says_itself_stays(client):
    answer = client.get("/stored")
    assert (answer["Cache-Control"], answer["Content-Language"]) == ("public", "tr")


def test_every_document_is_fenced_in(client):
    headers = client.get("/document").headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "geolocation=(self)" in headers["Permissions-Policy"]


@pytest.mark.parametrize("address", ["/de/x", "/picture", "/script"])
def test_what_is_no_document_carries_no_rules_for_documents(client, address):
    headers = client.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not {"Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy"} & set(headers)


def test_data_shown_as_a_page_may_do_nothing(client):
    assert client.get("/de/x")["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_a_script_keeps_the_policy_that_rules_a_worker(client):
    assert "worker-src 'self'" in client.get("/script")["Content-Security-Policy"]


def test_a_text_is_compressed_and_a_picture_is_not(client):
    packed = {"Accept-Encoding": "gzip"}
    assert client.get("/de/x", headers=packed)["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get("/picture", headers=packed)


@pytest.mark.parametrize("address", ["/de/%00", "/%00/x", "/de/a%0Ab", "/de/%7F", "/de/%1b[31m"])
@pytest.mark.urls("mapping.urls")
@pytest.mark.django_db
def test_control_characters_in_the_path_are_refused(client, address):
    assert client.get(address).status_code in (400, 404)


@pytest.mark.parametrize("address", ["/de/%ff%fe", "/de/%e2%80%ae", "/de/%c0%af", "/de/%u0041", "/de/" + "a" * 5_000])
def test_strange_but_harmless_paths_are_answered(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.urls("mapping.urls")
@pytest.mark.django_db
def test_a_host_the_site_does_not_know_is_refused(client, settings):
    settings.ALLOWED_HOSTS = ["karte.example"]
    assert client.get("/de/about/", headers={"Host": "karte.example"}).status_code == 200
    assert client.get("/de/about/", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("address", ["/x", "/picture", "/stored"])
def test_head_has_the_headers_of_get_and_no_body(client, rf, address):
    """Asked of the application itself: the test client takes a body away by itself."""
    handler = BaseHandler()
    handler.load_middleware()
    answer = handler.get_response(rf.head(address))
    assert isinstance(answer, HttpResponse)
    assert answer.content == b""
    assert int(answer["Content-Length"]) == len(client.get(address).content) > 0


@pytest.mark.urls("mapping.urls")
@pytest.mark.django_db
def test_a_wrong_host_name_writes_no_line_into_the_log(client, settings, caplog):
    settings.ALLOWED_HOSTS = ["karte.example"]
    assert client.get("/de/about/", headers={"host": "evil.example"}).status_code == 400
    assert [line for line in caplog.records if line.levelname == "ERROR"] == []


@pytest.mark.django_db
@pytest.mark.urls("mapping.urls")
@pytest.mark.parametrize(
    "address",
    [
        "/de/company/%00/",
        "/de/message/a%0ab/",
        "/de/edit/%1b/",
        "/de/o/%7f/",
        "/api/v1/%00",
        "/accounts/login/?next=%00",
    ],
)
def test_control_characters_are_refused_in_one_line_of_the_log_without_a_traceback(client, caplog, address):
    answer = client.get(address)
    assert answer.status_code == 400 and "Traceback" not in answer.content.decode()
    assert [(record.levelname, record.exc_info) for record in caplog.records] == [("WARNING", None)]
