"""Asking for company: nothing is lost, nothing is asked twice, and the page tells the truth."""

import pytest

from organisations.models import Mail
from organisations.participation.company import proposing
from organisations.participation.models import Accompaniment, AccompanimentState
from tests.factories import change
from tests.html import parse
from tests.participation.accompanying import ADULT, NEWCOMER, asked, asks, filled, form_of, mailed, text
from tests.participation.conftest import WRITER, errors
from tests.participation.mentoring import ADDRESS, SITE, mentor

pytestmark = pytest.mark.usefixtures("no_haste")


def ticket_in(answer):
    return parse(answer.content.decode()).one("input[name=ticket]").get("value")


def test_the_entry_leads_to_the_form_and_the_form_to_a_page_that_says_what_is_done(client, club):
    links = [link.get("href") for link in parse(client.get(f"/en/o/{club.slug}/").content.decode()).all("#contact a")]
    assert form_of(club) in links
    request, path = asked(client, club)
    assert (request.name, request.email, request.languages, request.wish) == ("Parisa", NEWCOMER, ["fa"], "")
    assert request.times == [{"day": "TU", "from": "00:00", "to": "23:59"}]
    assert "180 days" in request.consent
    assert "Your request is here" in text(client.get(path))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "id_name"),
        ({"reach": ""}, "id_reach"),
        ({"reach": "parisa@"}, "id_reach"),
        ({"languages": []}, "id_languages"),
        ({"consent": None}, "id_consent"),
        ({"minor": "on", "adult_reach": ADULT}, "id_adult_name"),
        ({"minor": "on", "adult_name": "parisa", "adult_reach": NEWCOMER.upper()}, "id_adult_name"),
        ({"minor": "on", "adult_name": "Mina"}, "id_adult_reach"),
        ({"minor": "on", "adult_name": "Mina", "adult_reach": "mina@"}, "id_adult_reach"),
        ({"words": "x" * 5_000}, "id_words"),
        ({"times-SA-from": "20:00", "times-SA-to": "10:00"}, "id_times"),
        ({"times-MO-from": "20:00"}, "id_times"),  # on a day that is not ticked
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_all_else_is_kept(client, club, changes, field):
    answer = asks(client, club, **changes)
    assert answer.status_code == 400
    page = parse(answer.content.decode())
    assert f"#{field}" in [link.get("href") for link in page.all("#errors a")]
    if "words" not in changes:
        assert page.one("textarea").text == "سلام"
    assert not Accompaniment.objects.exists()


def test_one_form_sent_twice_is_one_request_and_other_words_are_asked_about(client, club):
    ticket = ticket_in(client.get(form_of(club)))
    first, second = (asks(client, club, ticket=ticket) for _ in range(2))
    assert second.headers["Location"] == first.headers["Location"] + "?again=1"
    assert "one time only" in text(client.get(second.headers["Location"]))
    other = asks(client, club, ticket=ticket, words="Something else")
    assert other.status_code == 409
    assert asks(client, club, ticket=ticket_in(other), words="Something else").status_code == 302
    assert Accompaniment.objects.count() == 2


