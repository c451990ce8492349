"""Who looks after an entry: naming, handing over, leaving; each needs the code of a mail that has just come."""

import re
from typing import Any

import pytest

from organisations.models import Decision, Editor, Mail, Organisation
from tests.organisations.associations.pages import Keeper, page, words

NEW = "neu@verein.example"


@pytest.fixture
def keeper(club: Organisation, editor: Editor) -> Keeper:
    """The editor, with the entry open."""
    found = Keeper(club)
    found.opens(editor)
    return found


def asks(keeper: Keeper, act: str, **more: str) -> Any:
    return keeper.client.post(keeper.path("editors/"), {"act": act, "email": NEW, "name": "Nura", **more})


def code() -> str:
    mail = Mail.objects.filter(purpose="code").order_by("created_at").last()
    assert mail
    return re.findall(r"^\d{6}$", mail.text, re.MULTILINE)[0]


def test_a_named_person_gets_a_link_after_the_code(keeper: Keeper, club: Organisation) -> None:
    asked = asks(keeper, "name")
    assert NEW in words(asked) and Editor.objects.count() == 1
    assert asks(keeper, "name", code=code()).status_code == 302
    assert Editor.objects.active().filter(organisation=club, email=NEW, name="Nura").exists()
    assert Mail.objects.filter(recipient=NEW, purpose="link").count() == 1
    assert Decision.objects.filter(action="editor:named").count() == 1


def test_without_the_code_nobody_is_named(keeper: Keeper) -> None:
    asks(keeper, "name")
    wrong = "000000" if code() != "000000" else "111111"
    for typed in ("", wrong, "x" * 300, "\0"):
        answer = asks(keeper, "name", code=typed)
        assert answer.status_code == 400 and page(answer).one("#code-error").text
    assert Editor.objects.count() == 1


def test_five_wrong_codes_end_the_right_one(keeper: Keeper) -> None:
    asks(keeper, "name")
    right = code()
    for _ in range(5):
        asks(keeper, "name", code="999999" if right != "999999" else "888888")
    assert asks(keeper, "name", code=right).status_code == 400


def test_handing_over_ends_the_own_access(keeper: Keeper, club: Organisation, editor: Editor) -> None:
    asks(keeper, "hand-over")
    asks(keeper, "hand-over", code=code())
    assert [one.email for one in Editor.objects.active().filter(organisation=club)] == [NEW]
    assert keeper.client.get(keeper.path()).status_code == 403


def test_leaving_needs_the_code_too(keeper: Keeper, editor: Editor) -> None:
    asks(keeper, "end")
    assert Editor.objects.active().exists()
    asks(keeper, "end", code=code())
    assert not Editor.objects.active().exists()
    assert keeper.client.get(keeper.path()).status_code == 403


def test_addresses_of_others_are_known_again_but_not_shown(keeper: Keeper) -> None:
    shown = keeper.sees("editors/")
    assert "Erika" in shown and "e…@verein.example" in shown
    assert "editor@verein.example" not in shown


@pytest.mark.parametrize("email", ["", "x", "a@b"])
def test_an_address_that_is_none_comes_back_with_a_sentence(keeper: Keeper, email: str) -> None:
    answer = keeper.client.post(keeper.path("editors/"), {"act": "name", "email": email, "name": "Nura"})
    assert answer.status_code == 400 and page(answer).one("#email-error").text
    assert not Mail.objects.filter(purpose="code").exists()


def test_codes_are_mailed_six_times_an_hour_at_most(keeper: Keeper) -> None:
    states = [asks(keeper, "name").status_code for _ in range(7)]
    assert states == [200] * 6 + [429]


@pytest.mark.parametrize("act", ["name", "hand-over"])
def test_nobody_names_themselves_or_hands_over_to_themselves(keeper: Keeper, editor: Editor, act: str) -> None:
    answer = asks(keeper, act, email=editor.email.upper())
    assert answer.status_code == 400 and "your own address" in words(answer)
    assert not Mail.objects.filter(purpose="code").exists()
