"""A mentor who says yes twice, and one who changes the plan: nothing goes under, both always have what holds."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from organisations.models import Mail, MailState
from organisations.participation.company import answering, planning
from organisations.participation.models import Accompaniment, Mentor, Proposal
from tests.html import parse
from tests.participation.accompanying import NEWCOMER, asked, mailed, proposed, text, yes
from tests.participation.killing import killed_while_it_mails
from tests.participation.mentoring import ADDRESS, SITE, mentor

pytestmark = pytest.mark.usefixtures("no_haste")
OTHERS: dict[str, dict[str, Any]] = {
    "day": {"days": 4}, "hour": {"hour": "18:00"}, "place": {"point": "Marktplatz"}, "number": {"share_phone": "on"},
}  # fmt: skip


@pytest.fixture
def request_of(vocabulary, client, club):
    mentor(phone="+497112536110")
    return asked(client, club)  # in English, as the mails


@pytest.fixture
def path(client, request_of):
    path = proposed(request_of[0], Mentor.objects.get())
    assert yes(client, path).status_code == 302
    return path


def changes(client, path, **values):
    return yes(client, path, act="change", **values)


@pytest.mark.parametrize("other", OTHERS)
def test_a_second_yes_with_another_plan_is_told_which_one_holds_and_how_to_change_it(client, path, other):
    before = Accompaniment.objects.values("meets_at", "meeting_point").get(), Mail.objects.count()
    answer = yes(client, path, **OTHERS[other])
    assert answer.status_code == 409
    assert "the plan on this page holds" in text(answer) and "Haltestelle am Rathaus" in text(answer)
    assert (Accompaniment.objects.values("meets_at", "meeting_point").get(), Mail.objects.count()) == before
    form = parse(answer.content.decode()).one("details[open] form.entry-form")
    typed = form.one("input[name=point]").get("value"), form.one("input[name=hour]").get("value")
    assert typed == (OTHERS[other].get("point", "Haltestelle am Rathaus"), OTHERS[other].get("hour", "17:30"))


def test_the_same_yes_once_more_is_just_the_page_also_when_its_hour_has_come(client, path):
    assert yes(client, path).headers["Location"] == path
    count = Mail.objects.count()
    began = timezone.localtime() - timedelta(minutes=5)
    at = began.replace(second=0, microsecond=0)
    Accompaniment.objects.update(meets_at=at)
    same: dict[str, Any] = {"day": at.date().isoformat(), "hour": f"{at:%H:%M}"}
    assert yes(client, path, **same).headers["Location"] == path
    answer = yes(client, path)
    assert answer.status_code == 409 and "can no longer be changed" in text(answer)
    assert Mail.objects.count() == count


def test_a_changed_plan_goes_to_both_and_stands_on_every_page(client, path, request_of):
    Mail.objects.update(state=MailState.SENT)
    answer = changes(client, path, days=5, hour="18:15", point="Marktplatz", share_phone="on")
    assert answer.headers["Location"] == f"{path}?changed=1"
    assert "The plan has changed" in text(client.get(answer.headers["Location"]))
    for page in (path, request_of[1], mailed(NEWCOMER, "after")):
        assert "Marktplatz" in text(client.get(page)) and "18:15" in text(client.get(page))
        assert "Rathaus" not in text(client.get(page))
    for recipient in (NEWCOMER, ADDRESS):
        mail = Mail.objects.exclude(state=MailState.SENT).get(recipient=recipient)
        assert mail.subject == "Your plan for the visit has changed" and "Marktplatz" in mail.text
    assert "+49 711 2536110" in Mail.objects.exclude(state=MailState.SENT).get(recipient=NEWCOMER).text


def test_a_plan_that_still_waits_is_replaced_so_that_nobody_gets_two(client, path):
    changes(client, path, point="Marktplatz")
    for recipient in (NEWCOMER, ADDRESS):
        (mail,) = Mail.objects.filter(recipient=recipient, text__contains="Meeting point")
        assert "Marktplatz" in mail.text and "changed" not in mail.subject


def test_the_same_plan_is_no_change(client, path):
    count = Mail.objects.count()
    assert changes(client, path).headers["Location"] == path
    assert Mail.objects.count() == count


@pytest.mark.parametrize("wrong", [{"days": -1}, {"days": 400}, {"hour": "x"}, {"point": ""}, {"point": "x" * 400}])
def test_a_change_that_is_none_comes_back_filled_and_changes_nothing(client, path, wrong):
    before = Accompaniment.objects.values("meets_at", "meeting_point").get()
    answer = changes(client, path, **wrong)
    assert answer.status_code == 400 and parse(answer.content.decode()).all("details[open] #id_point")
    assert Accompaniment.objects.values("meets_at", "meeting_point").get() == before


def test_a_plan_is_not_changed_without_end(client, path, monkeypatch):
    monkeypatch.setattr(answering, "MOST_A_DAY", 2)
    codes = [changes(client, path, point=f"Ort {number}").status_code for number in range(3)]
    assert codes == [302, 302, 429]
    assert Accompaniment.objects.get().meeting_point == "Ort 1"


def test_nothing_is_changed_after_the_hour_nor_when_it_is_over(client, path, request_of):
    Accompaniment.objects.update(meets_at=timezone.now() - timedelta(minutes=1))
    assert changes(client, path, point="Marktplatz").status_code == 409
    with pytest.raises(planning.TooLate):
        planning.change(
            Proposal.objects.get(), meets_at=timezone.now(), meeting_point="x", site=SITE, share_email=True
        )  # fmt: skip
    client.post(request_of[1], {"act": "withdraw"})
    assert changes(client, path, point="Marktplatz").status_code == 409
    assert Accompaniment.objects.get().meeting_point != "Marktplatz"


def test_who_is_reached_by_telephone_is_called_again(client, club, settings, vocabulary):
    settings.CURATORS_EMAIL = "team@stadt.example"
    anna = mentor()
    request, _path = asked(client, club, reach="0711 2536110")
    path = proposed(request, anna)
    yes(client, path)
    changes(client, path, point="Marktplatz")
    assert Mail.objects.filter(recipient="team@stadt.example").count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_while_it_changes_a_plan_leaves_the_one_that_stood(client, path, mail_server):
    Mail.objects.update(state=MailState.SENT)
    code = (
        "from datetime import timedelta; from django.utils import timezone;"
        f"from {Proposal.__module__} import Proposal; from {planning.__name__} import change;"
        f"change(Proposal.objects.get(), meets_at=timezone.now() + timedelta(days=9), meeting_point='x', site='{SITE}')"
    )
    killed_while_it_mails(code, mail_server)
    assert Accompaniment.objects.get().meeting_point == "Haltestelle am Rathaus"
    assert not Mail.objects.exclude(state=MailState.SENT).exists()
    changes(client, path, point="Marktplatz")
    assert Mail.objects.exclude(state=MailState.SENT).count() == 2
