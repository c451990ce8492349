"""The sign-in ends while a curator types, or is renewed in another tab: the form comes back with everything in it."""

import pytest
from django.test import Client

from organisations.models import Suggestion
from tests.html import parse, sent_by
from tests.organisations.curate.conftest import address
from tests.signing_in import SIGN_IN, signed_in

SAID = {
    "action": "reject",
    "part-phone": "no",
    "reason": ["unsure", "nonsense"],
    "words": "Vielen Dank!\n<b>Leider</b>",
}
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def strict(curator) -> Client:
    """The curator's browser, forged forms refused."""
    return signed_in(curator.user, Client(enforce_csrf_checks=True, headers=OURS))


def token_of(browser: Client, path: str) -> str:
    page = parse(browser.get(path).content.decode())
    return str(next(one.get("value") for one in page.all("input") if one.get("name") == "csrfmiddlewaretoken"))


def shown_again(answer, path: str) -> dict[str, list[str]]:
    """The form of the page that says nothing is lost."""
    assert answer.status_code == 403
    page = parse(answer.content.decode())
    form = page.one("main form")
    assert form.get("action") == path and "Vielen Dank!" in page.one("ul.staff-typed").text
    fields = sent_by(form)
    assert {name: fields[name] for name in SAID} == {
        name: value if isinstance(value, list) else [value] for name, value in SAID.items()
    }
    return fields


def test_after_the_session_has_ended_and_after_a_new_sign_in_nothing_is_lost_and_it_can_be_sent(
    strict, curator, proposed
):
    path = f"{address(proposed)}?kind=change"
    form = SAID | {"csrfmiddlewaretoken": token_of(strict, path)}
    strict.session.flush()
    signed_out = strict.post(path, form)
    shown_again(signed_out, path)
    assert f'href="{SIGN_IN}"' in signed_out.content.decode()
    signed_in(curator.user, strict)
    del strict.cookies["csrf"]  # a sign-in gives a new one
    renewed = strict.post(path, form)
    again = shown_again(renewed, path)
    assert f'href="{SIGN_IN}"' not in renewed.content.decode()
    assert Suggestion.objects.get().state == "open"
    assert strict.post(path, again).status_code == 302
    assert Suggestion.objects.get().state == "rejected"


def test_words_of_another_site_and_passwords_are_never_shown_again(strict, client, proposed):
    strict.session.flush()
    foreign = strict.post(address(proposed), SAID, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403 and "Vielen Dank" not in foreign.content.decode()
    secret = client.post("/admin/auth/user/1/password/", {"password1": "a secret of mine"})
    assert secret.headers["Location"].startswith(SIGN_IN)
    assert client.post(address(proposed)).headers["Location"].startswith(SIGN_IN)
