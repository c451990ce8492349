"""What the tests of the questionnaires' desk share: a curator there, and a draft that was begun."""

import pytest
from django.test import Client

from organisations.participation.models import Version
from tests.html import parse
from tests.organisations.associations.conftest import curator_for
from tests.participation.questions import load
from tests.signing_in import signed_in

LIST = "/curate/questionnaires/"
EDIT, TYPE = f"{LIST}newcomers/edit/", f"{LIST}newcomers/type/"
PAPER = f"{LIST}associations/type/"


@pytest.fixture(name="desk")
def question_desk(vocabulary):
    """A curator with an English browser; the shipped questionnaires are there, none is open."""
    load(open=False)
    return signed_in(curator_for("curator", "filderstadt"), Client(HTTP_ACCEPT_LANGUAGE="en"))


@pytest.fixture(name="draft")
def begun_draft(desk):
    """A draft of the questionnaire for newcomers; called, it is read anew."""
    desk.post(EDIT, {"action": "begin"})
    return lambda: Version.objects.get(published_at=None)


def surely(desk, path, action):
    """Does something that is asked about once more, and says yes."""
    page = parse(desk.post(path, {"action": action}).content.decode())
    return desk.post(path, {"action": action, "sure": page.one("input[name=sure]").get("value")})
