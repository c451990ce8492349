"""News, events and learning modules for everybody."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisations.outbox.outline import html_lang
from organisations.own_page import site_of
from organisations.participation.models import Attachment
from organisations.participation.news import feeds, read
from organisations.permissions import VISITOR, allow

PRIVATE = "default-src 'none'; sandbox"  # an attachment is no page of ours, whatever it holds


@allow(VISITOR)
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """Events to come and news."""
    return render(request, "participation/news/list.html", {"items": read.news()})


@allow(VISITOR)
@require_safe
def one(request: HttpRequest, id: UUID) -> HttpResponse:
    """One of them."""
    item = read.one(id)
    if item is None:
        return render(request, "participation/news/over.html", status=404)
    return render(request, "participation/news/one.html", {"item": item})


@allow(VISITOR)
@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """All of it as a feed."""
    base, language = site_of(request), html_lang(get_language() or settings.LANGUAGE_CODE)
    own = base + reverse("news-atom")
    how = {"language": language, "page": base + reverse("news"), "own": own, "site": base}
    made = feeds.atom(read.news(), title=_("News and events"), **how)
    return HttpResponse(made, content_type="application/atom+xml; charset=utf-8")


@allow(VISITOR)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The events, or the one whose id stands in `event`, as a calendar."""
    chosen = request.GET.get("event", "")
    items = [item for item in read.news() if not chosen or str(item.row.pk) == chosen]
    if chosen and not items:
        return render(request, "participation/news/over.html", status=404)
    made = feeds.calendar(items, title=_("Events"), page=site_of(request) + reverse("news"))
    answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="events.ics"'
    return answer


@allow(VISITOR)
@require_safe
def learning(request: HttpRequest) -> HttpResponse:
    """All modules."""
    return render(request, "participation/news/modules.html", {"groups": read.modules()})


@allow(VISITOR)
@require_safe
def module(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    """A page of a module; the first one has the list of contents."""
    lesson = read.lesson(slug)
    page = lesson.page(number) if lesson else None
    if lesson is None or (page is None and number != 1):
        raise Http404
    count = len(lesson.pages)
    context = {"lesson": lesson, "page": page and page[0], "told": page and page[1], "number": number, "count": count}
    context |= {"before": number - 1 or None, "behind": number + 1 if number < count else None}
    return render(request, "participation/news/module.html", context)


@allow(VISITOR)
@require_safe
def attachment(request: HttpRequest, id: UUID, name: str) -> HttpResponse:
    """A file of a public module, to be saved."""
    found = Attachment.objects.filter(pk=id, name=name, page__module__published_at__isnull=False).first()
    if found is None:
        raise Http404
    answer = HttpResponse(bytes(found.content), content_type=found.media_type)
    answer.headers["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    answer.headers["Content-Security-Policy"] = PRIVATE
    return answer
