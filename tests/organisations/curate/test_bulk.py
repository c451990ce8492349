"""Changing many entries: the preview says what would happen, the work does it, and it can be taken back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from organisations.ids import new_id
from organisations.models import (
    EntryLabel,
    Label,
    Mail,
    Organisation,
    Reminder,
    Revision,
    Topic,
    Work,
    WorkEntry,
)
from organisations.services import work as works
from organisations.services.bulk.acts import ACTS
from organisations.services.bulk.forgetting import forget_old_entries
from organisations.services.ownership import add_editor
from organisations.services.rows import load_document
from organisations.services.unsubscribing import unsubscribe
from tests.factories import change, document, organisation, organisations, place

BULK = "/curate/entries/bulk/"
GERMAN = {"headers": {"accept-language": "de"}}


@pytest.fixture
def drafts(vocabulary) -> list[Organisation]:
    """Three drafts in Filderstadt."""
    organisations([document(f"Entwurf {n}", state="draft") for n in range(3)])
    return list(Organisation.objects.filter(state="draft").order_by("name"))


def previewed(client: Any, **given: Any) -> Any:
    """The preview of a form."""
    answer = client.post(BULK, {"query": "", "which": "all"} | given)
    assert answer.status_code == 200, answer.headers
    return answer.context["preview"]


def done(client: Any, **given: Any) -> Work:
    """The work of a form, done."""
    answer = client.post(BULK, {"query": "", "which": "all", "do": "1", "work": str(new_id())} | given)
    assert answer.status_code == 302, answer.content.decode()
    works.go_on(60)
    work = Work.objects.get(pk=answer.headers["Location"].split("/")[-2])
    assert (work.state, work.done) == ("done", work.total)
    assert client.get(answer.headers["Location"]).status_code == 200
    return work


def taken_back(client: Any, work: Work) -> None:
    """Presses the button of its page."""
    client.post(f"/curate/work/{work.pk}/", {"action": "undo"})
    works.go_on(60)


def states() -> list[str]:
    return list(Organisation.objects.order_by("name").values_list("state", flat=True))


def test_a_preview_counts_and_changes_nothing(desk, club, drafts):
    preview = previewed(desk, act="publish")
    assert (preview.number, preview.total) == (3, 4)
    assert [(lot.count, lot.entries[0].name) for lot in preview.refused] == [(1, "Bunter Ball")]
    assert not Work.objects.exists() and Revision.objects.count() == 4


def test_drafts_are_published_and_taken_back(desk, club, drafts):
    drafts[0].unlisted_on = date(2026, 1, 1)
    drafts[0].save()
    work = done(desk, act="publish", query="q=Entwurf")
    assert states() == ["public", "draft", "public", "public"]
    assert work.result["outcomes"] == {"changed": 2, "unlisted": 1}
    assert Revision.objects.filter(batch=work.batch, author=f"user:{work.by_id}").count() == 2
    taken_back(desk, work)
    assert states() == ["public", "draft", "draft", "draft"]
    undo = Work.objects.latest("created_at")
    for page, title in ((f"/curate/work/{undo.pk}/", "<h1>"), ("/curate/work/", "<b>")):
        told = desk.get(page, **GERMAN).content.decode()
        assert "bulk:" not in told and f"{title}Zurücknehmen" in told and "<bdi>Veröffentlichen</bdi>" in told


def test_the_chosen_ones_are_archived_and_what_somebody_changed_since_stays(desk, club, drafts):
    work = done(desk, act="archive", which="chosen", pick=[drafts[1].pk, club.pk])
    assert states() == ["archived", "draft", "archived", "draft"]
    change(club, phone="0711 9")
    taken_back(desk, work)
    assert states() == ["public", "draft", "draft", "draft"]
    assert load_document(club.pk).phone == "0711 9"


def test_all_on_a_page_are_those_that_stand_there(desk, drafts):
    preview = previewed(desk, act="publish", which="page", query="q=Entwurf&sort=name")
    assert [str(pick) for pick in preview.selection.picks] == [str(one.pk) for one in drafts]


def test_a_topic_is_added_behind_the_others_and_removed_again(desk, club, drafts):
    assert not previewed(desk, act="topic-on").is_ready
    assert previewed(desk, act="topic-on", value="nonsense").faulty
    work = done(desk, act="topic-on", value="choir")
    assert load_document(club.pk).topics == ("football", "choir")
    assert previewed(desk, act="topic-on", value="choir").number == 0
    done(desk, act="topic-off", value="football", which="chosen", pick=[club.pk])
    assert load_document(club.pk).topics == ("choir",)
    taken_back(desk, work)
    assert load_document(drafts[0].pk).topics == ("football",)


def test_labels_are_put_on_taken_off_and_taken_back(desk, club, drafts):
    done(desk, act="label-on", value="Anrufen", which="chosen", pick=[club.pk])
    work = done(desk, act="label-on", value="anrufen")
    assert (Label.objects.count(), EntryLabel.objects.count()) == (1, 4)
    answer = desk.post(f"/curate/work/{work.pk}/", {"action": "undo"})
    works.go_on(60)
    assert answer.status_code == 302
    assert list(EntryLabel.objects.values_list("organisation", flat=True)) == [club.pk]
    assert Revision.objects.count() == 4


def test_a_button_pressed_twice_does_it_once(desk, drafts):
    preview = previewed(desk, act="label-on", value="Anrufen")
    form = {"act": "label-on", "value": "Anrufen", "query": "", "which": "all", "do": "1", "work": preview.next_id}
    first, second = (desk.post(BULK, form).headers["Location"] for _ in range(2))
    works.go_on(60)
    assert desk.post(BULK, form).headers["Location"] == first == second
    assert Work.objects.count() == 1 and EntryLabel.objects.count() == 3


def test_labels_are_taken_back_once(desk, drafts):
    work = done(desk, act="label-on", value="Anrufen")
    undo = desk.post(f"/curate/work/{work.pk}/", {"action": "undo"}).headers["Location"]
    assert desk.post(f"/curate/work/{work.pk}/", {"action": "undo"}).headers["Location"] == undo
    works.go_on(60)
    page = desk.get(f"/curate/work/{work.pk}/").content.decode()
    assert undo in page and 'value="undo"' not in page
    assert Work.objects.count() == 2 and not EntryLabel.objects.exists()


def test_taking_labels_back_that_was_ended_can_be_begun_again(desk, drafts):
    work = done(desk, act="label-on", value="Anrufen")
    page = f"/curate/work/{work.pk}/"
    works.cancel(Work.objects.get(pk=desk.post(page, {"action": "undo"}).headers["Location"].split("/")[-2]).pk)
    works.go_on(60)
    assert EntryLabel.objects.count() == 3 and 'value="undo"' in desk.get(page).content.decode()
    undo = desk.post(page, {"action": "undo"}).headers["Location"]
    works.go_on(60)
    assert not EntryLabel.objects.exists()
    desk.post(undo, {"action": "undo"})  # and once more: on again
    works.go_on(60)
    assert EntryLabel.objects.count() == 3


@pytest.mark.parametrize(("act", "value"), [("topic-on", "choir"), ("publish", ""), ("label-on", "Anrufen")])
def test_work_is_called_in_the_language_of_whoever_looks_at_it(desk, drafts, act, value):
    work = done(desk, act=act, value=value)  # begun on an English page
    topic = Topic.objects.get(slug="choir").names["de"]
    named = {"choir": f": {topic}", "": "", "Anrufen": ": Anrufen"}[value]
    with translation.override("de"):
        title = f"{ACTS[act].label}{named}"
    for page in (f"/curate/work/{work.pk}/", "/curate/work/"):
        assert f"<bdi>{title}</bdi>" in desk.get(page, **GERMAN).content.decode()


def test_work_from_before_is_called_by_what_it_was_begun_with(desk, curator):
    Work.objects.create(kind="bulk-entries", by=curator.user, title="Publish", params={})
    assert "<bdi>Publish</bdi>" in desk.get("/curate/work/", **GERMAN).content.decode()


def test_an_act_without_the_mark_of_its_preview_is_only_shown(desk, drafts):
    for work in ("", "x"):
        previewed(desk, act="publish", do="1", work=work)
    assert not Work.objects.exists()


def test_whoever_looks_after_entries_is_asked_by_one_mail_a_person(desk, vocabulary):
    organisations([document(f"Verein {n}") for n in range(4)])
    made = list(Organisation.objects.order_by("name"))
    for entry in made[:2]:
        add_editor(entry.pk, "erika@x.example", added_by="test")
    silent = add_editor(made[2].pk, "silent@x.example", added_by="test")
    unsubscribe(silent)
    preview = previewed(desk, act="ask")
    assert [(lot.words, lot.count) for lot in preview.refused]
    assert preview.number == 2
    work = done(desk, act="ask")
    mail = Mail.objects.get()
    assert (mail.recipient, mail.purpose, mail.text.count("?do=right")) == ("erika@x.example", "reminder", 2)
    assert mail.unsubscribe and Reminder.objects.count() == 2
    assert work.result["outcomes"] == {"changed": 2, "silent": 1, "nobody": 1}
    assert previewed(desk, act="ask").counts == {"lately": 2, "silent": 1, "nobody": 1}
    assert Mail.objects.count() == 1


def test_an_address_on_file_is_asked_and_no_more_than_the_mails_of_a_day(desk, club, settings):
    settings.REMINDERS_A_DAY = 0
    assert done(desk, act="ask").result["outcomes"] == {"full": 1}
    settings.REMINDERS_A_DAY = 5
    assert done(desk, act="ask").result["outcomes"] == {"changed": 1}
    assert Mail.objects.get().recipient == "vorstand@verein.example"


def test_without_a_geocoder_nothing_is_looked_up(desk, vocabulary):
    organisation("Ohne Punkt", places=(place(None),))
    preview = previewed(desk, act="geocode")
    assert (preview.number, preview.refused[0].count) == (0, 1)
    assert desk.post(BULK, {"which": "all", "act": "geocode", "do": "1", "work": str(new_id())}).status_code == 200
    assert not Work.objects.exists()


def test_entries_outside_of_the_areas_stay_as_they_are(desk, other_desk, curator, drafts):
    assert previewed(other_desk, act="publish").total == 0
    assert previewed(other_desk, act="publish", which="chosen", pick=[drafts[0].pk]).total == 0
    answer = desk.post(BULK, {"which": "all", "act": "publish", "do": "1", "work": str(new_id())})
    curator.user.curator_role.areas.clear()
    works.go_on(60)
    assert states() == ["draft"] * 3
    assert set(WorkEntry.objects.values_list("outcome", flat=True)) == {"outside"}
    assert answer.status_code == 302


def test_an_entry_that_would_break_a_rule_is_named_with_the_reason(desk, drafts):
    Organisation.objects.filter(pk=drafts[1].pk).update(checked_on=date(2999, 1, 1))
    work = done(desk, act="publish")
    assert work.result["outcomes"] == {"changed": 2, "invalid": 1}
    assert work.entries.get(outcome="invalid").why
    told = desk.get(f"/curate/work/{work.pk}/", headers={"accept-language": "en"}).content.decode()
    assert f"{drafts[1].name}</bdi></a>: Last checked by a person: That day is still to come." in told
    german = desk.get(f"/curate/work/{work.pk}/", **GERMAN).content.decode()
    assert "</bdi></a>: Zuletzt von einem Menschen geprüft: Dieser Tag kommt erst noch." in german


def test_a_work_that_is_ended_before_leaves_the_rest(desk, drafts):
    desk.post(BULK, {"which": "all", "act": "publish", "do": "1", "work": str(new_id())})
    works.cancel(Work.objects.get().pk)
    works.go_on(60)
    assert states() == ["draft"] * 3
    assert "cancelled" in desk.get(f"/curate/work/{Work.objects.get().pk}/").content.decode()


def test_which_entries_it_was_is_forgotten_after_a_time(desk, drafts):
    work = done(desk, act="publish")
    assert forget_old_entries() == 0
    Work.objects.update(ended_at=timezone.now() - timedelta(days=91))
    assert forget_old_entries() == 3
    assert desk.get(f"/curate/work/{work.pk}/").status_code == 200


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"act": "nonsense", "which": "all"},
        {"act": "publish", "which": "chosen"},
        {"act": "publish", "pick": "x"},
        {"act": "publish", "pick": "\0", "query": "\0=%ff"},
        {"act": "label-on", "which": "all", "value": "\0", "do": "1", "work": str(new_id())},
        {"act": "label-on", "which": "all", "value": "x" * 41, "do": "1", "work": str(new_id())},
        {"act": "publish", "which": "chosen", "back": "https://evil.example/"},
    ],
)
def test_nonsense_changes_nothing(desk, drafts, given):
    answer = desk.post(BULK, given)
    assert answer.status_code in (200, 302)
    assert "evil" not in answer.headers.get("Location", "")
    assert not Work.objects.exists() and states() == ["draft"] * 3


def test_what_a_curator_did_stands_on_the_desk_in_words(desk, drafts):
    done(desk, act="publish")
    changes = desk.get("/curate/", **GERMAN).context["today"].changes
    assert ("Veröffentlichen", 3) in [(one.what, one.entries) for one in changes]
    assert timezone.now() >= changes[0].latest


def test_an_entry_whose_address_was_only_written_to_is_not_looked_after(desk, club, vocabulary):
    organisation("Nur Adresse", email="wir@verein.example")
    before = desk.get("/curate/entries/?editor=address").context["table"].count
    done(desk, act="ask", query="")
    assert Reminder.objects.exists()
    assert desk.get("/curate/entries/?editor=address").context["table"].count == before
    assert desk.get("/curate/entries/?editor=has").context["table"].count == 0


def test_whoever_watches_sees_it_go_on(desk, drafts):
    organisations([document(f"Weiterer {n}", state="draft") for n in range(40)])
    desk.post(BULK, {"which": "all", "act": "publish", "do": "1", "work": str(new_id())})
    seen = []
    while works.go_on(0.001):
        seen.append(Work.objects.get().done)
    assert len(set(seen)) >= 3, seen
