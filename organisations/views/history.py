"""What an entry was before, and who edits it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from organisations.editing.desk import Desk
from organisations.editing.forms import sent_form
from organisations.editing.past import Past
from organisations.editing.people import People
from organisations.permissions import EDITOR, allow
from organisations.public_forms.pages import too_much
from organisations.views.edit_link import without_session


@allow(EDITOR, otherwise=without_session)
@require_http_methods(["GET", "HEAD", "POST"])
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Who changed what, when; POST restores a version."""
    past = Past(request, Desk(request))
    if request.method != "POST":
        return past.page()
    form = sent_form(request)
    return too_much(request) if form is None else past.sent(form)


@allow(EDITOR, otherwise=without_session)
@require_http_methods(["GET", "HEAD", "POST"])
def editors(request: HttpRequest, slug: str) -> HttpResponse:
    """Who edits this entry; naming another one, handing over, ending one's own access."""
    people = People(request, Desk(request))
    if request.method != "POST":
        return people.page()
    form = sent_form(request)
    return too_much(request) if form is None else people.sent(form)
