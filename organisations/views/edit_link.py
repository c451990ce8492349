"""How an association gets to its own entry: by typing its address, then by the link of the mail and its one button."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from organisations.editing.forms import foreign, page
from organisations.editing.requests import LinkRequest
from organisations.editor_sessions import give_cookie
from organisations.models import EditorLink
from organisations.models.organisation import State
from organisations.permissions import VISITOR, allow
from organisations.public_forms.pages import telling_nobody
from organisations.services.editing import confirm
from organisations.services.ownership import link_of, open_session
from organisations.views.counted import counted

ACTS = ("right", "change", "gone")


@allow(VISITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def update(request: HttpRequest) -> HttpResponse:
    """Asks for the mail address and sends the link there, if it is on file."""
    return LinkRequest(request).answer()


@allow(VISITOR)
@require_http_methods(["GET", "HEAD", "POST"])
@counted
def edit_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET changes nothing (mail scanners open links): a name and a button. Its POST swaps the token for a session."""
    link = link_of(token)
    if link is None:
        return telling_nobody(LinkRequest(request).page(status=404, closed=True))
    act = request.GET.get("do", "")
    notice = foreign(request) if request.method == "POST" else ""
    if request.method == "POST" and not notice:
        return _opened(link, act)
    entry = link.editor.organisation
    context = {"entry": entry, "act": act if act in ACTS else "", "notice": notice}
    context["is_public"] = entry.state == State.PUBLIC
    return telling_nobody(page(request, "link.html", context, 400 if notice else 200))


def _opened(link: EditorLink, act: str) -> HttpResponse:
    """What the button named: two hours of editing, and with them the confirmation, the change or the end."""
    session, secret = open_session(link)
    entry = link.editor.organisation
    address = reverse("edit", args=[entry.slug])
    if act == "right" and entry.state == State.PUBLIC:
        confirm(entry.pk, author=session.editor.author)
        address += "?confirmed=1"
    if act == "gone":
        address = reverse("edit-section", args=[entry.slug, "gone"])
    response = HttpResponseRedirect(address)
    give_cookie(response, entry.pk, secret)
    return response


def without_session(request: HttpRequest) -> HttpResponse:
    """For editors' pages without a session that works; what was typed is shown, and can be sent once more."""
    return LinkRequest(request).without_session("edit:")
