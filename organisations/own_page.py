"""Whether a request was sent by a page of ours: the check of public POSTs, which need no cookie."""

from urllib.parse import urlsplit

from django.http import HttpRequest


def comes_from_our_page(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent this.

    With our `no-referrer` browsers may send `Origin: null`; `Sec-Fetch-Site`, which no script can set, then decides.
    Whoever sends neither is no browser of today and is refused.
    """
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site == "same-origin"
    try:
        return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
    except ValueError:
        return False
