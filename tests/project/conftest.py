"""What the proofs about secrets share: entries, the town with all its mails, every line of the log."""

import logging
from collections.abc import Iterator

import pytest

from mapping.logs import Masked
from organisations.models import Mail
from tests.project import posting
from tests.project.entries import Cast, new_cast
from tests.project.town import Town, new_town


@pytest.fixture
def cast(vocabulary: None) -> Cast:
    """Entries with secrets."""
    return new_cast()


@pytest.fixture
def town(vocabulary: None) -> Town:
    """The town, in which every kind of mail has been written."""
    built = new_town()
    for kind in sorted(posting.SENT_BY):
        before = Mail.objects.count()
        posting.send(built, kind)
        assert Mail.objects.count() > before, kind
    return built


@pytest.fixture
def log() -> Iterator[list[str]]:
    """Every line that any logger writes, down to DEBUG, as it would stand in the log."""
    found: list[str] = []

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(self.format(record))

    handler = Lines()
    handler.setFormatter(Masked("{levelname} {name} {message}", style="{"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield found
    root.removeHandler(handler)
    root.setLevel(level)
