"""The installed web app: manifest, service worker, and the page that is shown without a connection."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mapping.conditional import CACHE_CONTROL, conditional
from mapping.offline import manifest, worker_source
from mapping.page_config import kept_config
from mapping.results import BLANK_CARD
from organisations.permissions import VISITOR, allow


@allow(VISITOR)
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It stands at the root, as it may only answer for addresses below its own."""
    return HttpResponse(worker_source(), content_type="text/javascript", headers={"Cache-Control": CACHE_CONTROL})


@allow(VISITOR)
@require_safe
def app_manifest(request: HttpRequest) -> HttpResponse:
    """Name, icons and start page of the installed app, in the language of the path."""
    text = json.dumps(manifest(), ensure_ascii=False)
    return HttpResponse(text, content_type="application/manifest+json", headers={"Cache-Control": CACHE_CONTROL})


@allow(VISITOR)
@require_safe
@conditional
def offline(request: HttpRequest) -> HttpResponse:
    """What the service worker shows for a page it has not kept: of an entry the card, else the way to the list."""
    return render(request, "mapping/offline.html", {"page_config": kept_config(), "blank_card": BLANK_CARD})
