"""ETag and 304: nothing is built again for somebody who has it already."""

import datetime

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone

from mapping import conditional as module
from mapping.conditional import conditional
from organisations.models import DataVersion
from organisations.permissions import VISITOR, allow

calls: list[str] = []


def _page(request, **kwargs):
    calls.append(request.get_full_path())
    return HttpResponse("text " * 200, content_type="text/plain", headers={"X-Kind": "page"})


def _missing(request, **kwargs):
    return HttpResponse("nothing", status=404)


urlpatterns = [
    path("kept", allow(VISITOR)(conditional(keep=True)(_page))),
    path("missing", allow(VISITOR)(conditional(_missing))),
    path("<str:name>", allow(VISITOR)(conditional(_page))),
    path("<str:language>/<str:name>", allow(VISITOR)(conditional(_page))),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def no_calls():
    calls.clear()
    cache.clear()


def _tag(client, address="/page", **headers):
    return client.get(address, headers=headers)["ETag"]


def test_somebody_who_has_the_page_gets_304_without_building_it(client, django_assert_num_queries):
    tag = _tag(client)
    calls.clear()
    with django_assert_num_queries(1):
        answer = client.get("/page", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content, calls) == (304, b"", [])
    assert answer["ETag"] == tag
    assert answer["Cache-Control"] == "public, no-cache"
    assert answer["Vary"] == "Accept-Encoding"


def test_an_old_tag_gets_the_page(client):
    assert client.get("/page", headers={"If-None-Match": 'W/"old", "older"'}).status_code == 200


def test_one_fitting_tag_among_several_is_enough(client):
    assert client.get("/page", headers={"If-None-Match": f'"old", {_tag(client)}'}).status_code == 304


def test_head_is_answered_like_get(client):
    tag = _tag(client)
    assert client.head("/page")["ETag"] == tag
    assert client.head("/page", headers={"If-None-Match": tag}).status_code == 304


def test_the_tag_changes_with_the_data(client):
    before = _tag(client)
    DataVersion.increase()
    assert _tag(client) != before


@pytest.mark.parametrize("later", [datetime.timedelta(hours=1), datetime.timedelta(days=1)])
def test_the_tag_changes_every_hour_and_every_day(client, monkeypatch, later):
    before, then = _tag(client), timezone.localtime() + later
    monkeypatch.setattr(timezone, "localtime", lambda: then)
    assert _tag(client) != before


def test_the_tag_changes_with_the_release(client, monkeypatch):
    before = _tag(client)
    monkeypatch.setattr(module, "fingerprint", lambda: "another")
    assert _tag(client) != before


def test_each_address_host_and_language_has_its_own_tag(client):
    tags = {_tag(client, address) for address in ("/page", "/other", "/page?a=1", "/page?a=2", "/de/page", "/en/page")}
    assert len(tags | {_tag(client, Host="karte.example")}) == 7


def test_what_is_not_found_carries_no_tag(client):
    assert "ETag" not in client.get("/missing")


def test_nothing_is_conditional_while_debugging(client, settings):
    settings.DEBUG = True
    assert "ETag" not in client.get("/page")


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_kept_page_is_built_and_compressed_once(client, encoding):
    first = client.get("/kept", headers={"Accept-Encoding": encoding})
    second = client.get("/kept", headers={"Accept-Encoding": encoding})
    assert len(calls) == 1
    assert first.content == second.content
    assert first.get("Content-Encoding") == second.get("Content-Encoding") == ("gzip" if encoding == "gzip" else None)
    assert second["X-Kind"] == "page"
    assert second["Content-Type"] == "text/plain"


def test_a_kept_page_is_built_again_when_the_data_changes(client):
    client.get("/kept")
    DataVersion.increase()
    client.get("/kept")
    assert len(calls) == 2
