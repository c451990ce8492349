"""What the site knows of a person who asks, and erasing it (GDPR Art. 15 and 17)."""

from collections.abc import Collection

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from organisations.curate.views.found import curator_of
from organisations.curate.views.queue import desk
from organisations.permissions import CURATOR, allow
from organisations.scope import decides_everywhere
from organisations.services import person_data
from organisations.services.person_data import Found, Place, Whom


@allow(CURATOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def personal(request: HttpRequest) -> HttpResponse:
    """Asks for an address, a number or a name, which never stand in an address of ours; then shows, exports, erases."""
    if not decides_everywhere(request.user):
        raise PermissionDenied
    typed = request.POST.get("whom", "")
    whom = Whom.parse(typed) if typed else None
    if whom and request.POST.get("action") == "export" and (answer := _exported(request, whom)):
        return answer
    if whom and request.POST.get("action") == "erase" and _erased(request, whom):
        return redirect("curate-personal")
    wrong = request.method == "POST" and whom is None
    unsure = bool(whom) and request.POST.get("action") == "erase"  # else it was done
    found = person_data.found_of(whom) if whom else []
    ticked = _ticked(request, whom, found)
    context = {"unsure": unsure, "ticked": ticked, "typed": typed, "wrong": wrong, "whom": whom, "found": found}
    return render(request, "curate/personal.html", desk(request) | context, status=422 if wrong or unsure else 200)


def _ticked(request: HttpRequest, whom: Whom | None, found: Collection[tuple[Place, list[Found]]]) -> set[str]:
    """What is ticked: as the form says; before it was sent all, but for what was found by words and may be others'."""
    if "action" in request.POST:
        return set(request.POST.getlist("key"))
    return {f"{place.name}:{row.key}" for place, rows in found for row in rows} if whom and not whom.words else set()


def _exported(request: HttpRequest, whom: Whom) -> HttpResponse | None:
    """The file; asked by words only what was ticked, None with a sentence if that is nothing: a namesake's stays."""
    keys = request.POST.getlist("key") if whom.words else None
    if keys == []:
        messages.error(request, _("Nothing was saved: tick what is about this person."))
        return None
    known = person_data.export(whom, keys, author=curator_of(request).author)
    answer = JsonResponse(known, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer.headers["Content-Disposition"] = 'attachment; filename="personal-data.json"'
    return answer


def _erased(request: HttpRequest, whom: Whom) -> bool:
    """Erases what was ticked; False if nothing was, or without the second tick: the page says so at the button."""
    keys = request.POST.getlist("key")
    if not keys or not request.POST.get("sure"):
        return False
    count = person_data.erase(whom, keys, author=curator_of(request).author)
    told = ngettext("%(count)s record was erased.", "%(count)s records were erased.", count) % {"count": count}
    messages.success(request, told)
    return True
