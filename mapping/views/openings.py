"""Everything that is open: the page, Atom and iCalendar; JSON is an address of the API."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mapping.openings import FEED_SIZE, OpenList
from organisations.openings import feeds
from organisations.outbox.outline import html_lang
from organisations.own_page import site_of
from organisations.permissions import VISITOR, allow


@allow(VISITOR)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The list, the soonest end first, with its filter."""
    return render(request, "mapping/openings.html", OpenList(request).context())


@allow(VISITOR)
@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """The same as a feed."""
    found, site = OpenList(request), site_of(request)
    made = feeds.atom(
        found.newest(),
        title=_("Open seats and offers"),
        language=html_lang(found.language),
        page=site + found.page_url,
        own=site + request.get_full_path(),
        site=site,
    )
    return HttpResponse(made, content_type="application/atom+xml; charset=utf-8")


@allow(VISITOR)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The last days as a calendar."""
    made = feeds.calendar(OpenList(request).told(1, FEED_SIZE), title=_("Open seats and offers"), site=site_of(request))
    answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="openings.ics"'
    return answer
