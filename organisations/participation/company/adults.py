"""The adult who answers for somebody under 18: told of every step, and can stop it.

In the transaction of the caller, who has locked the request. Whoever left a telephone number alone is called: the
curators are told to.
"""

from collections.abc import Callable

from organisations.models import Mail
from organisations.outbox.outline import Outline, curators_address, put_out
from organisations.participation.company import adult_mails, calls, team_mails
from organisations.participation.company.links import adults_page
from organisations.participation.models import Accompaniment, Call, Proposal

PURPOSE = "company"  # of mails
Told = Callable[[Accompaniment, str], Outline]  # of a request and the link to the adult's page


def tell(request: Accompaniment, outline: Told, site: str = "") -> Mail | None:
    """Mails the adult that, with the link to the adult's page; None if there is no address, or nobody under 18."""
    if not request.minor or not request.adult_email:
        return None
    return put_out(outline(request, adults_page(request, site)), request.adult_email, purpose=PURPOSE)


def tell_or_call(request: Accompaniment, outline: Told, what: Call, site: str = "") -> Mail | None:
    """The same of what changes a visit; without an address curators are told to call and say that."""
    mail = tell(request, outline, site)
    if calls.note(request, calls.ADULT, what):
        put_out(team_mails.to_call_adult(request, site), curators_address(), purpose=PURPOSE)
    return mail


def tell_plan(request: Accompaniment, agreed: Proposal, site: str, *, changed: bool) -> Mail | None:
    """The plan, which is taken back if it still waits when it does not hold any more."""

    def plan(one: Accompaniment, link: str) -> Outline:
        return adult_mails.plan(one, agreed, link, site, changed=changed)

    return tell_or_call(request, plan, Call.PLAN, site)
