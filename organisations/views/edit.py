"""An entry's own pages for its editors: what is public, and the form of each section."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from organisations.editing.desk import Desk
from organisations.editing.ending import Ending
from organisations.editing.forms import sent_form
from organisations.editing.section import SectionPage
from organisations.editing.texts import TextsPage
from organisations.forms.entry import FORMS
from organisations.permissions import EDITOR, allow
from organisations.public_forms.pages import too_much
from organisations.views.edit_link import without_session

METHODS = ["GET", "HEAD", "POST"]


@allow(EDITOR, otherwise=without_session)
@require_http_methods(METHODS)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """What the public sees now, by section, and whether it is still right."""
    desk = Desk(request)
    if request.method == "POST":
        form = sent_form(request)
        return too_much(request) if form is None else desk.sent(form)
    if desk.entry.slug != slug:
        return HttpResponseRedirect(reverse("edit", args=[desk.entry.slug]))
    return desk.page()


@allow(EDITOR, otherwise=without_session)
@require_http_methods(METHODS)
def section(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    """The form of a section; `texts`: the other languages; `gone`: off the map."""
    desk = Desk(request)
    pages: dict[str, type[SectionPage] | type[Ending]] = {"texts": TextsPage, "gone": Ending}
    if section not in FORMS and section not in pages:
        raise Http404
    shown = pages.get(section, SectionPage)(request, desk, section)
    if request.method != "POST":
        return shown.opened()
    form = sent_form(request)
    return too_much(request) if form is None else shown.sent(form)
