"""What can be kept of an entry: the first visit on paper, a contact card, its times for the calendar."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from organisations.entry import PublicEntry
from organisations.ical import calendar_of
from organisations.permissions import VISITOR, allow
from organisations.vcard import contact_card as vcard_of
from organisations.views.found import address_of, of_entry
from organisations.visit_sheet import visit_sheet
from organisations.vocabulary import Vocabulary


@allow(VISITOR)
@require_safe
@of_entry
def first_visit(request: HttpRequest, found: PublicEntry, terms: Vocabulary) -> HttpResponse:
    """One page to print: the first visit in the reader's language and in German, side by side."""
    context = visit_sheet(found, terms, address_of(request, found))
    return render(request, "organisations/first_visit.html", context)


@allow(VISITOR)
@require_safe
@of_entry
def contact_card(request: HttpRequest, found: PublicEntry, terms: Vocabulary) -> HttpResponse:
    """The organisation as a vCard."""
    card = vcard_of(found, address_of(request, found), get_language() or settings.LANGUAGE_CODE)
    return _file(card, "text/vcard; charset=utf-8", f"{found.slug}.vcf")


@allow(VISITOR)
@require_safe
@of_entry
def calendar(request: HttpRequest, found: PublicEntry, terms: Vocabulary) -> HttpResponse:
    """The meeting times as an iCalendar; not found if there is none to come."""
    language = get_language() or settings.LANGUAGE_CODE
    times = calendar_of(found, address_of(request, found), timezone.localdate(), language)
    if times is None:
        raise Http404
    return _file(times, "text/calendar; charset=utf-8", f"{found.slug}.ics")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file that the device opens with the program for it."""
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer
