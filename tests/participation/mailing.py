"""What happens around a mail in tests: the queue's job, time that passes, the link in it, the answer to it."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.db import connection
from django.utils import timezone

from organisations.models import Mail
from organisations.outbox import sending
from tests.html import parse
from tests.participation.conftest import Writer
from tests.participation.smtp import MailServer, part

OURS = "karte@stadt.example"


def deliver() -> None:
    """What the queue's job does."""
    sending.deliver(30)


def time_passes(minutes: float) -> None:
    """The moment of the next attempt comes."""
    Mail.objects.update(next_at=timezone.now() - timedelta(seconds=1))
    Mail.objects.exclude(since=None).update(since=timezone.now() - timedelta(minutes=minutes))


def state(writer: Writer, path: str) -> str:
    return parse(writer.client.get(path).content.decode()).one("[role=status]").text


def answer_path(mail: Any) -> str:
    return re.findall(r"http://testserver(/de/answer/[\w-]{43}/)", part(mail, "plain"))[0]


def answered(writer: Writer, path: str, **form: str) -> Any:
    ticket = parse(writer.client.get(path).content.decode()).one("input[name=ticket]").get("value")
    return writer.client.post(path, {"ticket": ticket} | form)


def environment(mail_server: MailServer) -> dict[str, str]:
    """The settings of another process on the test's database."""
    database = connection.settings_dict
    place = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}@{database['HOST']}:{database['PORT']}"
    return {
        "DJANGO_SETTINGS_MODULE": "mapping.settings",
        "DATABASE_URL": f"postgres://{place}/{database['NAME']}",
        "DATABASE_READ_URL": "",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(mail_server.port),
        "DEFAULT_FROM_EMAIL": OURS,
    }
