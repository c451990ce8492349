"""What pages with a public form show: their headers, what is too long, how long to wait, the work for a device."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language, gettext, ngettext

from organisations.public_forms import work
from organisations.public_forms.throttle import Verdict
from organisations.tickets import Ticket

MOST_AT_ONCE = (
    100_000  # letters a browser lets into a field: so whatever it sends is short enough to be read and come back
)


def language_now() -> str:
    """The interface language."""
    return get_language() or settings.LANGUAGE_CODE


def rendered(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page; browsers keep what was typed for the way back, and older ones say where its form comes from."""
    response = render(request, template, context, status=status)
    response.headers["Referrer-Policy"] = "same-origin"
    if request.method != "POST":  # not `no-store`, with which browsers forget what was typed on the way back
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def telling_nobody(response: HttpResponse) -> HttpResponse:
    """The address of this page is a secret, or was one: no request from it names it."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def too_much(request: HttpRequest) -> HttpResponse:
    """More was sent than is ever read."""
    return render(request, "organisations/public_forms/too_long.html", status=413)


def too_long(text: str, most: int) -> str:
    """The sentence about a text with more than `most` letters, else empty."""
    over = len(text) - most
    if over <= 0:
        return ""
    return ngettext(
        "This text is too long by %(n)s letter. Please shorten it.",
        "This text is too long by %(n)s letters. Please shorten it.",
        over,
    ) % {"n": over}


def waiting_sentence(seconds: int) -> str:
    """How long it takes until forms are welcome again."""
    minutes = max(1, -(-seconds // 60))
    if minutes < 60:
        text = ngettext("Please try again in %(n)s minute.", "Please try again in %(n)s minutes.", minutes)
        return text % {"n": minutes}
    hours = -(-minutes // 60)
    return ngettext("Please try again in %(n)s hour.", "Please try again in %(n)s hours.", hours) % {"n": hours}


def not_before(response: HttpResponse, seconds: int) -> HttpResponse:
    """The page that says so, with how long it takes for programs too."""
    response.headers["Retry-After"] = str(seconds)
    return response


def challenge_for(ticket: Ticket) -> dict[str, Any]:
    """The task for a device over the free limit."""
    return work.challenge(ticket.key)


def not_now(back: Callable[..., HttpResponse], verdict: Verdict, ticket: Ticket, sentence: str = "") -> HttpResponse:
    """The form as it was filled in: much came from here, how long to wait, and the work by which it goes at once.

    `back` shows the form with a `status` and more; `sentence`: what is said in place of the usual one.
    """
    many = gettext("Much was sent from here in a short time. This was not sent yet, and nothing is lost.")
    more: dict[str, Any] = {"notices": [sentence or many], "wait": waiting_sentence(verdict.wait)}
    if verdict.work:
        more["challenge"] = challenge_for(ticket)
    return not_before(back(status=429, **more), verdict.wait)


def work_config(challenge: dict[str, Any] | None) -> dict[str, Any]:
    """The part of the page-config from which static/js/ui/work.js solves a challenge."""
    return {
        "worker": static("js/core/proof.js"),
        "challenge": challenge,
        "words": {
            "working": gettext("Your device is calculating. That takes a few seconds."),
            "worked": gettext("Done. Please press “Send” now."),
            "failed": gettext("Your browser cannot do this. Please try again later."),
        },
    }
