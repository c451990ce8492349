"""The page on which a mentor says yes or no to one request, and finds the plan afterwards."""

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from organisations.editing.forms import foreign
from organisations.limits import seconds_to_wait
from organisations.own_page import site_of
from organisations.participation.company import entry_facts, facts, planning, proposing
from organisations.participation.company.agreeing import Visit, YesFields
from organisations.participation.company.ending import had_agreed, is_over
from organisations.participation.company.report import ReportFields, is_report, not_taken, passed_on
from organisations.participation.mentors.summary import Line
from organisations.participation.models import AccompanimentState, Proposal, ProposalState, Side
from organisations.public_forms.pages import not_before, rendered, telling_nobody, waiting_sentence
from organisations.public_forms.throttle import DAY

MOST_A_DAY = 10  # changes of one plan: each is a mail to both
ANSWERED = (ProposalState.ACCEPTED, ProposalState.DECLINED, ProposalState.GAVE_UP)


@dataclass(frozen=True)
class AnswerPage:
    """One proposal behind its secret."""

    request: HttpRequest
    proposal: Proposal
    token: str

    @property
    def state(self) -> str:
        """waiting, accepted, declined, gave_up, or over: whatever else has become of it."""
        proposal, asked = self.proposal, self.proposal.accompaniment
        if asked.erased_at or asked.state in (AccompanimentState.WITHDRAWN, AccompanimentState.STOPPED):
            return "over"
        if proposal.state == ProposalState.WAITING:
            counts = proposal.expires_at > timezone.now() and proposing.may_be_asked(proposal.mentor)
            return "waiting" if counts else "over"
        return proposal.state if proposal.state in ANSWERED else "over"

    def page(self, status: int = 200, **more: Any) -> HttpResponse:
        """What is asked. `more`: `notice`, `form`, `report`, `opened` (the form of another plan)."""
        asked, state = self.proposal.accompaniment, self.state
        context = facts.shared(asked) | {
            "token": self.token,
            "state": state,
            "past": state == "accepted" and (asked.ended_at is not None or is_over(asked)),
            "visit": facts.visit(self.proposal, Side.MENTOR),
            "off": state == "over" and had_agreed(self.proposal),
            "told": self.proposal.feedback.filter(side=Side.MENTOR).exists(),
            "unhappy": facts.was_unhappy(asked, Side.MENTOR),
            "until": facts.moment(self.proposal.expires_at),
            "reported": self.request.GET.get("reported", ""),
            "lines": facts.wanted(asked) + self._meets() if state in ("waiting", "accepted") else [],
            "apart": state == "accepted" and not facts.are_in_touch(asked, self.proposal),
            "changes": state == "accepted" and planning.may_change(asked),
            "gives_up": proposing.can_give_up(self.proposal),
            "changed": "changed" in self.request.GET,
            "by_call": not asked.email,
            "to_call": not asked.email and asked.call_newcomer != "",
            "newcomer": facts.person(asked) if state == asked.state == "accepted" else [],
            "form": YesFields(about=self._visit, initial=self._plan()),
            "report": ReportFields(),
        }
        if state == "over" and status == 200:
            status = 410
        return telling_nobody(rendered(self.request, "participation/company/answer.html", context | more, status))

    @cached_property
    def _visit(self) -> Visit:
        """What the form of the plan is about."""
        asked = self.proposal.accompaniment
        return Visit(self.proposal.mentor, asked, entry_facts.page_of(facts.public_slug(asked.organisation_id)))

    def _meets(self) -> list[Line]:
        """When the group meets, for the choice of a day."""
        entry = self._visit.entry
        times = entry_facts.times_of(entry) if entry else []
        return [Line(gettext("The group meets"), times)] if times else []

    def _plan(self) -> dict[str, Any]:
        """The plan that stands, as its form opens."""
        at = self.proposal.accompaniment.meets_at
        if at is None:
            return {}
        local, shares = timezone.localtime(at), ("share_email", "share_phone")
        return {name: getattr(self.proposal, name) for name in shares} | {
            "day": local.date(), "hour": local.time(), "point": self.proposal.accompaniment.meeting_point,
        }  # fmt: skip

    def sent(self, form: QueryDict) -> HttpResponse:
        """A button was pressed."""
        if notice := foreign(self.request):
            return self.page(400, notice=notice)
        acts = {"yes": self._yes, "no": self._no, "change": self._change, "off": self._off, "report": self._report}
        act = acts.get("report" if is_report(form) else form.get("act", ""))
        return act(form) if act else self.page(400, report=not_taken(form))

    def _yes(self, form: QueryDict) -> HttpResponse:
        fields = YesFields(form, about=self._visit)
        valid = fields.is_valid()
        if self.state == "waiting":
            if not valid:
                return self.page(400, form=fields)
            try:
                proposing.accept(self.proposal, **fields.plan, site=site_of(self.request))
                return self._on()
            except planning.TooLate:
                self.proposal.refresh_from_db()
        return self._yes_again(fields) if self.state == "accepted" else self.page(409)

    def _yes_again(self, fields: YesFields) -> HttpResponse:
        """A yes after a yes: the same plan is nothing new; another one does not count by itself, and is told so."""
        if planning.stands(self.proposal, **fields.plan):
            return self._on()
        sentence = gettext(
            "You have said yes before, and the plan on this page holds. What you have sent now is different and does"
            " not count. Should it? Then press “Change the plan”."
        )
        if not planning.may_change(self.proposal.accompaniment):
            sentence = gettext("The plan can no longer be changed: the time of the visit has come.")
        return self.page(409, notice=sentence, form=fields, opened=True)

    def _change(self, form: QueryDict) -> HttpResponse:
        """Another plan for both, as long as the visit is to come."""
        fields = YesFields(form, about=self._visit)
        valid = fields.is_valid()
        if self.state != "accepted":
            return self.page(409)
        if planning.stands(self.proposal, **fields.plan) or not planning.may_change(self.proposal.accompaniment):
            return self._yes_again(fields)
        if not valid:
            return self.page(400, form=fields, opened=True)
        if wait := seconds_to_wait("company-plan", str(self.proposal.pk), limit=MOST_A_DAY, seconds=DAY):
            page = self.page(429, form=fields, opened=True, notice=waiting_sentence(wait))
            return not_before(page, wait)
        try:
            planning.change(self.proposal, **fields.plan, site=site_of(self.request))
        except planning.TooLate:
            self.proposal.refresh_from_db()
            return self.page(409)
        return self._on("?changed=1")

    def _no(self, form: QueryDict) -> HttpResponse:
        if self.state == "waiting":
            try:
                proposing.decline(self.proposal)
            except planning.TooLate:
                self.proposal.refresh_from_db()
                return self.page(409)
        if self.state == "accepted":  # a yes in another window: a no may not go under
            sentence = gettext("You have said yes before. Can you not come after all? Then call the visit off below.")
            return self.page(409, notice=sentence)
        return self._on() if self.state != "over" else self.page(409)

    def _off(self, _form: QueryDict) -> HttpResponse:
        """The mentor cannot come after all. Pressed twice it is done once."""
        with suppress(planning.TooLate):
            proposing.give_up(self.proposal)
        self.proposal.refresh_from_db()
        return self._on() if self.proposal.state == ProposalState.GAVE_UP else self.page(409)

    def _report(self, form: QueryDict) -> HttpResponse:
        """Whatever has become of the pair: the form may have been open for long, or on the page after the visit."""
        report = passed_on(form, self.proposal.accompaniment, Side.MENTOR, site_of(self.request))
        if isinstance(report, ReportFields):
            return self.page(report.status, report=report)
        return self._on(report)

    def _on(self, query: str = "") -> HttpResponse:
        return HttpResponseRedirect(reverse("company-answer", args=[self.token]) + query)
