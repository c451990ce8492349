"""Numbers over time, wishes and gaps, and each of their tables as a file."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from organisations.curate.statistics.board import Board
from organisations.curate.statistics.choice import Choice
from organisations.curate.statistics.gap import Gap
from organisations.curate.statistics.numbers import Numbers
from organisations.curate.statistics.pages import count_soon, csv_of, shared
from organisations.curate.statistics.wanted import Wishes
from organisations.permissions import CURATOR, allow


@allow(CURATOR)
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Entries over time, in all and by one dimension, and how fresh they are."""
    choice = Choice.parse(request.GET, request.user)
    return render(request, "curate/statistics/numbers.html", shared(choice) | {"numbers": Numbers(choice)})


@allow(CURATOR)
@require_safe
def wishes(request: HttpRequest) -> HttpResponse:
    """What was looked for in vain, and the gap board."""
    choice = Choice.parse(request.GET, request.user)
    found = Wishes(choice)
    return render(
        request, "curate/statistics/wishes.html", shared(choice) | {"wishes": found, "board": Board(choice, found)}
    )


@allow(CURATOR)
@require_safe
def gap(request: HttpRequest) -> HttpResponse:
    """One gap with what can be done about it."""
    found = Gap.parse(request.GET, request.user)
    if found.is_empty or not found.choice.is_possible:
        return redirect("curate-wishes")
    return render(request, "curate/statistics/gap.html", shared(found.choice) | {"gap": found, "view": found.view})


@allow(CURATOR)
@require_safe
def table(request: HttpRequest, name: str) -> HttpResponse:
    """A table as CSV."""
    choice = Choice.parse(request.GET, request.user)
    text = csv_of(name, choice) if choice.is_possible else None
    if text is None:
        raise Http404
    file = HttpResponse(text, content_type="text/csv; charset=utf-8")
    file.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return file


@allow(CURATOR)
@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """Has the entries counted again."""
    count_soon()
    messages.success(request, gettext("The entries are being counted. Load the page again in a minute."))
    return redirect(reverse("curate-statistics"))
