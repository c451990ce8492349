"""Taking a view out as a file."""

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from organisations.curate.export import Order
from organisations.permissions import CURATOR, allow


@allow(CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponseBase:
    """What the file would hold; the button of the form gives it."""
    order = Order.parse(request)
    if request.method != "POST":
        return render(request, "curate/export.html", {"order": order, "query": order.query.to_querystring()})
    file = StreamingHttpResponse(order.file(), content_type=order.formats[order.format].media_type)
    file.headers["Content-Disposition"] = f'attachment; filename="{order.name}"'
    return file
