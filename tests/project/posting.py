"""Every kind of mail that the program can send, made by the services that send it."""

import inspect
from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from dateutil.relativedelta import relativedelta
from django.test import Client
from django.utils import timezone

import organisations.outbox
from organisations.models import Editor, EditorLink, SuggestionKind
from organisations.outbox.outline import Outline
from organisations.participation import services as messages
from organisations.participation.mentors import approval, expiry
from organisations.participation.mentors import services as mentors
from organisations.participation.models import Mentor, MentorState, Message
from organisations.secret_links import digest
from organisations.services import curators, deciding, ownership
from organisations.services.deciding import Curator
from organisations.services.reminders import remind
from organisations.services.suggestions import ask
from organisations.tickets import Ticket
from tests.factories import organisation
from tests.participation import mentoring
from tests.project.posting_company import SENT_BY_COMPANY
from tests.project.town import SITE, Town, sender


def kinds() -> set[str]:
    """The names of all functions that make a mail ("owner.named")."""
    places = [f"organisations.outbox.{found.name}" for found in iter_modules(organisations.outbox.__path__)]
    found = set()
    for place in (
        *places,
        "organisations.participation.mails",
        "organisations.participation.mentors.mails",
        "organisations.participation.company.mails",
        "organisations.participation.company.adult_mails",
        "organisations.participation.company.team_mails",
    ):
        for name, made in inspect.getmembers(import_module(place), inspect.isfunction):
            if name.startswith("_") or made.__module__ != place:
                continue
            if made.__annotations__.get("return") in (Outline, "Outline"):
                label = place.removeprefix("organisations.").removeprefix("outbox.").removeprefix("participation.")
                found.add(f"{label}.{name}")
    return found


def send(town: Town, kind: str) -> None:
    """Has a mail of that kind put out; those of `IN_TOWN` are there already."""
    if kind not in IN_TOWN:
        SENT_BY[kind](town)


def _curator(town: Town) -> Curator:
    return Curator(town.users["curator"], SITE)


def _editor(town: Town) -> Editor:
    return Editor.objects.active().get(organisation=town.entries["own"], email="editor-own@verein.example")


def _named(town: Town) -> None:
    ownership.name_editor(_editor(town), "named@verein.example", name="", language="de", site=SITE)


def _claimed(town: Town) -> None:
    who = sender(name="Klara", email="klara@verein.example")
    claim = ask(SuggestionKind.CLAIM, town.entries["own"].pk, sender=who, proof="Protokoll")
    deciding.accept(claim.pk, curator=_curator(town))


def _coded(town: Town) -> None:
    link = EditorLink.objects.filter(editor=_editor(town)).first()
    assert link
    ownership.send_code(ownership.open_session(link)[0])


def _reminded(town: Town) -> None:
    entry = organisation("Verein von einst", checked_on=timezone.localdate() - relativedelta(months=13))
    ownership.add_editor(entry.pk, "erika@verein.example", added_by="test")
    remind(site=SITE)


def _decided(town: Town) -> None:
    who = sender(email="sarah@newcomer.example", language="ar")
    report = ask(SuggestionKind.REPORT, town.entries["own"].pk, sender=who, notes={"about": "geheimnotiz"})
    deciding.reject(report.pk, curator=_curator(town), reason="Das stimmt so.")


def _answered(town: Town) -> None:
    message = Message.objects.get(answer_hash=digest(town.secrets["answer"]["own"]))
    messages.answer(message, "Willkommen!", key=Ticket.new("x").key, again=f"{SITE}/de/o/verein-own/contact/")


def _sign_in_code(town: Town) -> None:
    answer: Any = Client().post("/accounts/code/", {"email": "curator@stadt.example"})
    assert answer.status_code == 302


def _links_asked_for(town: Town) -> None:
    ownership.send_links("own@verein.example", language="de", site=SITE)


def _account_changed(town: Town) -> None:
    curators.reset_second_factor(town.users["other-cur"])


def _mentor(town: Town) -> Mentor:
    return Mentor.objects.get(pk=town.ids["curate/participation/mentors/"]["own"])


def _mentor_asks(town: Town) -> None:
    mentors.send_link(_mentor(town).email, language="de", site=SITE)


def _mentor_confirms(town: Town) -> None:
    mentoring.mentor("neu@mentor.example", MentorState.APPLIED)
    mentors.send_link("neu@mentor.example", language="de", site=SITE)


def _mentor_confirmed(town: Town) -> None:
    row = mentoring.mentor("neu2@mentor.example", MentorState.APPLIED)
    link = mentors.link_of(mentors.new_link(row, SITE).split("/")[-2])
    assert link
    mentors.open_session(link, site=SITE)


def _mentor_types_an_address(town: Town) -> None:
    mentors.ask_address(mentoring.mentor("fuenf@mentor.example"), "getippt@mentor.example", site=SITE)


def _mentor_moves(town: Town) -> None:
    row = mentoring.mentor("alt@mentor.example")
    link = mentors.link_of(mentors.new_link(row, SITE, "ganz-neu@mentor.example").split("/")[-2])
    assert link
    mentors.open_session(link, site=SITE)


def _mentor_approved(town: Town) -> None:
    row = mentoring.mentor("drei@mentor.example", MentorState.VERIFIED)
    mentoring.approved_by(_curator(town), row, timezone.localdate() + relativedelta(days=90))


def _mentor_ends(days: int) -> Callable[[Town], None]:
    def sends(town: Town) -> None:
        mentoring.mentor(f"end{days}@mentor.example", expires_on=timezone.localdate() + relativedelta(days=days))
        expiry.tell(site=SITE)

    return sends


def _mentor_held(town: Town) -> None:
    approval.hold(mentoring.mentor("halt@mentor.example").pk, curator=_curator(town))


def _mentor_ended(town: Town) -> None:
    row = mentoring.mentor("ende@mentor.example", confirmed_at=timezone.now())
    approval.end(row.pk, curator=_curator(town))


IN_TOWN = (
    "accounts.invitation", "consent.consent_outline", "mails.to_association", "company.mails.asked",
    "company.mails.proposal", "company.mails.plan_for_newcomer", "company.mails.plan_for_mentor",
    "company.adult_mails.asked",
)  # fmt: skip
SENT_BY: dict[str, Callable[[Town], object]] = SENT_BY_COMPANY | {
    "accounts.changed": _account_changed,
    "accounts.code": _sign_in_code,
    "decided.decided_outline": _decided,
    "mails.to_newcomer": _answered,
    "mentors.mails.approved": _mentor_approved,
    "mentors.mails.confirm": _mentor_confirms,
    "mentors.mails.confirm_change": _mentor_types_an_address,
    "mentors.mails.ended": _mentor_ended,
    "mentors.mails.held": _mentor_held,
    "mentors.mails.moved": _mentor_moves,
    "mentors.mails.offer_waits": _mentor_confirmed,
    "mentors.mails.over": _mentor_ends(-2),
    "mentors.mails.soon_over": _mentor_ends(9),
    "mentors.mails.your_link": _mentor_asks,
    "owner.claim_accepted": _claimed,
    "owner.named": _named,
    "owner.your_code": _coded,
    "owner.your_links": _links_asked_for,
    "reminder.still_right": _reminded,
}
