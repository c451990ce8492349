"""The desk's pages about links, mails and keeping: what is shown to whom, and what never is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import CuratorRole, Editor, LinkState, Mail, MailState, WebLink
from organisations.outbox.bounces import note_bounce
from organisations.services.links import list_links
from organisations.services.retention import carry_out
from tests.factories import change, organisation
from tests.html import parse


@pytest.fixture
def everywhere(curator):
    CuratorRole.objects.filter(user=curator.user).update(everywhere=True)


def mail(**values):
    now = timezone.now()
    given = {"purpose": "reminder", "recipient": "vorstand@verein.example", "language": "de", "next_at": now}
    given |= {"subject": "Geheimer Betreff", "text": "Geheimer Text", "header_id": f"<{Mail.objects.count()}@x>"}
    return Mail.objects.create(**given | values)


def shown(client, path):
    return parse(client.get(path).content.decode()).one("main").text


@pytest.fixture
def broken(club):
    change(club, website="https://kaputt.example/")
    list_links()
    since = timezone.now() - timedelta(days=5)
    WebLink.objects.update(state=LinkState.BROKEN, status=404, failing_since=since, next_at=since + timedelta(days=9))


def test_a_broken_link_is_shown_to_the_curator_of_its_area_alone(desk, other_desk, broken):
    assert "kaputt.example" in shown(desk, "/curate/links/") and "HTTP 404" in shown(desk, "/curate/links/")
    assert "kaputt.example" not in shown(other_desk, "/curate/links/")
    assert "kaputt.example" not in shown(desk, "/curate/links/?state=failing")


def test_a_link_is_asked_again_by_the_curator_of_its_area_alone(desk, other_desk, broken):
    url = WebLink.objects.get().url
    other_desk.post("/curate/links/", {"url": url})
    assert WebLink.objects.get().next_at > timezone.now()
    desk.post("/curate/links/", {"url": url})
    assert WebLink.objects.get().next_at <= timezone.now()


def test_the_log_of_mails_tells_no_contents_and_no_whole_address(desk, everywhere):
    mail(state=MailState.SENT, sent_at=timezone.now())
    mail(purpose="answer", recipient="newcomer@x.example", state=MailState.FAILED)
    text = desk.get("/curate/mails/").content.decode()
    assert "v…@verein.example" in text
    for secret in ("Geheimer", "vorstand@", "newcomer", "x.example"):
        assert secret not in text


def test_the_log_of_mails_is_for_those_who_decide_everywhere(desk):
    mail()
    text = desk.get("/curate/mails/").content.decode()
    assert "verein.example" not in text


def test_a_mail_that_came_back_is_counted_so_and_its_editor_named_in_the_area(desk, other_desk, everywhere, editor):
    note_bounce(mail(recipient=editor.email, state=MailState.SENT))
    assert "e…@verein.example" in shown(desk, "/curate/mails/?state=bounced")
    assert "e…@" not in shown(desk, "/curate/mails/?state=sent")
    assert editor.email in shown(desk, "/curate/mails/")
    assert editor.email not in shown(other_desk, "/curate/mails/")


def test_a_mail_that_failed_is_sent_again_once(desk, other_desk, everywhere):
    failed = mail(state=MailState.FAILED)
    other_desk.post("/curate/mails/", {"mail": str(failed.pk)})
    assert Mail.objects.get().state == MailState.FAILED
    for id in (str(failed.pk), str(failed.pk), "nonsense", ""):
        assert desk.post("/curate/mails/", {"mail": id}).status_code == 302
    assert Mail.objects.get().state == MailState.QUEUED


def test_each_rule_of_keeping_says_when_it_was_carried_out(desk):
    desk.get("/curate/retention/?lang=en")
    assert "Not carried out yet" in shown(desk, "/curate/retention/")
    carry_out()
    assert "Not carried out yet" not in shown(desk, "/curate/retention/")


@pytest.mark.parametrize("path", ["/curate/links/", "/curate/mails/", "/curate/people/"])
def test_the_number_of_queries_does_not_grow_with_the_rows(desk, everywhere, club, path):
    def one_more(number):
        entry = organisation(f"Verein {number}", website=f"https://v{number}.example")
        Editor.objects.create(organisation=entry, email=f"e{number}@x.example", bounced_at=timezone.now())
        mail()

    def queries():
        list_links()
        WebLink.objects.update(state=LinkState.FAILING, failing_since=timezone.now())
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert desk.get(path).status_code == 200
        return len(found)

    one_more(1)
    queries()
    few = queries()
    for number in range(2, 20):
        one_more(number)
    assert queries() == few


@pytest.mark.parametrize("path", ["/curate/links/", "/curate/mails/", "/curate/people/", "/curate/retention/"])
def test_odd_parameters_are_left_out(desk, everywhere, path):
    for word in ("\0", "x" * 5_000, "-1", "9" * 400, "' OR 1=1 --", "<script>"):
        for name in ("page", "state", "purpose"):
            assert desk.get(path, {name: word}).status_code in (200, 400), (name, word)
        assert desk.post(path, {"url": word, "mail": word, "email": word, "action": word}).status_code in (
            302,
            405,
            422,
        )


def test_a_mail_that_was_tried_says_why_it_waits_and_when_it_goes_on(desk, everywhere):
    mail(attempts=8, next_at=timezone.now() + timedelta(minutes=5))
    mail(purpose="code")
    text = parse(desk.get("/curate/mails/", headers={"accept-language": "en"}).content.decode()).one("main").text
    assert text.count("The mail server could not be reached") == 1 and "Next attempt:" in text