def test_a_form_of_another_site_or_without_a_ticket_asks_for_nothing(client, club):
    form = filled() | {"ticket": ticket_in(client.get(form_of(club)))}
    assert client.post(form_of(club), form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert client.post(form_of(club), filled()).status_code == 400
    assert client.post(form_of(club), form | {"website": "x"}).status_code == 400
    assert not Accompaniment.objects.exists()


def test_an_entry_that_goes_meanwhile_leaves_what_was_typed_on_the_page(client, club):
    ticket = ticket_in(client.get(form_of(club)))
    change(club, state="archived")
    assert client.get(form_of(club)).status_code == 404
    answer = client.post(form_of(club), filled() | {"ticket": ticket})
    assert answer.status_code == 410
    assert "سلام" in answer.content.decode()
    assert not Accompaniment.objects.exists()


def test_after_a_first_message_the_form_opens_with_what_was_said_there(writer, club):
    client, path = writer.client, writer.sent()
    page = parse(client.get(path).content.decode())
    form = next(form for form in page.all("form") if (form.get("action") or "").endswith("/company/"))
    secret = form.one("input[name=message]").get("value")
    opened = client.post(form.get("action"), {"step": "begin", "message": secret})
    assert opened.status_code == 200
    page = parse(opened.content.decode())
    assert page.one("#id_name").get("value") == "Oksana"
    assert page.one("#id_reach").get("value") == WRITER
    chosen = {box.get("value") for box in page.all("input[checked]")}
    assert {"uk", "ar", "TU", "SA"} <= chosen
    sent = client.post(form.get("action"), filled() | {"ticket": ticket_in(opened), "message": secret})
    assert sent.status_code == 302
    assert Accompaniment.objects.get().message is not None


@pytest.mark.parametrize(("share", "said"), [("on", "Yes"), (None, "No")])
def test_the_own_page_says_whether_the_mentor_may_see_the_address(client, club, share, said):
    _request, path = asked(client, club, share=share)
    lines = {
        line.one("dt").text: line.one("dd").text for line in parse(client.get(path).content.decode()).all("dl div")
    }
    assert lines["Whoever comes with me may see it, and write to me or call me."] == said


def test_taking_it_back_erases_what_was_filled_in(client, club):
    _request, path = asked(client, club)
    for _ in range(2):
        assert client.post(path, {"act": "withdraw"}).status_code == 302
    request = Accompaniment.objects.get()
    assert (request.state, request.name, request.email, request.words) == (AccompanimentState.WITHDRAWN, "", "", "")
    page = client.get(path)
    assert "taken your request back" in text(page)
    assert "سلام" not in page.content.decode()


def test_a_report_reaches_the_curators(client, club):
    request, path = asked(client, club)
    before = Mail.objects.count()
    for _ in range(2):
        answer = client.post(path, {"act": "report", "report": "He was rude"})
    assert "Thank you" in text(client.get(answer.headers["Location"]))
    request.refresh_from_db()
    assert request.report.count("He was rude") == 1
    assert Mail.objects.count() == before + 1


@pytest.mark.parametrize("form", [{}, {"act": "x"}, {"act": "report", "report": "x" * 3_000}])
def test_an_odd_button_changes_nothing(client, club, form):
    request, path = asked(client, club)
    assert client.post(path, form).status_code == 400
    request.refresh_from_db()
    assert (request.state, request.report) == (AccompanimentState.OPEN, "")


@pytest.mark.parametrize("kind", ["", "answer/", "after/"])
def test_a_link_that_nobody_has_leads_nowhere(client, vocabulary, kind):
    for guess in ("x", "A" * 43):
        answer = client.get(f"/en/company/{kind}{guess}/")
        assert answer.status_code == 404
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_taking_one_request_back_leaves_the_mails_about_another(client, club):
    asked(client, club)
    _other, path = asked(client, club, words="Something else")
    client.post(path, {"act": "withdraw"})
    assert Mail.objects.filter(recipient=NEWCOMER).count() == 1


def test_the_own_page_asks_you_and_those_of_mentors_and_curators_tell_of_the_newcomer(client, club):
    request, path = asked(client, club, minor="on", adult_name="Mina", adult_reach=ADULT, wish="woman")
    own = [
        "Which languages do you speak?", "When can you come?", "Who should come with you?", "Your name",
        "If you are under 18: which adult answers for you?", "Would you like to add something?",
    ]  # fmt: skip
    others = ["When the newcomer can come", "Who should come along", "Under 18", "In their own words"]
    page = text(client.get(path))
    assert [words for words in own if words not in page] == [] and [words for words in others if words in page] == []
    assert all(word in page for word in ("Persian", "A woman", "Mina", ADULT, "سلام", "Parisa", NEWCOMER))
    easy = text(client.get(path.replace("/en/", "/de-simple/", 1)))
    assert "die Person" not in easy and "Wann die Person" not in text(client.get(path.replace("/en/", "/de/", 1)))
    assert proposing.assign(request, mentor(), by="user:1", site=SITE)
    mentors = text(client.get(mailed(ADDRESS, "answer")))
    assert [words for words in others if words not in mentors] == []
    assert [words for words in own if words in mentors] == []


def test_what_is_wrong_is_listed_with_the_names_of_the_fields_in_the_order_of_the_page(client, club):
    answer = asks(client, club, languages=[], name="", reach="", consent=None)
    assert errors(answer) == [
        "Which languages do you speak: Please choose at least one language.",
        "Your name: Please fill this in.",
        "How can you be reached: Please fill this in.",
        "Please agree, so that we may look for somebody.",
    ]


def test_hours_of_a_day_that_is_not_ticked_are_asked_about_and_kept(client, club):
    answer = asks(client, club, **{"times-MO-from": "20:00"})
    assert "Please tick the day as well" in " ".join(errors(answer))
    page = parse(answer.content.decode())
    assert page.one("input[name=times-MO-from]").get("value") == "20:00"
    assert [box.get("value") for box in page.all("input[name=times][checked]")] == ["TU"]


@pytest.mark.parametrize(("german", "counts"), [("none", False), ("little", False), ("conversation", True)])
def test_a_little_german_is_no_language_in_common(writer, club, german, counts):
    client, path = writer.client, writer.sent(german=german)
    page = parse(client.get(path).content.decode())
    form = next(form for form in page.all("form") if (form.get("action") or "").endswith("/company/"))
    secret = form.one("input[name=message]").get("value")
    opened = client.post(form.get("action"), {"step": "begin", "message": secret})
    chosen = [box.get("value") for box in parse(opened.content.decode()).all("input[name=languages][checked]")]
    assert ("de" in chosen) == counts
