"""What an address of the desk is about; who may not decide on it is refused."""

from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from organisations.curate.item import Item, Said
from organisations.models import Organisation, SlugRedirect, Suggestion
from organisations.own_page import site_of
from organisations.scope import may_decide
from organisations.services.deciding import Curator
from organisations.text import clean


def item_of(request: HttpRequest, id: UUID) -> Item:
    """The suggestion, with what the curator has chosen so far. Raises Http404, PermissionDenied."""
    rows = Suggestion.objects.select_related("organisation", "locked_by", "decided_by")
    suggestion = rows.filter(pk=id).first()
    if suggestion is None:
        raise Http404
    if not may_decide(request.user, suggestion.organisation):
        raise PermissionDenied
    return Item(suggestion, request.user, Said.parse(request.POST))


def entry_of(request: HttpRequest, slug: str) -> Organisation:
    """The entry, in whatever state it is. Raises Http404, PermissionDenied."""
    entry = Organisation.objects.filter(slug=slug).first()
    if entry is None and (moved := SlugRedirect.objects.filter(slug=slug).select_related("organisation").first()):
        entry = moved.organisation
    if entry is None:
        raise Http404
    if not may_decide(request.user, entry):
        raise PermissionDenied
    return entry


def slug_in(text: str) -> str:
    """The last part of an entry's address, or of what was typed instead of one; may be empty."""
    try:
        path = urlsplit(text.strip()[:500]).path
    except ValueError:
        return ""
    return clean(unquote(path)).strip("/").rpartition("/")[2]


def curator_of(request: HttpRequest) -> Curator:
    """Who decides."""
    return Curator(request.user, site_of(request))
