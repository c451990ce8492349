"""What the pages of one entry have in common: finding it, and its address."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from organisations.entry import PublicEntry, entry_by_slug, slug_now
from organisations.moved import moved_to
from organisations.own_page import site_of
from organisations.vocabulary import Vocabulary, vocabulary

Page = Callable[[HttpRequest, PublicEntry, Vocabulary], HttpResponse]


def of_entry(page: Page) -> Callable[..., Any]:
    """A view at an address with a slug: hands it the public entry and the vocabulary instead.

    An old slug redirects for good to the same page of the entry; raises Http404 when there is none.
    """

    @wraps(page)
    def view(request: HttpRequest, slug: str) -> HttpResponse:
        terms = vocabulary()
        found = entry_by_slug(slug, terms)
        if found is not None:
            return page(request, found, terms)
        if (now := slug_now(slug)) and request.resolver_match:
            return moved_to(reverse(request.resolver_match.view_name, args=[now]))
        raise Http404

    return view


def address_of(request: HttpRequest, entry: PublicEntry) -> str:
    """The full address of the entry's page in the language of the request, for codes, calendars and contact cards."""
    return site_of(request) + reverse("entry", args=[entry.slug])
