"""One suggestion: look at it, take it in hand, decide."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.curate.item import YES, Item, Said
from organisations.curate.views.found import curator_of, item_of
from organisations.curate.views.queue import desk
from organisations.models import Suggestion
from organisations.outbox.reasons import told
from organisations.permissions import CURATOR, allow
from organisations.services import deciding
from organisations.validation import InvalidDocument

Act = Callable[[HttpRequest, Item], HttpResponse]


@allow(CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, id: UUID) -> HttpResponse:
    """The suggestion beside what is public. Opening it changes nothing; every act is a POST."""
    found = item_of(request, id)
    act = ACTS.get(request.POST.get("action", "")) if request.method == "POST" else None
    if act is None:
        return page(request, found)
    try:
        return act(request, found)
    except (deciding.DecidedAlready, deciding.LockedByOther) as other:
        return page(request, again(found, other.suggestion), 409, late=True)
    except InvalidDocument as error:
        return page(request, found, 422, faults=[fault.translated for fault in error.faults])


def page(request: HttpRequest, found: Item, status: int = 200, **more: Any) -> HttpResponse:
    """The page of the item. `more`: `faults` (sentences), `late` (somebody else was faster)."""
    context = desk(request)
    beside = context["queue"].beside(found.suggestion.pk)
    return render(request, "curate/item.html", context | {"item": found, "beside": beside} | more, status=status)


def again(found: Item, suggestion: Suggestion) -> Item:
    """The item as it is by now, with what this curator has chosen and written."""
    rows = Suggestion.objects.select_related("organisation", "locked_by", "decided_by")
    return Item(rows.get(pk=suggestion.pk), found.user, found.said)


def reason_of(found: Item) -> str:
    """What the sender reads about it."""
    said: Said = found.said
    return told(said.reasons, said.words, found.suggestion.language)


def onwards(request: HttpRequest, found: Item, decided: Suggestion) -> HttpResponse:
    """To the next item, with a word about what was done."""
    done = {"name": found.organisation.name, "state": decided.get_state_display()}
    messages.success(request, _("%(name)s: %(state)s") % done)
    context = desk(request)
    following = context["queue"].beside(found.suggestion.pk)["next"]
    address = reverse("curate-item", args=[following]) if following else reverse("curate-queue")
    return redirect(address + context["query"])


def _take(request: HttpRequest, found: Item) -> HttpResponse:
    deciding.take(found.suggestion.pk, request.user)
    return redirect(request.get_full_path())


def _give_back(request: HttpRequest, found: Item) -> HttpResponse:
    deciding.give_back(found.suggestion.pk, request.user)
    return redirect(reverse("curate-queue") + desk(request)["query"])


def _decide(request: HttpRequest, found: Item, open_is: str = "") -> HttpResponse:
    """By parts: what was said of each. Nothing is decided as long as one of them is open."""
    if not found.by_parts:
        return _accept(request, found)
    if not open_is and found.undecided:
        sentence = _("Please decide on each part. Still open: %(parts)s") % {"parts": ", ".join(found.undecided)}
        return page(request, found, 422, faults=[sentence])
    keys = found.keys(open_is=open_is)
    if not keys:
        return _reject(request, found)
    decided = deciding.accept(found.suggestion.pk, curator=curator_of(request), keys=keys, reason=reason_of(found))
    return onwards(request, found, decided)


def _rest(request: HttpRequest, found: Item) -> HttpResponse:
    return _decide(request, found, YES)


def _accept(request: HttpRequest, found: Item) -> HttpResponse:
    decided = deciding.accept(found.suggestion.pk, curator=curator_of(request), reason=reason_of(found))
    return onwards(request, found, decided)


def _reject(request: HttpRequest, found: Item) -> HttpResponse:
    """Nothing of it is taken over; the sender is told why."""
    reason = reason_of(found)
    if not reason:
        sentence = _("Please say why, in a word to the sender: choose a reason or write one.")
        return page(request, found, 422, faults=[sentence])
    return onwards(request, found, deciding.reject(found.suggestion.pk, curator=curator_of(request), reason=reason))


ACTS: dict[str, Act] = {
    "take": _take,
    "give-back": _give_back,
    "decide": _decide,
    "rest": _rest,
    "accept": _accept,
    "reject": _reject,
}
