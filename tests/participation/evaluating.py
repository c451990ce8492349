"""What the tests of the evaluation's pages share: a curator at the desk, a count, and what the pages say."""

import csv
import random
import secrets
from io import StringIO

import pytest

from organisations.participation.evaluation import looks
from tests.html import parse
from tests.organisations.associations.conftest import curator_for
from tests.participation.counting import fill_some, questionnaire
from tests.signing_in import signed_in

DESK, SUMMARY = "/curate/questionnaires/newcomers/", "/de/questions/newcomers/summary/"
COUNT = {"action": "count", "version": "1"}


@pytest.fixture(name="version")
def first_version():
    """The version of an open questionnaire, not filled in yet."""
    return questionnaire()


@pytest.fixture(name="desk")
def curators_desk(vocabulary, monkeypatch):
    """A browser in which a curator is signed in. Coins fall the same way in every run: by chance a number that is too
    small may be shown, or one that is large enough may not, and tests of pages are not about that."""
    monkeypatch.setattr(secrets, "randbits", random.Random(7).getrandbits)
    return signed_in(curator_for("curator", "filderstadt"))


@pytest.fixture(name="counted")
def counted_version(version):
    """The first count, of sixty forms."""
    fill_some(version)
    return looks.count(version, author="user:1")


def words(client, path=DESK + "?lang=en", status=200):
    """Everything a person reads in the page's main part."""
    answer = client.get(path)
    assert answer.status_code == status
    return parse(answer.content.decode()).one("main").text


def tables(client, query=""):
    """The tables of the page: heads, then rows, question by question."""
    page = parse(client.get(f"{DESK}?lang=en{query}").content.decode())
    return [
        [[cell.text for cell in (*row.all("th"), *row.all("td"))] for row in table.all("tr")]
        for table in page.all("table")
    ]


def file_of(client, query=""):
    """The rows of the file of the page's tables: those of the tables, and those that tell what they are."""
    answer = client.post(f"{DESK}file/?lang=en{query}")
    rows = list(csv.reader(StringIO(answer.content.decode().lstrip("\ufeff")), delimiter=";"))
    end = rows.index([])
    return rows[:end], rows[end + 1 :]
