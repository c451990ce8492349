"""A mentor who is at home in the group of a visit ("Pate") stays there for the newcomer, who is told so."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from organisations.participation.models import Proposal
from organisations.participation.phrases import isolated


def at_home(proposal: Proposal) -> str:
    """The sentence to the newcomer, in the active language; empty if it is not so, or the mentor is gone."""
    mentor, where = proposal.mentor, proposal.accompaniment.organisation_id
    if where is None or mentor.is_gone or not mentor.organisations.filter(pk=where).exists():
        return ""
    sentence = _("%(person)s is at home in this group and is there for you after the first visit, too.")
    return sentence % {"person": isolated(mentor.name, get_language() or "")}
