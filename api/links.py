"""Links between answers (RFC 8288), as absolute addresses."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from api.params import Asked
from organisations.own_page import site_of


def base(request: HttpRequest) -> str:
    """Scheme and host of the site, without a slash at the end."""
    return site_of(request)


def self_link(request: HttpRequest) -> dict[str, str]:
    """The address of this very answer."""
    return {"rel": "self", "href": base(request) + request.get_full_path()}


def next_link(request: HttpRequest, asked: Asked, after: str) -> list[dict[str, str]]:
    """The address of the next page, or nothing on the last one."""
    if not after:
        return []
    own = [(name, str(value)) for name, value in asked.given.items() if name != "after"]
    pairs = [*replace(asked.query, page=1).pairs(), *own, ("after", after)]
    return [{"rel": "next", "href": f"{base(request)}{request.path}?{urlencode(pairs)}"}]


def link_header(links: Iterable[dict[str, str]]) -> dict[str, str]:
    """The same links as a header."""
    return {"Link": ", ".join(f'<{link["href"]}>; rel="{link["rel"]}"' for link in links)}


def entry_prefix(request: HttpRequest) -> tuple[str, str]:
    """What stands before and behind the slug in the address of an entry's page in the active language."""
    before, behind = reverse("entry", args=["SLUG"]).split("SLUG")
    return base(request) + before, behind
