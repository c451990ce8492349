"""Where the browser reports that its own filters found nothing."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from organisations.limits import client_address, network_of, seconds_to_wait
from organisations.matching import Matching
from organisations.own_page import Sender, sender_of
from organisations.permissions import VISITOR, allow
from organisations.search import OrganisationQuery
from organisations.services.wishes import count_wish
from organisations.vocabulary import vocabulary

LONGEST_BODY = 4_000  # bytes
WISHES_A_MINUTE = 60  # of one address: a shelter shares one


@allow(VISITOR)
@require_POST
def wish(request: HttpRequest) -> HttpResponse:
    """Counts the query in the body if it finds nothing here either. The answer is empty whatever became of it."""
    if sender_of(request) != Sender.OURS:
        return HttpResponse(status=403)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_BODY:
        return HttpResponse(status=413)
    if seconds_to_wait("wish", network_of(client_address(request)), limit=WISHES_A_MINUTE, seconds=60):
        return HttpResponse(status=429)
    terms = vocabulary()
    query, _problems = OrganisationQuery.from_querydict(request.POST, terms)
    if not query.is_empty and not Matching.of(query, terms).count():
        count_wish(query)
    return HttpResponse(status=204)
