"""Every kind of mail about company, made by the services that send it."""

from collections.abc import Callable
from typing import Any

from organisations.models import Mail, MailState
from organisations.participation.company import asking, other_time, proposing, safety
from organisations.participation.mentors import services as mentors
from organisations.participation.models import Accompaniment, Mentor, Proposal
from organisations.services import person_data
from organisations.services.person_data import Whom
from tests.participation import accompanying, mentoring
from tests.project.town import SITE, Town


def _mentor_kept(town: Town) -> None:
    request = _company(town, email="gemeldet@newcomer.example")
    row = mentoring.mentor(f"gemeldet{Mentor.objects.count()}@mentor.example")
    accompanying.agreed(request, row)
    safety.report(request, "newcomer", "x")
    mentors.leave(row)


def _company(town: Town, **values: Any) -> Accompaniment:
    return accompanying.asked_for(town.entries["own"], **values)[0]


def _company_under_18(town: Town) -> None:
    _company(town, minor=True, adult_name="Mina")


def _with_adult(town: Town, email: str, **values: Any) -> Accompaniment:
    named = {"minor": True, "adult_name": "Mina", "adult_email": "mina@family.example"}
    request = _company(town, email=email, **named | values)
    accompanying.agreed(request, mentoring.mentor(f"mit-{email}"))
    return request


def _adult_asked_and_told(town: Town) -> None:
    _with_adult(town, "jung@newcomer.example")


def _adult_told_it_is_off(town: Town) -> None:
    request = _with_adult(town, "jung-allein@newcomer.example")
    mentors.leave(Proposal.objects.get(accompaniment=request).mentor)


def _adult_told_it_is_over(town: Town) -> None:
    safety.stop(_with_adult(town, "jung-halt@newcomer.example"), by="test")


def _adult_by_telephone(town: Town) -> None:
    _with_adult(town, "jung-ruf@newcomer.example", adult_email="", adult_phone="+497112536112")


def _company_called_off(town: Town) -> None:
    request = _company(town, email="abgesagt@newcomer.example")
    accompanying.agreed(request, mentoring.mentor("abgesagt@mentor.example"))
    asking.withdraw(request)


def _company_asked_no_more(town: Town) -> None:
    request, row = _company(town), mentoring.mentor("pause@mentor.example")
    proposing.assign(request, row, by="test", site=SITE)
    Mail.objects.filter(recipient=row.email).update(state=MailState.SENT)
    mentors.pause(row)


def _company_nobody(town: Town) -> None:
    request = _company(town, languages=("qu",))
    assert proposing.propose_next(request.pk, site=SITE) is None


def _company_stopped(town: Town) -> None:
    assert safety.stop(_company(town), by="test")


def _company_asked_how_it_was(town: Town) -> None:
    request = _company(town)
    accompanying.agreed(request, mentoring.mentor("danach@mentor.example"))
    accompanying.visit_is_over(request)


def _company_by_telephone(town: Town) -> None:
    request = _company(town, email="", phone="+497112536110")
    accompanying.agreed(request, mentoring.mentor("telefon@mentor.example"))


def _company_by_telephone_afterwards(town: Town) -> None:
    request = _company(town, email="", phone="+497112536110")
    accompanying.agreed(request, mentoring.mentor("danach.telefon@mentor.example"))
    accompanying.visit_is_over(request)


def _company_other_time(town: Town) -> None:
    request = _company(town)
    accompanying.agreed(request, mentoring.mentor("andermal@mentor.example"))
    assert other_time.cannot_then(request, [], SITE)


def _company_plan_is_off(town: Town) -> None:
    request = _company(town, email="allein@newcomer.example")
    row = mentoring.mentor("weg@mentor.example")
    accompanying.agreed(request, row)
    mentors.leave(row)


def _company_asks_somebody_else(town: Town) -> None:
    request = _company(town, email="ersetzt@newcomer.example")
    accompanying.agreed(request, mentoring.mentor("ersetzt@mentor.example"))
    proposing.assign(request, mentoring.mentor("statt@mentor.example"), by="test", site=SITE)


def _company_reported(town: Town) -> None:
    safety.report(_company(town), "newcomer", "x")


def _company_erased(town: Town) -> None:
    request = _company(town, email="geloescht@newcomer.example")
    accompanying.agreed(request, mentoring.mentor("geloescht@mentor.example"))
    person_data.erase(Whom("geloescht@newcomer.example"), [f"company:{request.pk}"], author="user:1")


SENT_BY_COMPANY: dict[str, Callable[[Town], object]] = {
    "company.adult_mails.mentor_asked": _adult_asked_and_told,
    "company.adult_mails.off": _adult_told_it_is_off,
    "company.adult_mails.over": _adult_told_it_is_over,
    "company.adult_mails.plan": _adult_asked_and_told,
    "company.mails.asked_no_more": _company_asked_no_more,
    "company.mails.asks_somebody_else": _company_asks_somebody_else,
    "company.mails.called_off": _company_called_off,
    "company.mails.erased": _company_erased,
    "company.mails.how_was_it": _company_asked_how_it_was,
    "company.mails.nobody": _company_nobody,
    "company.mails.other_time": _company_other_time,
    "company.mails.plan_is_off": _company_plan_is_off,
    "company.team_mails.mentor_left": _mentor_kept,
    "company.team_mails.something_wrong": _company_reported,
    "company.mails.stopped": _company_stopped,
    "company.team_mails.to_call": _company_by_telephone,
    "company.team_mails.to_call_after": _company_by_telephone_afterwards,
    "company.team_mails.to_call_adult": _adult_by_telephone,
    "company.team_mails.to_curators": _company_under_18,
    "mentors.mails.kept": _mentor_kept,
}
