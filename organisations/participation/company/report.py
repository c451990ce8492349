"""Saying that something is not right: the same few words for the newcomer and for the mentor."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from organisations.forms.fields import ProseField
from organisations.forms.rows import Fields
from organisations.forms.widgets import prose
from organisations.limits import seconds_to_wait
from organisations.participation.company import safety
from organisations.participation.models import Accompaniment
from organisations.public_forms.pages import rendered, telling_nobody, too_long, waiting_sentence
from organisations.public_forms.throttle import DAY

LONGEST = 2_000
REPORTED, AGAIN = "?reported=1", "?reported=again"  # thanks, or: the same was said a moment ago
MOST_A_DAY = 10  # reports of one side about one request


def fitting(text: str, most: int = LONGEST) -> str:
    """The text. Raises ValidationError for one with more letters than that."""
    if sentence := too_long(text, most):
        raise forms.ValidationError(sentence)
    return text


class ReportFields(Fields):
    """What is not right. Also without words: somebody may not want to write it down.

    `undelivered`: there is nothing behind the page any more, so what was typed comes back to be sent another way.
    """

    undelivered = False
    report = ProseField(
        required=False, widget=prose(3), label=_("What is not right?"),
        help_text=_("You need not write anything. Only the people who run this map read it."),
    )  # fmt: skip

    def clean_report(self) -> str:
        """Not too long."""
        return fitting(self.cleaned_data["report"])

    @property
    def status(self) -> int:
        """Of the page that shows it again."""
        return 410 if self.undelivered else 400


def is_report(sent: Mapping[str, Any]) -> bool:
    """Whether a form says that something is not right, also that of the page after the visit."""
    return sent.get("act") == "report" or bool(sent.get("wrong"))


def passed_on(sent: Mapping[str, Any], asked: Accompaniment, side: str, site: str) -> ReportFields | str:
    """Tells the curators what somebody says: the end of the address behind it, on whose page that is said; or the form
    as it is shown again if it can't be passed on (now)."""
    fields = _typed(sent)
    who = f"{asked.pk}:{side}"  # nobody learns from a limit that the other side has reported something
    if fields.is_valid() and (wait := seconds_to_wait("company-report", who, limit=MOST_A_DAY, seconds=DAY)):
        fields.add_error("report", waiting_sentence(wait))
    if not fields.is_valid():
        return fields
    try:
        return REPORTED if safety.report(asked, side, fields.cleaned_data["report"], site=site) else AGAIN
    except safety.Gone:
        return not_taken(sent)


def not_taken(sent: Mapping[str, Any]) -> ReportFields:
    """The form as it comes back where nobody can be told anything any more."""
    fields = _typed(sent)
    fields.undelivered = is_report(sent) or bool(fields["report"].value())
    return fields if fields.undelivered else ReportFields()


def no_page(request: HttpRequest, sent: Mapping[str, Any] | None = None) -> HttpResponse:
    """There is nothing behind that link (any more); what was typed there comes back."""
    report = ReportFields() if sent is None else not_taken(sent)
    return telling_nobody(rendered(request, "participation/company/no_link.html", {"report": report}, 404))


def _typed(sent: Mapping[str, Any]) -> ReportFields:
    return ReportFields({"report": sent.get("report") or sent.get("words", "")})
