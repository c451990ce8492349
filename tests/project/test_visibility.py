"""The visibility walk: whatever a visitor asks for, nothing that is not public ever comes back.

Every address of the project is asked with entries around that carry a canary in each secret field; the canaries are
searched in all bytes of all answers. A new address must be added to WALK, or the first test fails.
"""

import gzip
import pickle
import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from organisations.models import Organisation
from tests.factories import change
from tests.project.entries import Cast
from tests.project.entry_addresses import (
    ACCOUNTS,
    FOR_STAFF,
    LANGUAGES,
    desk_addresses,
    editing_addresses,
    kept_addresses,
    message_addresses,
    proposal_addresses,
)
from tests.project.planting import in_text

pytestmark = pytest.mark.usefixtures("vocabulary")

FILTERS = (
    "",
    "q=canary",
    "q=geheimwort",
    "topic=football&language=ar&open=newcomers-welcome&german=little",
    "near=48.6712,9.2345&radius=1",
    "near=48.67,9.23&sort=distance",
    "bbox=9.2344,48.6711,9.2346,48.6713",
    "area=filderstadt",
    "day=TU&access=wheelchair",
    "understood=xx",
    "kind=club&sort=checked&page=2&opening=seat",
    "fresh=1&nonsense=canary",
)


def page_addresses(cast: Cast) -> dict[str, list[str]]:
    """The addresses to ask, by the route of the URL pattern that answers them."""
    everyone = [*cast.hidden, *cast.shown]
    return {
        **site_addresses(),
        **list_addresses(everyone),
        **text_addresses(),
        **api_addresses(everyone),
        "<lang>/o/<slug>/": [f"/{language}/o/{entry.slug}/" for language in LANGUAGES for entry in everyone],
        **kept_addresses(everyone),
        **message_addresses(cast.hidden, cast.shown),
        **editing_addresses(everyone),
        **proposal_addresses(cast.hidden, cast.shown),
        **desk_addresses(everyone),
        **admin_addresses(cast),
        **ACCOUNTS,
    }


def site_addresses() -> dict[str, list[str]]:
    """What has no language."""
    names = ("healthz", "readyz", "favicon.ico", "robots.txt", "sitemap.xml", "worker.js", "wish/", "basemap.pmtiles")
    return {
        "": ["/"],
        **{name: [f"/{name}"] for name in names},
        "sitemap-<int:number>.xml": ["/sitemap-0.xml", "/sitemap-1.xml"],
        "tiles/<int:z>/<int:x>/<int:y>.png": ["/tiles/12/2150/1400.png"],
    }


def list_addresses(everyone: list[Organisation]) -> dict[str, list[str]]:
    """Lists of entries: on the page, as a fragment, on paper, near a place, chosen one by one."""
    walk = {
        f"<lang>/{tail}": [f"/{language}/{tail}?{filters}" for language in LANGUAGES for filters in FILTERS]
        for tail in ("", "results/", "sheet/", "openings/", "openings.atom", "openings.ics")
    }
    walk["<lang>/near/"] = [
        f"/{language}/near/?place={word}&{filters}"
        for language in LANGUAGES
        for word in ("", "canary", "70794")
        for filters in FILTERS
    ]
    slugs = ",".join(entry.slug for entry in everyone)
    walk["<lang>/shortlist/"] = [
        f"/{language}/shortlist/{tail}" for language in LANGUAGES for tail in ("", f"?id={slugs}")
    ]
    return walk


def text_addresses() -> dict[str, list[str]]:
    """Pages of the site itself in each language."""
    names = (
        "about/", "imprint/", "privacy/", "accessibility/", "languages/", "offline/", "manifest.webmanifest",
    )  # fmt: skip
    return {f"<lang>/{name}": [f"/{language}/{name}" for language in LANGUAGES] for name in names}


def api_addresses(everyone: list[Organisation]) -> dict[str, list[str]]:
    """The API with its documentation."""
    plain = ("compact", "compact/words", "topics", "languages", "flags", "areas", "openapi.json")
    typed = ("canary", "geheim", "muster", "fuss", "filder", "draft", "secret", "@", "fussbal")
    below = {
        "organisations/<uuid:id>": [f"organisations/{entry.pk}" for entry in everyone],
        "places": [f"places?place={word}" for word in ("", "canary", "70794", "Bernhausen")],
        "map": [f"map?bbox=9,48,10,49&zoom={zoom}&{filters}" for zoom in (6, 12, 18) for filters in FILTERS],
        "suggest": [f"suggest?q={text}&lang={language}" for text in typed for language in LANGUAGES],
        "compact/cards": [f"compact/cards?lang={language}" for language in LANGUAGES],
        **{name: [name] for name in plain},
        **{name: [f"{name}?{filters}" for filters in FILTERS] for name in ("listings", "facets", "openings")},
    }
    walk = {f"api/v1/{route}": [f"/api/v1/{tail}" for tail in tails] for route, tails in below.items()}
    return walk | {"api/": ["/api/"], "api/^v1(?:/.*)?$": ["/api/v1/", "/api/v1/secret"]}


def admin_addresses(cast: Cast) -> dict[str, list[str]]:
    """The addresses of the admin by route; those of one row with the ids of entries, whatever kind of row it is."""
    one = re.compile(r"<path:\w+>|\(\?P<url>\.\*\)\$")
    found = {}
    for route in routes():
        if route.startswith("admin/"):
            path = re.sub(r"\^\(\?P<app_label>(\w+)[^)]*\)/\$", r"\1/", route)
            ids = [str(entry.pk) for entry in (*cast.hidden, *cast.shown)] if one.search(path) else ["1"]
            found[route] = ["/" + one.sub(id, path) for id in ids]
    return found


