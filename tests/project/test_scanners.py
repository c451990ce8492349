"""Programs that open every link of every mail before a person does: nothing changes, and no secret gets anywhere."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client

from mapping.logs import masked
from organisations.models import Mail
from tests.html import parse
from tests.project import posting
from tests.project.test_visibility import content, routes
from tests.project.town import SITE, Town, links_of

pytestmark = pytest.mark.usefixtures("vocabulary")
# As mail programs, their scanners and browsers that load ahead ask.
SCANNERS: tuple[dict[str, str], ...] = (
    {},
    {"User-Agent": "Mozilla/5.0 (compatible; SafeLinks)", "Accept": "*/*", "Accept-Language": "en-US"},
    {
        "User-Agent": "Barracuda Sentinel (EE)",
        "X-Forwarded-For": "203.0.113.9",
        "Referer": "https://mail.example/inbox",
    },
    {
        "Purpose": "prefetch",
        "Sec-Purpose": "prefetch;prerender",
        "Sec-Fetch-Site": "none",
        "Sec-Fetch-Mode": "navigate",
    },
    {"X-Moz": "prefetch", "Sec-Fetch-Site": "cross-site", "Cookie": "session=abc; csrf=def"},
)
SECRET_PART = re.compile(
    r"/(edit|unsubscribe|consent|suggestion|message|answer|invitation|mentor/link|company/answer|company/after|company/adult|company)/([^/?]+)"
)


def secrets_of(links: list[str]) -> set[str]:
    """The secrets in addresses."""
    return {found[2] for link in links if (found := SECRET_PART.search(link))}


def all_links() -> list[str]:
    """Every link of every mail, below the site."""
    found = {link for mail in Mail.objects.all() for link in links_of(mail)}
    assert all(link.startswith(f"{SITE}/") for link in found), found
    return sorted(link.removeprefix(SITE) for link in found)


def tables() -> list[str]:
    """All tables of the database."""
    return connection.introspection.table_names()


def dump() -> dict[str, str]:
    """A fingerprint of every row of every table."""
    found = {}
    with connection.cursor() as cursor:
        for name in tables():
            cursor.execute(f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{name}" t')
            found[name] = cursor.fetchone()[0] or ""
    return found


def changed(before: dict[str, str]) -> set[str]:
    """The tables whose rows are others than before."""
    return {name for name, print_ in dump().items() if print_ != before[name]}


def test_every_kind_of_mail_is_known_here() -> None:
    assert posting.kinds() == set(posting.SENT_BY) | set(posting.IN_TOWN)


def test_opening_every_link_of_every_mail_changes_nothing_and_betrays_nothing(town: Town, log: list[str]) -> None:
    links, before = all_links(), dump()
    secrets = secrets_of(links)
    assert {part[1] for link in links if (part := SECRET_PART.search(link))} >= {
        "edit", "unsubscribe", "consent", "answer", "invitation", "mentor/link", "company",
        "company/answer", "company/after", "company/adult",
    }  # fmt: skip
    for link in links:
        is_gone = bool(secrets_of([link]) & town.secrets_of("deleted"))
        for headers in SCANNERS:
            for method in ("get", "head"):
                client = Client()
                answer = getattr(client, method)(link, headers=headers)
                is_desk = link.startswith("/curate/") and answer.status_code == 302  # to the sign-in
                is_closed = "/company/" in link and answer.status_code == 410  # called off since
                assert answer.status_code == 200 or (answer.status_code == 404 and is_gone) or is_desk or is_closed, (
                    link
                )
                if SECRET_PART.search(link):
                    check_page(link, answer)
    assert changed(before) == set()
    assert [line for line in log for secret in secrets if secret in line] == []
    assert_only_in_mails(secrets)
    assert_nobody_else_reads(secrets)


def check_page(link: str, answer: Any) -> None:
    """The page behind a secret link tells its address to no other page, and has no cookie, file or link of others."""
    assert answer.headers["Referrer-Policy"] in ("no-referrer", "strict-origin"), link
    assert {"no-store", "private"} & set(re.split(r",\s*", answer.headers["Cache-Control"])), link
    assert not {name for name, cookie in answer.cookies.items() if cookie.value and name != "csrf"}, link
    page = parse(answer.content.decode())
    for name in ("href", "src", "action", "srcset", "poster", "data"):
        for element in page.all(f"[{name}]"):
            target = element.get(name) or ""
            assert not urlsplit(target).netloc or target.startswith(SITE), (link, target)


def assert_only_in_mails(secrets: set[str]) -> None:
    """No secret stands in the database itself, but in the mail that waits."""
    with connection.cursor() as cursor:
        for name in set(tables()) - {"organisations_mail"}:
            cursor.execute(f'SELECT t::text FROM "{name}" t')
            text = "\n".join(row for (row,) in cursor.fetchall())
            assert [secret for secret in secrets if secret in text] == [], name


def assert_nobody_else_reads(secrets: set[str]) -> None:
    """Pages that were opened after the links hold none of their secrets."""
    client = Client()
    for path in ("/de/", "/de/o/verein-own/", "/api/v1/listings", "/de/update/", "/sitemap-1.xml", "/accounts/login/"):
        text = content(client.get(path))
        assert [secret for secret in secrets if secret in text] == [], path


def test_the_buttons_behind_the_links_do_change_something(town: Town) -> None:
    """The control: a scanner that pressed them would be seen."""
    for name in ("edit-link", "unsubscribe", "account_invitation"):
        before = dump()
        part = {"edit-link": "/de/edit/", "unsubscribe": "/de/unsubscribe/"}.get(name, "/accounts/invitation/")
        assert Client().post(f"{part}{town.secrets[name]['own']}/").status_code in (200, 302)
        assert changed(before), name


def test_every_address_with_a_secret_is_masked_in_logs() -> None:
    found = [route for route in routes() if re.search(r"<str:(token|secret)>", route)]
    assert len(found) > 5
    for route in found:
        path = "/" + re.sub(r"<str:(token|secret)>", "s3cret-_:x", route).replace("<lang>", "ar")
        for line in (f"GET {path}?do=right HTTP/1.1", f"Not Found: {path}", f"KeyError('{path}')", f"next={path}&x"):
            assert "s3cret" not in masked(line), route
