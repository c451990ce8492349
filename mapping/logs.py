"""Secret links never stand in a log: what leads to messages, suggestions, consents and to editing an entry is masked
wherever an address is written. Nor does what the database quotes of a row that it refuses.

A path may hold any character. Those that end a line or steer a terminal are escaped: nobody writes lines of their own.
"""

import logging
import re
from typing import Any

from gunicorn.glogging import Logger

SECRET = re.compile(
    r"(/(?:message|answer|invitation|suggestion|consent|edit|unsubscribe|mentor/link|company(?:/answer|/after|/adult)?)/)"
    r"[^/\s\"'?&]+"
)
# A secret (organisations/secret_links.py) wherever it stands: an address may have come damaged and its link still work.
# No name of ours has so many letters with a large one among them.
ALONE = re.compile(r"(?=[a-z0-9_-]*[A-Z])[\w-]{43,}", re.ASCII)
# PostgreSQL: "DETAIL:  Key (email)=(...) already exists", "DETAIL:  Failing row contains (...)". Values may have lines.
QUOTED = re.compile(r"^DETAIL:.*?(?=^The above exception|^During handling|^Traceback|\Z)", re.MULTILINE | re.DOTALL)
# Control characters and what else ends a line, but for the line breaks and tabs of tracebacks.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def masked(text: str) -> str:
    """The text with three dots for the secret of every secret link, and for values that the database quotes; control
    characters are escaped.
    """
    text = ALONE.sub("...", SECRET.sub(r"\1...", text))
    text = QUOTED.sub("DETAIL: ...\n", text) if "DETAIL:" in text else text
    return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class Masked(logging.Formatter):
    """Formats as ever, tracebacks included, then masks."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  the name is Python's
        """The message on one line; masked before, for what the database quotes is found by its lines."""
        return masked(super().formatMessage(record)).rstrip("\n").replace("\n", r"\n")

    def format(self, record: logging.LogRecord) -> str:
        """The line, or lines, of a record."""
        return masked(super().format(record))


class Brief(logging.Filter):
    """One line for what anybody can send: the address without its query, and no traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets the record through, shortened."""
        request = getattr(record, "request", None)
        record.msg, record.args = f"{record.getMessage()} {request.path if request else ''}".rstrip(), ()
        record.exc_info = record.exc_text = None
        return True


class WebLog(Logger):  # type: ignore[misc]  # gunicorn has no types
    """The web server's own logs, masked."""

    def setup(self, cfg: Any) -> None:
        """Sets the logs up as configured and masks what goes into them."""
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                form = handler.formatter or logging.Formatter()
                handler.setFormatter(Masked(form._fmt, form.datefmt))