def routes() -> Iterator[str]:
    """The routes of all URL patterns of the project, the language prefix as `<lang>/`."""

    def below(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
        for pattern in patterns:
            is_language = type(pattern.pattern).__name__ == "LocalePrefixPattern"
            route = prefix + ("<lang>/" if is_language else str(pattern.pattern))
            if isinstance(pattern, URLResolver):
                yield from below(pattern.url_patterns, route)
            else:
                yield route

    return below(get_resolver().url_patterns, "")


def content(response: HttpResponseBase) -> str:
    """All bytes of an answer, headers included, as text."""
    body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    if response.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return str(dict(response.items())) + body.decode("utf-8", "replace")


def test_every_address_of_the_project_is_walked(cast: Cast) -> None:
    walked = {_same(route) for route in page_addresses(cast)}
    assert {_same(route) for route in routes()} <= walked


def _same(route: str) -> str:
    return route.replace("<str:slug>", "<slug>").replace("<path:slug>", "<slug>").replace("<slug:slug>", "<slug>")


def test_visitor_never_sees_a_secret_at_any_address(cast: Cast, client: Client, log: list[str]) -> None:
    found = []
    for addresses in page_addresses(cast).values():
        for address in addresses:
            response = client.get(address)
            assert response.status_code < 500, address
            text = content(response).replace(address, "").replace(address.replace("&", "&amp;"), "")
            secrets = cast.secrets + (
                cast.api_secrets if address.startswith("/api/v1/o") and "openapi" not in address else []
            )
            found += [(address, secret) for secret in secrets if secret in text and secret not in address]
            found += [(address, needle) for needle in in_text(text)]
    assert found == []
    assert in_text("\n".join(log)) == []
    assert in_text(everything_kept()) == []


def everything_kept() -> str:
    """What the caches hold, packed answers unpacked."""
    found = [pickle.loads(kept) for kept in cache._cache.values()]  # type: ignore[attr-defined]  # noqa: S301
    assert found
    return "\n".join(repr(one) + "".join(map(unpacked, one if isinstance(one, tuple) else [one])) for one in found)


def unpacked(kept: object) -> str:
    """A body as text."""
    raw = kept if isinstance(kept, bytes) else b""
    return (gzip.decompress(raw) if raw.startswith(b"\x1f\x8b") else raw).decode("utf-8", "replace")


def test_visitor_is_led_from_every_address_of_the_staff_to_the_sign_in(cast: Cast, client: Client) -> None:
    addresses = [address for found in admin_addresses(cast).values() for address in found]
    assert len(addresses) > 50
    addresses += [address for route in FOR_STAFF for address in ACCOUNTS[route] if "?" not in address]
    desk = desk_addresses([*cast.hidden, *cast.shown]).values()
    addresses += [address for found in desk for address in found if "?" not in address]
    for address in set(addresses) - {"/admin/login/", "/admin/logout/"}:
        for response in (client.get(address), client.post(address, {"name": "x", "action": "archive"})):
            if response.status_code == 403:  # a form that was typed while somebody was signed in comes back
                assert response.request["REQUEST_METHOD"] == "POST" and b"canary person" not in response.content, (
                    address
                )
                continue
            assert response.status_code == 302, address
            assert response.headers["Location"] == f"/accounts/login/?next={address}", address
            assert not response.cookies, address


def test_api_names_the_town_and_not_the_district_of_a_private_place(cast: Cast, client: Client) -> None:
    answer = client.get(f"/api/v1/organisations/{cast.shown[0].pk}").json()
    assert answer["area"] == "filderstadt"
    assert "bernhausen" not in str(answer).lower()


def test_entry_that_is_not_public_is_not_found(cast: Cast, client: Client) -> None:
    for entry in cast.hidden:
        assert client.get(f"/de/o/{entry.slug}/").status_code == 404
        assert client.get(f"/api/v1/organisations/{entry.pk}").status_code == 404


def test_old_slug_of_an_entry_that_is_not_public_does_not_redirect(cast: Cast, client: Client) -> None:
    draft = cast.hidden[0]
    old = draft.slug
    change(draft, name="Neuer Name canary")
    assert client.get(f"/de/o/{old}/").status_code == 404


def test_form_of_a_first_message_names_no_mail_address_of_anybody(cast: Cast, client: Client) -> None:
    page = content(client.get("/en/o/offener-verein/contact/"))
    assert "Offener Verein" in page
    assert not [secret for secret in ("bodycanary", "agreedcanary", "silentcanary") if secret in page]
    sent = client.post("/en/o/offener-verein/contact/", {"name": "x", "reach": "x@y.example", "step": "preview"})
    assert not [secret for secret in ("bodycanary", "agreedcanary", "silentcanary") if secret in content(sent)]


def test_message_to_an_entry_that_is_not_public_goes_nowhere(cast: Cast, client: Client) -> None:
    for entry in cast.hidden:
        for method in (client.get, client.post):
            answer = method(f"/de/o/{entry.slug}/contact/")
            assert answer.status_code in (404, 410)
            text = content(answer).replace(entry.slug, "")
            assert not [secret for secret in cast.secrets if secret in text]


def test_public_entries_are_found_where_the_secrets_are_not(cast: Cast, client: Client) -> None:
    """The control: without it the walk could pass over empty answers."""
    page = content(client.get("/de/o/offener-verein/"))
    assert "Petra Beispiel" in page
    assert "Filderstadt" in page
    assert "Offener Verein" in content(client.get("/de/"))
    assert client.get("/api/v1/listings").json()["numberMatched"] == 3
