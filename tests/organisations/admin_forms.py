"""The admin's forms as a browser would send them: what a page shows, with some of it changed."""

from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse

from organisations.models import Organisation
from tests.html import parse, sent_by

Form = dict[str, Any]


def shown(source: str) -> Form:
    """The names and values a browser would send for the form of a page, left as it is."""
    form = next(form for form in parse(source).all("form") if (form.get("id") or "").endswith("_form"))
    return {name: values for name, values in sent_by(form).items() if "__prefix__" not in name}


def entry_address(id: UUID | None) -> str:
    """Where the form of an entry is; None: of a new one."""
    name = "admin:organisations_organisation_"
    return reverse(name + "change", args=[id]) if id else reverse(name + "add")


def open_form(client: Client, address: str) -> Form:
    """The form of a page."""
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return shown(response.content.decode())


def row(prefix: str, form: Form, **values: Any) -> Form:
    """The form with one more row of a part, as the button for adding makes it."""
    count = int(form[f"{prefix}-TOTAL_FORMS"][0])
    added = {f"{prefix}-{count}-{name}": value for name, value in values.items()}
    return form | {f"{prefix}-TOTAL_FORMS": [str(count + 1)]} | added


def faults(source: str) -> str:
    """The words of all faults a page shows."""
    return " | ".join(element.text for element in parse(source).all(".errorlist"))


def save(admin: Client, entry: Organisation, **changes: object) -> Form:
    """Open the form, change some fields, save."""
    form = open_form(admin, entry_address(entry.pk)) | changes
    response = admin.post(entry_address(entry.pk), form)
    assert response.status_code == 302, faults(response.content.decode())
    return form
