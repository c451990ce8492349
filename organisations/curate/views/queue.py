"""The list of what waits."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from organisations.curate.choice import Choice
from organisations.curate.queue import Queue
from organisations.permissions import CURATOR, allow
from organisations.scope import decides_everywhere

KEYS_OFF = "keys_off"  # in the session: no single letters as short ways


@allow(CURATOR)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this curator."""
    return render(request, "curate/queue.html", desk(request))


@allow(CURATOR)
@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """Switches the short ways of the keyboard off or on, for as long as the curator is signed in (WCAG 2.1.4)."""
    request.session[KEYS_OFF] = not request.session.get(KEYS_OFF, False)
    back = request.POST.get("back", "")
    ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, None)
    return redirect(back if ours else reverse("curate-queue"))


def desk(request: HttpRequest) -> dict[str, Any]:
    """What every page with the queue beside it shows."""
    choice = Choice.parse(request.GET)
    return {"queue": Queue(request.user, choice), "choice": choice, "query": choice.query()} | around(request)


def around(request: HttpRequest) -> dict[str, bool]:
    """What every page of the desk knows: whether single letters are short ways, whether the curator decides on all."""
    return {"keys": not request.session.get(KEYS_OFF, False), "everywhere": decides_everywhere(request.user)}
