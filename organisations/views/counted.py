"""Buttons behind secret links: how often one network may press them."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from organisations.editing.forms import hidden_fields, sent_form
from organisations.limits import client_address, network_of, seconds_to_wait
from organisations.public_forms.pages import not_before, rendered, too_much, waiting_sentence
from organisations.public_forms.throttle import HOUR

View = Callable[[HttpRequest, str], HttpResponse]
PRESSES = 120  # an hour; mail programs that unsubscribe for many people at once have few addresses


def counted(view: View) -> View:
    """The view, each POST counted before it is looked at; after too many a page from which it can be sent again."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        if request.method == "POST":
            network = network_of(client_address(request))
            if wait := seconds_to_wait("button", network, limit=PRESSES, seconds=HOUR):
                return _not_now(request, wait)
        return view(request, token)

    return guarded


def _not_now(request: HttpRequest, wait: int) -> HttpResponse:
    form = sent_form(request)
    if form is None:
        return too_much(request)
    context = {"fields": hidden_fields(form), "wait": waiting_sentence(wait)}
    return not_before(rendered(request, "organisations/public_forms/too_many.html", context, 429), wait)
