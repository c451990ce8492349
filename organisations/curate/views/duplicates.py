"""Entries that may be one: the list, two of them side by side, merging them and taking that back."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organisations.comparing import SIDES
from organisations.curate.choice import number_of
from organisations.curate.compared import Compared
from organisations.curate.duplicates import Asked, Duplicates
from organisations.curate.two import Meant, Two
from organisations.curate.views.found import curator_of
from organisations.curate.views.queue import desk
from organisations.models import DuplicatePair, Merge
from organisations.permissions import CURATOR, allow
from organisations.services import duplicate_pairs as pairs
from organisations.services.joining import NotMergeable, join
from organisations.services.parting import NotUndoable, part
from organisations.services.publish import StaleBase
from organisations.services.sections import make_section
from organisations.validation import InvalidDocument

Act = Callable[[HttpRequest, Compared], HttpResponse]


@allow(CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def duplicates(request: HttpRequest) -> HttpResponse:
    """The list; POST says of a pair that it is none."""
    asked = Asked.parse(request.GET)
    if request.method == "POST":
        id = number_of(request.POST.get("pair", ""))
        beside = Duplicates(request.user, asked).beside(id or 0)
        try:
            pairs.put_apart(id or 0, user=request.user)
            messages.success(request, _("Remembered: these two are not the same."))
        except DuplicatePair.DoesNotExist:
            raise Http404 from None
        except pairs.NotYours:
            raise PermissionDenied from None
        except pairs.DecidedAlready:
            messages.warning(request, _("Somebody else has decided meanwhile."))
        return redirect(request.get_full_path() + (f"#pair-{beside}" if beside else ""))
    return _list(request, asked)


def _list(request: HttpRequest, asked: Asked, two: Two | None = None) -> HttpResponse:
    context = {"found": Duplicates(request.user, asked), "two": two or Two()}
    return render(request, "curate/duplicates.html", desk(request) | context, status=422 if two else 200)


@allow(CURATOR)
@require_POST
def compare(request: HttpRequest) -> HttpResponse:
    """Puts two entries side by side that nothing found to be alike; each by its address or its name."""
    given = [(name, request.POST.get(name) or request.GET.get(name, "")) for name in ("one", "other")]
    one, other = (Meant.of(name, text, request.user) for name, text in given)
    two = Two(one, other, sent=True)
    if one.entry is None or other.entry is None or two.is_one:
        return _list(request, Asked(), two)
    try:
        pair = pairs.pair_by_hand(one.entry, other.entry, user=request.user)
    except pairs.NotYours:
        raise PermissionDenied from None
    return redirect("curate-duplicate", pair.pk)


@allow(CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request: HttpRequest, id: int) -> HttpResponse:
    """Two entries side by side; every act is a POST, and what was chosen is never lost."""
    found = _found(request, id)
    act = ACTS.get(request.POST.get("action", "")) if request.method == "POST" else None
    if act is None:
        return _page(request, found)
    try:
        return act(request, found)
    except (pairs.DecidedAlready, StaleBase, NotMergeable):
        return _page(request, _found(request, id), 409, late=True)
    except NotUndoable:
        return _page(request, _found(request, id), 409)
    except InvalidDocument as error:
        return _page(request, found, 422, faults=[fault.translated for fault in error.faults])


def _found(request: HttpRequest, id: int) -> Compared:
    rows = DuplicatePair.objects.select_related("first", "second", "decided_by").filter(pk=id)
    if not rows.exists():
        raise Http404
    pair = rows.filter(pairs.mine(request.user)).first()
    if pair is None:
        raise PermissionDenied
    return Compared(pair, request.POST if request.method == "POST" else {})


def _page(request: HttpRequest, found: Compared, status: int = 200, **more: object) -> HttpResponse:
    return render(request, "curate/duplicate.html", desk(request) | {"compared": found} | more, status=status)


def _merge(request: HttpRequest, found: Compared) -> HttpResponse:
    if found.is_open and found.is_fresh and not found.is_understood:
        return _page(request, found, 422, odd=True)
    if found.is_open and found.is_fresh and found.is_unseen:
        return _page(request, found, turned=True)
    join(found.pair.pk, found.wanted, curator=curator_of(request))
    told = _("Merged: %(gone)s leads to %(kept)s from now on.")
    messages.success(request, told % _found(request, found.pair.pk).went)
    return redirect("curate-duplicate", found.pair.pk)


def _part(request: HttpRequest, found: Compared) -> HttpResponse:
    if found.merge is None:
        raise pairs.DecidedAlready(found.pair)
    try:
        part(found.merge.pk, curator=curator_of(request))
    except Merge.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("The merge is undone: both entries are as they were before."))
    return redirect("curate-duplicate", found.pair.pk)


def _distinct(request: HttpRequest, found: Compared) -> HttpResponse:
    pairs.put_apart(found.pair.pk, user=request.user)
    messages.success(request, _("Remembered: these two are not the same."))
    return redirect("curate-duplicates")


def _section(side: str) -> Act:
    def act(request: HttpRequest, found: Compared) -> HttpResponse:
        make_section(found.pair.pk, side, found.wanted.numbers, curator=curator_of(request))
        messages.success(request, _("Saved: one is a section of the other, and the two are no duplicates."))
        return redirect("curate-duplicate", found.pair.pk)

    return act


def _reopen(request: HttpRequest, found: Compared) -> HttpResponse:
    pairs.reopen(found.pair.pk, user=request.user)
    messages.success(request, _("These two can be merged again."))
    return redirect("curate-duplicate", found.pair.pk)


ACTS: dict[str, Act] = {"merge": _merge, "part": _part, "distinct": _distinct, "reopen": _reopen}
ACTS |= {f"section-{side}": _section(side) for side in SIDES}
