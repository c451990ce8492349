"""axe finds nothing in any state of the pages of a first message: form, errors, preview, status, answer, endings."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.plugin import DjangoDbBlocker

from organisations.models import Mail, MailState, Organisation
from organisations.participation import services, throttle
from organisations.participation.draft import Draft
from organisations.participation.models import Message
from organisations.participation.phrases import Choices
from organisations.participation.services import Addressee
from organisations.secret_links import digest
from tests.browser.test_accessibility import COMBINATIONS, LOOKS, findings

MAIL, PHONE_NUMBER = "oksana@newcomer.example", "0711 2536110"


def key(state: str) -> str:
    """The secret of the links of the message in that state."""
    return state.ljust(43, "-")


def written(state: str, reach: str = MAIL, share: bool = False) -> Message:
    """A message from an Arabic page, and its mail in the queue."""
    entry = Organisation.objects.filter(state="public", parent=None).order_by("slug")[0]
    draft = Draft(Choices(("trial",), languages=("ar",)), "شكرا", "سمير", reach, share, True)
    to = Addressee(entry.pk, entry.name, "")
    message = services.send(draft, to, key=key(state), language="ar", consent="x", site="http://s")
    Message.objects.filter(pk=message.pk).update(answer_hash=digest(key(state)))
    return message


def answer(message: Message, text: str) -> None:
    services.answer(message, text, key=str(message.pk), again="http://s/")


def purged(message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(touched_at=timezone.now() - timedelta(days=91))


def mail_is(**values: Any) -> Callable[[Message], Any]:
    return lambda message: Mail.objects.filter(pk=message.mail_id or message.pk).update(**values)


FATES: dict[str, Callable[[Message], Any]] = {
    "queued": mail_is(),
    "waiting": mail_is(attempts=1),
    "sent": mail_is(state=MailState.SENT),
    "failed": mail_is(state=MailState.FAILED),
    "answered": lambda message: answer(message, "Kommen Sie am Dienstag."),
    "withdrawn": services.withdraw,
    "purged": purged,
}


@pytest.fixture(scope="module")
def messages(site: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One message in each state, committed; the last browser test takes them away with everything else."""
    with django_db_blocker.unblock():
        for state, fate in FATES.items():
            fate(written(state))
        written("shared", share=True)
        written("telephone", PHONE_NUMBER)
        answer(written("called", PHONE_NUMBER), "")
    yield


def asked_for() -> Iterator[str]:
    """Addresses of states that a link leads to."""
    yield from (f"message/{key(state)}/" for state in (*FATES, "called"))
    yield f"message/{key('sent')}/?again=1"
    yield from (f"answer/{key(state)}/" for state in ("queued", "shared", "telephone", "answered", "withdrawn"))
    yield f"answer/{key('answered')}/?done=1"
    yield f"answer/{key('called')}/?done=1"
    yield from ("message/nothing/", "o/nothing/contact/", "contact/")


def send(page: Page, step: str = "send", **changes: str) -> None:
    """Sends the form with changes no hand could make: hidden fields, another address (`action`), `many` more fields."""
    with page.expect_navigation():
        page.evaluate(
            """([step, changes]) => {
                const form = [...document.querySelectorAll('form.letter')].at(-1);
                for (const [name, value] of Object.entries(changes)) {
                    if (name === 'action') form.setAttribute('action', value);
                    else if (name === 'many') for (let n = 0; n < value; n += 1) {
                        form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: `x${n}` }));
                    }
                    else form.elements[name].value = value;
                }
                form.requestSubmit(form.querySelector(`button[value=${step}]`) ?? form.querySelector('button'));
            }""",
            [step, changes],
        )


def filled(page: Page, address: str) -> None:
    page.goto(address)
    page.check("input[value=trial]")
    page.fill("#name", "Oksana")
    page.fill("#reach", MAIL)


def sent_states(page: Page, site: str, language: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Brings the page into each state that only a sent form leads to, and names it."""
    slug = Organisation.objects.filter(state="public", parent=None).order_by("slug")[0].slug
    form, status, answers = (
        f"{site}/{language}/{path}"
        for path in (f"o/{slug}/contact/", f"message/{key('sent')}/", f"answer/{key('queued')}/")
    )
    page.goto(form)
    yield "form"
    send(page, reach="12")
    yield "errors"
    filled(page, form)
    send(page, "preview")
    yield "preview"
    send(page)
    yield "preview without consent"
    filled(page, form)
    page.check("input[name=consent]")
    send(page)
    yield "too fast"
    monkeypatch.setitem(throttle.LIMITS, "reply", throttle.Limit(throttle.DAY, 0, 0))
    page.wait_for_timeout(3_100)
    send(page)
    yield "over the limit"
    filled(page, form)
    send(page, action=f"/{language}/o/nothing/contact/")
    yield "gone since"
    page.goto(form)
    send(page, many="1600")
    yield "far too long"
    page.goto(status)
    send(page, ticket="x")
    yield "not taken back"
    page.goto(answers)
    send(page)
    yield "empty answer"


@pytest.mark.usefixtures("messages")
@pytest.mark.parametrize(("language", "look"), COMBINATIONS)
def test_axe_finds_nothing_in_any_state(visit: Any, language: str, look: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one = visit(**LOOKS[look])
    found = {}
    for path in asked_for():
        one.page.goto(f"{one.site}/{language}/{path}")
        assert one.page.locator("main h1").count() == 1, path
        found[path] = findings(one.page)
    for state in sent_states(one.page, one.site, language, monkeypatch):
        found[state] = findings(one.page)
    assert {state: rules for state, rules in found.items() if rules} == {}
