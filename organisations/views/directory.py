"""The page of one entry."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from organisations.attribution import is_from_openstreetmap
from organisations.cards import Reader
from organisations.detail import EntryPage
from organisations.entry import PublicEntry
from organisations.permissions import VISITOR, allow
from organisations.qr import qr_code
from organisations.schema_org import schema_org
from organisations.times import this_hour
from organisations.views.found import address_of, of_entry
from organisations.vocabulary import Vocabulary


@allow(VISITOR)
@require_safe
@of_entry
def entry(request: HttpRequest, found: PublicEntry, terms: Vocabulary) -> HttpResponse:
    """What, for whom, when, where, in which languages, with whom."""
    language = get_language() or settings.LANGUAGE_CODE
    address = address_of(request, found)
    page = EntryPage(found, Reader(language, timezone.localdate(), terms, now=this_hour()))
    context = {"page": page, "address": address, "schema": schema_org(found, address, language), "searchable": True}
    context["from_openstreetmap"] = is_from_openstreetmap(found.document.id)
    context["qr"] = qr_code(address)
    context["sample"] = found.document.sample  # of this entry, not of any
    return render(request, "organisations/entry.html", context)
