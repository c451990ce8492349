"""The links to the pages of a request that stand in several mails: the same in each, also for requests of long ago."""

from django.conf import settings

from organisations.participation.company.keys import key_of
from organisations.participation.models import Accompaniment, Proposal, Side
from organisations.secret_links import digest


def newcomers_page(request: Accompaniment, site: str = "") -> str:
    """To the newcomer's page. In the transaction of the caller, who has locked the request."""
    return _link(request, "page_hash", "page", "company", site)


def adults_page(request: Accompaniment, site: str = "") -> str:
    """To the page of the adult who answers for somebody under 18. The same holds."""
    return _link(request, "adult_hash", "adult", "company/adult", site)


def mentors_page(proposal: Proposal, site: str = "") -> str:
    """To the mentor's page of a proposal."""
    language, key = proposal.mentor.language, key_of(Side.MENTOR, proposal.pk)
    return f"{site or settings.SITE_URL}/{language}/company/answer/{key}/"


def _link(request: Accompaniment, column: str, side: str, path: str, site: str) -> str:
    key = key_of(side, request.pk)
    if getattr(request, column) is None:
        setattr(request, column, digest(key))
        request.save(update_fields=[column])
    return f"{site or settings.SITE_URL}/{request.language}/{path}/{key}/"
