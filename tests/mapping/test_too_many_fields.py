"""A query or form with more fields than anybody has: a short page in the reader's language, and one line in the log."""

import logging

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from tests.html import parse
from tests.signing_in import signed_in

pytestmark = pytest.mark.usefixtures("vocabulary")
WORD = "kanarienvogel"
MANY = "&".join(f"{WORD}{n}=x" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("path", "language", "status"),
    [("/de/", "de", 400), ("/ar/", "ar", 400), ("/de/o/nirgends/", "de", 404), ("/curate/", "de", 400),
     ("/curate/", "en", 400), ("/accounts/login/", "de", 400)],
)  # fmt: skip
def test_a_query_with_too_many_parameters_gets_a_short_page(client, caplog, path, language, status):
    answer = client.get(f"{path}?{MANY}", headers={"accept-language": language})
    page = parse(answer.content.decode())
    assert answer.status_code == status
    assert len(answer.content) < 40_000 and WORD not in answer.content.decode()
    with translation.override(language):
        title = gettext("This address cannot be read")
    assert page.one("html").get("lang") == language
    assert (page.one("h1").text == title) == (status == 400)
    told_once(caplog)


def told_once(caplog) -> None:
    """One line, without values and without a traceback."""
    lines = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(lines) == 1 and not lines[0].exc_info
    assert WORD not in lines[0].getMessage()


def test_the_api_answers_with_a_problem(client, caplog):
    answer = client.get(f"/api/v1/listings?{MANY}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert len(answer.content) < 1_000
    told_once(caplog)


def test_a_form_with_too_many_fields_gets_a_short_page(client, caplog, admin_user: User):
    desk = signed_in(admin_user, Client(headers={"accept-language": "de"}))
    for sender, path in ((desk, "/curate/personal-data/"), (client, "/accounts/login/")):
        caplog.clear()
        answer = sender.post(path, MANY, content_type=FORM)
        assert answer.status_code in (400, 413) and len(answer.content) < 40_000
        assert WORD not in answer.content.decode()
        told_once(caplog)
