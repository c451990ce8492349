"""How often one address may ask."""

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from organisations.limits import client_address, is_direct_from_here, network_of, seconds_to_wait


class AddressThrottle(BaseThrottle):
    """`API_REQUESTS_A_MINUTE` for each address (0: no limit), counted by all workers together.

    Direct requests from this machine without any forwarding header are not counted.
    """

    waiting = 0

    def allow_request(self, request: Request, view: object) -> bool:
        """Counts the request; False when it is one too many."""
        limit = settings.API_REQUESTS_A_MINUTE
        if limit <= 0 or is_direct_from_here(request._request):
            return True
        self.waiting = seconds_to_wait("api", network_of(client_address(request._request)), limit=limit, seconds=60)
        return self.waiting == 0

    def wait(self) -> float | None:
        """Seconds until the next request is welcome."""
        return self.waiting
