"""What tests of the desk's news and modules share: a curator, a draft of each, forms as a browser sends them."""

import pytest

from organisations.participation.models import Module, News
from tests.html import parse, sent_by
from tests.organisations.associations.conftest import curator_for
from tests.signing_in import signed_in

NEWS, MODULES = "/curate/news/", "/curate/modules/"


@pytest.fixture
def desk(vocabulary):
    return signed_in(curator_for("curator", "filderstadt"))


@pytest.fixture
def row(desk):
    desk.post(NEWS, {"title": "Sommerfest", "language": "de"})
    return News.objects.get()


@pytest.fixture
def module(desk):
    desk.post(MODULES, {"title": "Was ist ein Gremium?", "language": "de"})
    return Module.objects.get()


def facts(**values):
    """Facts alone, without the texts of the page."""
    return {f"facts-{name}": value for name, value in values.items()} | {"action": "save"}


def text(title, words="", language="de"):
    """A text alone, without the facts of the page."""
    return {f"{language}-text-title": title, f"{language}-text-text": words, "action": "save"}


EVENT = facts(kind="event", day="24.12.2026", begins="18 Uhr", ends="1:00")


def form_of(answer):
    """What a browser would send for the page as it is."""
    return sent_by(parse(answer.content.decode()).one(".desk-entry form"))
