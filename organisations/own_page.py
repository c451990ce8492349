"""Whether a POST was sent by a page of ours: the one check of public forms, which need no cookie and no session.

The decision, for every combination of what a browser says:

| `Sec-Fetch-Site` | `Origin`          | the sender is                                                             |
|------------------|-------------------|---------------------------------------------------------------------------|
| same-origin      | any, `null` too   | OURS: no script can set that header; `null` comes with our `no-referrer`  |
| none             | any               | UNSAID: nobody's page, as after a restored tab                            |
| anything else    | any               | FOREIGN                                                                   |
| not said         | an address        | OURS if it is this site's, else (a malformed one too) FOREIGN             |
| not said         | `null`, not said  | UNSAID: an older browser, or a program                                    |

FOREIGN is refused everywhere. UNSAID is refused where nothing else speaks for the sender; where the form carries a
signed, timed token that decides: there is no cookie that another site could misuse.
"""

from enum import Enum
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


class Sender(Enum):
    """Who sent a form, as far as the browser says."""

    OURS = "ours"
    FOREIGN = "foreign"
    UNSAID = "unsaid"


def sender_of(request: HttpRequest) -> Sender:
    """Who sent this request; see the table above."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return {"same-origin": Sender.OURS, "none": Sender.UNSAID}.get(site, Sender.FOREIGN)
    origin = request.headers.get("Origin", "null")
    if origin == "null":
        return Sender.UNSAID
    return Sender.OURS if _is_this_site(request, origin) else Sender.FOREIGN


def _is_this_site(request: HttpRequest, origin: str) -> bool:
    """Whether an origin is the host that was asked, or the one people see when a proxy stands before it."""
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        return False
    return bool(host) and host in {request.get_host(), urlsplit(settings.SITE_URL).netloc}


def site_of(request: HttpRequest) -> str:
    """The address of this site for links that leave it (mails, codes, calendars), without a slash at the end."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
