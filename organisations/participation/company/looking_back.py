"""The page for both after the visit: did it happen, how was it, anything wrong; the mentor confirms the entry too."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.editing.forms import foreign
from organisations.forms.fields import ProseField
from organisations.forms.rows import Fields
from organisations.forms.widgets import OneOf, Tick, prose
from organisations.own_page import site_of
from organisations.participation.company import after, asking, entry_facts, facts, other_time, reported, safety
from organisations.participation.company.ending import is_over
from organisations.participation.company.home import at_home
from organisations.participation.company.other_time import OtherTimeFields
from organisations.participation.company.planning import may_change
from organisations.participation.company.report import ReportFields, fitting, no_page, passed_on
from organisations.participation.models import Proposal, Side
from organisations.public_forms.pages import rendered, telling_nobody

HAPPENED = [("yes", _("Yes")), ("no", _("No"))]
FACES = {"3": _("Good"), "2": _("So-so"), "1": _("Not good")}
FACTS = {
    "place": _("The place is right"),
    "times": _("The times are right"),
    "people": _("The contact is right"),
    "languages": _("The languages are right"),
    "newcomers": _("Newcomers are welcome there"),
}  # by the codes of after.FACTS


class AfterFields(Fields):
    """What one of the two says. `about`: whether it is the mentor, who may confirm the entry."""

    happened = forms.ChoiceField(choices=HAPPENED, widget=OneOf, label=_("Did the visit take place?"))
    face = forms.ChoiceField(required=False, choices=list(FACES.items()), widget=forms.RadioSelect)
    wrong = forms.BooleanField(required=False, widget=Tick, label=_("Something was not right"))
    words = ProseField(
        required=False, widget=prose(3), label=_("Would you like to tell us more?"),
        help_text=_("Only the people who run this map read it."),
    )  # fmt: skip
    confirmed = forms.MultipleChoiceField(required=False, choices=list(FACTS.items()))

    def prepare(self) -> None:
        """Only a mentor confirms the entry."""
        if not self.about:
            del self.fields["confirmed"]

    def clean_words(self) -> str:
        """Not too long."""
        return fitting(self.cleaned_data["words"])

    @property
    def faces(self) -> list[tuple[str, Any, bool]]:
        """The three, the best first: value, words, is it chosen."""
        return [(value, words, self["face"].value() == value) for value, words in FACES.items()]


@dataclass(frozen=True)
class AfterPage:
    """One visit and one of the two."""

    request: HttpRequest
    proposal: Proposal
    side: str
    token: str

    @property
    def given(self) -> bool:
        """Whether this side has said something already."""
        return self.proposal.feedback.filter(side=self.side).exists()

    @property
    def too_early(self) -> bool:
        """Whether the visit is still to come."""
        at = self.proposal.accompaniment.meets_at
        return at is not None and at > timezone.now()

    def page(self, status: int = 200, **more: Any) -> HttpResponse:
        """The questions, or thanks. `more`: `notice`, `form`."""
        asked, is_mentor = self.proposal.accompaniment, self.side == Side.MENTOR
        context = facts.shared(asked) | {
            "is_mentor": is_mentor,
            "given": self.given,
            "waits": reported.waits(asked, self.side),
            "too_early": self.too_early,
            "is_over": is_over(asked),
            "home": self._home(),
            "visit": facts.visit(self.proposal, self.side),
            "companion": facts.person(asked) if is_mentor else facts.companion(self.proposal),
            "reported": self.request.GET.get("reported", ""),
            "other": OtherTimeFields(initial={"times": asked.times}),
            "may_change": not is_mentor and may_change(asked),
            "apart": not facts.are_in_touch(asked, self.proposal),
            "report": ReportFields(),
            "form": AfterFields(about=is_mentor),
        } | more  # fmt: skip
        can_check = is_mentor and after.can_check(asked) and not self.proposal.mentor.is_gone
        if can_check and context["slug"] and not context["given"]:
            context["to_confirm"] = self._to_confirm(context["slug"], context["form"])
        return telling_nobody(rendered(self.request, "participation/company/after.html", context, status))

    def _home(self) -> str:
        """That the mentor stays there, as long as a newcomer may be glad of it."""
        unhappy = facts.was_unhappy(self.proposal.accompaniment, Side.NEWCOMER)
        return "" if self.side == Side.MENTOR or unhappy else at_home(self.proposal)

    def _to_confirm(self, slug: str, form: AfterFields) -> list[dict[str, Any]]:
        """The five facts of the entry as they stand there now, each with its box."""
        entry = entry_facts.page_of(slug)
        if entry is None:
            return []
        told = entry_facts.told(entry)
        chosen = form["confirmed"].value() or []
        return [
            {"code": code, "words": words, "told": told.get(code, []), "chosen": code in chosen,
             "ours": code in entry_facts.OURS}
            for code, words in FACTS.items()
        ]  # fmt: skip

    def sent(self, form: QueryDict) -> HttpResponse:
        """The form that was sent. Sent twice it counts once."""
        try:
            return self._taken(form)
        except safety.Gone:  # meanwhile
            return no_page(self.request, form)

    def _taken(self, form: QueryDict) -> HttpResponse:
        fields = AfterFields(form, about=self.side == Side.MENTOR)
        if notice := foreign(self.request):
            return self.page(400, notice=notice, form=fields)
        if form.get("act") == "report":
            return self._report(form)
        if form.get("act") == "other" and self.side == Side.NEWCOMER:
            return other_time.sent(self.request, self.page, form, self.proposal.accompaniment)
        if form.get("act") == "withdraw":
            return self._withdrawn()
        if self.given:
            return self._said_more(fields)
        if self.too_early or not fields.is_valid():
            return self.page(400, form=fields)
        data = fields.cleaned_data
        with suppress(after.GivenAlready):  # by another request at the same moment
            after.give(
                self.proposal, self.side, happened=data["happened"] == "yes", face=int(data["face"] or 0) or None,
                wrong=data["wrong"], words=data["words"], confirmed=data.get("confirmed", ()),
                site=site_of(self.request),
            )  # fmt: skip
        return self._on()

    def _withdrawn(self) -> HttpResponse:
        """The newcomer takes the request back before the visit; on to the page of the request."""
        if self.side != Side.NEWCOMER or not self.too_early:
            return self.page(400)
        key = asking.page_key(self.proposal.accompaniment)
        asking.withdraw(self.proposal.accompaniment)
        return HttpResponseRedirect(reverse("company", args=[key]))

    def _said_more(self, fields: AfterFields) -> HttpResponse:
        """Who has answered before and now says that something was wrong is heard; the same answer again is nothing."""
        if not fields.is_valid():
            return self.page(400, form=fields)
        wrong, words = fields.cleaned_data["wrong"], fields.cleaned_data["words"]
        before = self.proposal.feedback.get(side=self.side)
        if not (wrong or words) or (wrong, words) == (before.wrong, before.words):
            return self._on()
        return self._report({"report": words})

    def _report(self, form: Mapping[str, Any]) -> HttpResponse:
        report = passed_on(form, self.proposal.accompaniment, self.side, site_of(self.request))
        if isinstance(report, ReportFields):
            return self.page(report.status, report=report)
        return self._on(report)

    def _on(self, query: str = "") -> HttpResponse:
        return HttpResponseRedirect(reverse("company-after", args=[self.token]) + query)
