"""The list of entries of every state, and the views of it that curators keep."""

from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organisations.curate.saved import forget_view, keep_view, kept_views, view_named
from organisations.curate.table import Table
from organisations.curate.views.queue import around
from organisations.permissions import CURATOR, allow
from organisations.services.bulk.acts import ACTS
from organisations.text import clean

LONGEST_QUERY = 4_000  # letters


@allow(CURATOR)
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """The entries that a query finds in the curator's areas."""
    return _page(request, Table.of(request.GET, request.user))


def _page(request: HttpRequest, table: Table, status: int = 200, **more: object) -> HttpResponse:
    context = {"table": table, "views": kept_views(request.user, table.own_address), "acts": ACTS.values()} | more
    return render(request, "curate/entries.html", context | around(request), status=status)


@allow(CURATOR)
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keeps the list that was shown under a name; another view of that name only if it `replace`s it."""
    name = clean(request.POST.get("name", ""))[:60]
    table = Table.of(QueryDict(request.POST.get("query", "")[:LONGEST_QUERY]), request.user)
    if not name:
        messages.error(request, _("Please give the view a name."))
        return redirect(table.own_address)
    query = table.own_address.partition("?")[2]
    there = view_named(request.user, name)
    if there and there.query != query and "replace" not in request.POST:
        taken = {"name": name, "shared": "shared" in request.POST, "there": there}
        return _page(request, table, 409, taken=taken)
    try:
        with transaction.atomic():
            keep_view(
                request.user, name=name, query=query, columns=list(table.columns), shared="shared" in request.POST
            )
    except IntegrityError:  # sent twice at the same moment: the other one has kept it
        pass
    messages.success(request, _("The view “%(name)s” is kept.") % {"name": name})
    return redirect(table.own_address)


@allow(CURATOR)
@require_POST
def forget(request: HttpRequest, id: UUID) -> HttpResponse:
    """Forgets a view of one's own."""
    if forget_view(request.user, id):
        messages.success(request, _("The view is forgotten."))
    return redirect(reverse("curate-entries"))
