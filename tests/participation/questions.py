"""What the tests of questionnaires share: the shipped ones, and a person who fills one in."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from organisations import further
from organisations.participation.models import Answers, Questionnaire, Version
from organisations.participation.questions.linked import Questionnaires
from organisations.participation.questions.loading import load_questionnaires
from tests.html import Element, parse

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "questionnaires"


def load(open: bool = True) -> None:
    """The shipped questionnaires, as everybody may fill them in."""
    load_questionnaires(FOLDER, open=open)
    for source in further._sources:
        if isinstance(source, Questionnaires):
            source._kept = None  # of a test before, whose rows were taken back and whose version comes again


def current(slug: str) -> Version:
    """The version that is filled in today."""
    version = Questionnaire.objects.get(slug=slug).current
    assert version
    return version


class Asked:
    """A person with a browser and one questionnaire."""

    def __init__(self, client: Client, path: str) -> None:
        self.client, self.path = client, path

    def page(self) -> Element:
        """The form as it opens."""
        answer = self.client.get(self.path)
        assert answer.status_code == 200
        return parse(answer.content.decode())

    def ticket(self) -> str:
        """The ticket of a fresh form."""
        return self.page().one("input[name=ticket]").get("value") or ""

    def sends(self, values: dict[str, Any], *, ticket: str | None = None, **more: Any) -> HttpResponse:
        """Answers by code of the question."""
        form = {f"q.{code}": value for code, value in values.items()}
        form |= {"ticket": self.ticket() if ticket is None else ticket} | more
        answer: Any = self.client.post(self.path, form)
        return answer

    def kept(self, values: dict[str, Any], **more: Any) -> Answers:
        """Answers that are kept."""
        before = set(Answers.objects.values_list("pk", flat=True))
        answer = self.sends(values, **more)
        assert answer.status_code == 302, parse(answer.content.decode()).one("main").text
        return Answers.objects.exclude(pk__in=before).get()
