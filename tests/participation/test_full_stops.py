"""A sentence that ends in a name with a full stop of its own ("e. V.") has one, in every kind of mail."""

import pytest
from django.contrib.auth.models import User

from organisations.models import Mail, SuggestionKind
from organisations.outbox.outline import Block, Outline
from organisations.participation import services
from organisations.participation.company import proposing
from organisations.participation.draft import Draft
from organisations.participation.phrases import Choices
from organisations.participation.services import Addressee
from organisations.services import deciding
from organisations.services.deciding import Curator
from organisations.services.suggestions import ask
from tests.factories import organisation, place
from tests.organisations.associations.conftest import sender
from tests.participation.accompanying import asked_for
from tests.participation.mentoring import SITE, mentor

pytestmark = pytest.mark.usefixtures("vocabulary")


def first_message(club):
    draft = Draft(Choices(("trial",)), "Bis bald..", "Oksana M.", "oksana@newcomer.example", consent=True)
    to = Addressee(club.pk, club.name, f"{SITE}/de/o/{club.slug}/")
    services.send(draft, to, key="k" * 43, language="uk", consent="yes", site=SITE)


def decision(club):
    suggestion = ask(
        SuggestionKind.REPORT, club.pk, sender=sender(email="sarah@newcomer.example"), notes={"about": "x"}
    )
    deciding.reject(suggestion.pk, curator=Curator(User.objects.create_superuser("root"), SITE), reason="Nein..")


def company(club):
    proposing.assign(asked_for(club)[0], mentor(), by="user:1", site=SITE)


@pytest.mark.parametrize(("kind", "word"), [(first_message, "M."), (decision, "e. V."), (company, "e. V.")])
def test_each_kind_of_mail_has_one_full_stop_behind_a_name(kind, word):
    kind(organisation("Bunter Ball e. V.", email="ball@verein.example", places=(place(),)))
    mails = Mail.objects.all()
    assert any(word in mail.text for mail in mails)
    for part in (part for mail in mails for part in (mail.text, mail.html)):
        assert [line for line in part.replace("\u2069", "").split("\n") if f"{word}." in line] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("you go to Ball e. V.. Thank you!", "you go to Ball e. V. Thank you!"),
        ("to \u2068Ball e. V.\u2069.", "to \u2068Ball e. V.\u2069"),
        ("Please wait ...", "Please wait ..."),
        ("Ball.", "Ball."),
    ],
)
def test_one_of_two_full_stops_goes_and_nothing_else(text, said):
    outline = Outline("en", "x", (Block(text), Block("Bis bald..", "quote", "", "auto")))
    assert outline.plain() == f"{said}\n\n> Bis bald..\n"
    assert said in outline.html() and "Bis bald.." in outline.html()
