"""A person who looks after an entry, with a browser: asks for the link, presses its button, fills in forms."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from organisations.models import Editor, Mail, Organisation
from organisations.services.ownership import new_link
from tests.html import Element, parse

SITE = "http://testserver"


def page(answer: Any) -> Element:
    """The page of an answer."""
    return parse(answer.content.decode())


def words(answer: Any) -> str:
    """Everything a person reads in the page's main part."""
    return page(answer).one("main").text


def link_path(editor: Editor, tail: str = "") -> str:
    """The address of a fresh link, below the site."""
    return new_link(editor, SITE).removeprefix(SITE) + tail


def mailed_links() -> list[str]:
    """The addresses of all links in mails that wait, below the site."""
    found = [re.findall(rf"{SITE}(/[\w-]+/edit/[\w-]+/)", mail.text) for mail in Mail.objects.order_by("pk")]
    return [link for links in found for link in links]


def fields_of(form: Element) -> dict[str, Any]:
    """What a browser would send of a form nobody has touched."""
    sent: dict[str, Any] = {}
    for field in form.all("input") + form.all("textarea") + form.all("select"):
        name = field.get("name")
        if not name:
            continue
        if field.tag == "select":
            chosen = [option.get("value") or "" for option in field.all("option[selected]")]
            sent[name] = chosen[0] if chosen else (field.all("option")[0].get("value") or "")
        elif field.tag == "textarea":
            sent[name] = "".join(child for child in field.children if isinstance(child, str)).removeprefix("\n")
        elif field.get("type") in ("checkbox", "radio"):
            if field.get("checked") is not None:
                sent.setdefault(name, []).append(field.get("value") or "on")
        else:
            sent[name] = field.get("value") or ""
    return sent


class Keeper:
    """Somebody who looks after an entry, in one language."""

    def __init__(self, entry: Organisation, language: str = "en") -> None:
        self.client, self.language, self.slug = Client(), language, entry.slug

    def opens(self, editor: Editor, tail: str = "") -> HttpResponse:
        """Presses the button behind a fresh link."""
        answer: Any = self.client.post(link_path(editor, tail))
        return answer

    def path(self, tail: str = "edit/") -> str:
        """A page of the entry."""
        return f"/{self.language}/o/{self.slug}/{tail}"

    def sees(self, tail: str = "edit/") -> str:
        """What a page of the entry says."""
        answer = self.client.get(self.path(tail))
        assert answer.status_code == 200, answer.status_code
        return words(answer)

    def form(self, section: str) -> dict[str, Any]:
        """The form of a section as it opens."""
        answer = self.client.get(self.path(f"edit/{section}/" if "?" not in section else f"edit/{section}"))
        assert answer.status_code == 200, answer.status_code
        return fields_of(page(answer).one("form.entry-forms"))

    def sends(self, section: str, changes: dict[str, Any], sent: dict[str, Any] | None = None) -> HttpResponse:
        """The form of a section, as it is now or as it was opened (`sent`), with some fields changed."""
        tail = f"edit/{section}/" if "?" not in section else f"edit/{section}"
        form = (self.form(section) if sent is None else sent) | {"step": "save", **changes}
        answer: Any = self.client.post(self.path(tail), form)
        return answer

    def presses(self, act: str, tail: str = "edit/") -> HttpResponse:
        """A button of a page of the entry."""
        answer: Any = self.client.post(self.path(tail), {"act": act})
        return answer
