"""One suggestion: decided part by part, edited, rejected; by two curators at once, twice, too late."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext

from organisations.document import Contact, Opening
from organisations.models import Decision, Editor, Mail, Organisation, Suggestion, SuggestionKind
from organisations.outbox.reasons import REASONS
from organisations.outbox.sending import deliver
from organisations.services.suggestions import ask, suggest_entry
from tests.factories import change, document
from tests.html import parse, sent_by
from tests.organisations.associations.conftest import now_of, sender
from tests.organisations.curate.conftest import address
from tests.signing_in import signed_in

GERMAN = {"headers": {"accept-language": "de"}}


def test_opening_it_changes_nothing(desk, proposed):
    for path in (address(proposed), f"{address(proposed)}edit/"):
        assert desk.get(path).status_code == 200
        assert desk.head(path).status_code == 200
    found = Suggestion.objects.get()
    assert (found.state, found.locked_by, found.locked_until) == ("open", None, None)


def test_it_shows_old_and_new_the_sender_s_words_and_their_language(desk, proposed):
    page = desk.get(address(proposed), **GERMAN).content.decode()
    assert "<ins>https://neu.example</ins>" in page
    assert '<blockquote lang="ar" dir="auto">الهاتف خطأ</blockquote>' in page
    assert "Arabisch" in page


def test_one_part_is_accepted_and_another_rejected(desk, club, proposed):
    answer = desk.post(address(proposed), {"action": "decide", "part-website": "yes", "part-phone": "no"})
    assert answer.status_code == 302
    assert (now_of(club).website, now_of(club).phone) == ("https://neu.example", "")
    found = Suggestion.objects.get()
    assert (found.state, found.accepted, found.refused) == ("partly", [["website"]], [["phone"]])
    assert Decision.objects.get().action == "change:partly"


def test_nothing_is_decided_as_long_as_a_part_is_open_and_nothing_typed_is_lost(desk, club, proposed):
    answer = desk.post(address(proposed), {"action": "decide", "part-website": "yes", "words": "Noch <b>prüfen"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Noch &lt;b&gt;prüfen</textarea>" in page
    assert 'name="part-website" value="yes" checked' in page
    assert now_of(club).website == "" and Suggestion.objects.get().state == "open"


def test_what_is_open_is_accepted_with_one_button(desk, club, proposed):
    desk.post(address(proposed), {"action": "rest", "part-phone": "no"})
    assert (now_of(club).website, now_of(club).phone) == ("https://neu.example", "")


def test_all_parts_refused_is_a_rejection_and_wants_a_reason(desk, proposed):
    said = {"action": "decide", "part-website": "no", "part-phone": "no"}
    assert desk.post(address(proposed), said).status_code == 422
    assert desk.post(address(proposed), said | {"reason": "unsure"}).status_code == 302
    assert Suggestion.objects.get().state == "rejected"


def test_the_sender_reads_the_reason_in_their_language_in_a_real_mail(desk, proposed, mail_server):
    desk.post(address(proposed), {"action": "reject", "reason": ["unsure", "nonsense"], "words": "Danke!"})
    with translation.override("ar"):
        sentence = gettext(REASONS["unsure"])
    assert Suggestion.objects.get().reason == f"{sentence}\n\nDanke!"
    deliver(5)
    (mail,) = mail_server.mails()
    text = mail.get_body(("plain",)).get_content()
    assert mail["To"] == "who@x.example" and sentence in text and "> Danke!" in text


def test_sent_twice_it_is_decided_once(desk, club, proposed):
    said = {"action": "rest", "words": "Danke"}
    assert desk.post(address(proposed), said).status_code == 302
    again = desk.post(address(proposed), said)
    assert again.status_code == 409
    assert '<blockquote dir="auto">Danke</blockquote>' in again.content.decode()
    assert (Decision.objects.count(), Mail.objects.filter(purpose="decision").count()) == (1, 1)


def test_two_curators_do_not_do_the_same(desk, club, proposed, admin_user):
    other = signed_in(admin_user)
    assert other.post(address(proposed), {"action": "take"}).status_code == 302
    page = desk.get(address(proposed)).content.decode()
    assert admin_user.username in page and 'value="decide"' not in page
    late = desk.post(address(proposed), {"action": "reject", "words": "Nein, weil"})
    assert late.status_code == 409 and "Nein, weil" in late.content.decode()
    other.post(address(proposed), {"action": "give-back"})
    assert desk.post(address(proposed), {"action": "rest"}).status_code == 302


def test_what_changed_meanwhile_is_marked_and_shown_as_it_is_now(desk, club, proposed):
    change(club, phone="0711 2")
    item = desk.get(address(proposed)).context["item"]
    phone = next(part for part in item.parts if part.difference.key == ("phone",))
    assert (phone.difference.before, phone.difference.after, phone.meanwhile) == ("0711 2", "0711 1", "–")


def test_it_is_edited_before_it_is_accepted(desk, club, proposed):
    opened = desk.post(f"{address(proposed)}edit/", {"part-phone": "no", "words": "Danke"})
    data = fields_of(opened) | {"about-website": "https://besser.example"}
    assert (data["about-phone"], data["words"]) == ([""], ["Danke"])
    assert Suggestion.objects.get().locked_by is not None
    assert desk.post(f"{address(proposed)}edit/", data).status_code == 302
    assert (now_of(club).website, now_of(club).phone) == ("https://besser.example", "")
    assert Suggestion.objects.get().state == "partly"


def test_texts_and_offers_are_written_in_another_language_before_it_is_accepted(desk, club, proposed):
    offer = Opening("seat", timezone.localdate() + timedelta(days=900), title={"de": "Beirat"})
    change(club, openings=(offer,))
    opened = desk.post(f"{address(proposed)}edit/", {"part-phone": "no", "words": "Danke"})
    again = desk.post(f"{address(proposed)}edit/", fields_of(opened) | {"texts": "uk", "step": "language"})
    data = fields_of(again) | {"about-summary": "Граємо", "openings-0-title": "Рада"}
    assert (again.status_code, data["texts"], data["words"]) == (200, ["uk"], ["Danke"])
    assert desk.post(f"{address(proposed)}edit/", data).status_code == 302
    now = now_of(club)
    assert now.openings == (replace(offer, title={"de": "Beirat", "uk": "Рада"}),)
    assert (now.texts["uk"].summary, now.phone, now.website) == ("Граємо", "", "https://neu.example")


def test_what_others_published_while_it_was_edited_is_merged_and_shown_again(desk, club, proposed):
    opened = desk.get(f"{address(proposed)}edit/")
    data = fields_of(opened) | {"about-website": "https://besser.example"}
    change(club, website="https://anders.example", email="neu@verein.example")
    again = desk.post(f"{address(proposed)}edit/", data)
    assert again.status_code == 409 and now_of(club).website == "https://anders.example"
    shown = fields_of(again)
    assert (shown["about-website"], shown["about-email"]) == (["https://besser.example"], ["neu@verein.example"])
    assert [one.before for one in again.context["editing"].conflicts] == ["https://anders.example"]
    assert desk.post(f"{address(proposed)}edit/", shown).status_code == 302
    assert (now_of(club).website, now_of(club).email) == ("https://besser.example", "neu@verein.example")


def test_what_was_typed_wrongly_in_the_form_is_shown_again(desk, club, proposed):
    data = fields_of(desk.get(f"{address(proposed)}edit/")) | {"about-name": "", "about-email": "kein at"}
    answer = desk.post(f"{address(proposed)}edit/", data)
    assert answer.status_code == 422 and "kein at" in answer.content.decode()
    assert desk.post(f"{address(proposed)}edit/", data | {"base": "77"}).status_code == 404


def test_a_new_entry_is_public_once_it_is_accepted(desk, vocabulary):
    draft = document("Neu hier", contacts=(Contact(name="Petra Beispiel", phone="0711 55"),))
    made = suggest_entry(draft, sender=sender())
    page = desk.get(address(made), **GERMAN).content.decode()
    assert "Neu hier" in page and "Petra Beispiel" in page
    assert desk.post(address(made), {"action": "accept"}).status_code == 302
    assert Organisation.objects.get(pk=draft.id).state == "public"


def test_a_claim_makes_an_editor_and_a_rejected_one_is_told(desk, club):
    claims = [ask(SuggestionKind.CLAIM, club.pk, sender=sender(email=f"{n}@x.example"), proof="Satzung") for n in "ab"]
    assert "Satzung" in desk.get(address(claims[0])).content.decode()
    desk.post(address(claims[0]), {"action": "accept"})
    desk.post(address(claims[1]), {"action": "reject", "reason": "proof"})
    assert [editor.email for editor in Editor.objects.all()] == ["a@x.example"]
    mails = {mail.recipient: mail.purpose for mail in Mail.objects.all()}
    assert mails == {"a@x.example": "link", "b@x.example": "decision"}


def test_a_removal_takes_the_entry_off_the_map(desk, club):
    asked = ask(SuggestionKind.REMOVAL, club.pk, sender=sender())
    desk.post(address(asked), {"action": "accept"})
    club.refresh_from_db()
    assert club.state == "archived" and club.unlisted_on


def test_a_report_is_done_or_leads_to_the_form_of_the_entry(desk, club):
    first, second = (ask(SuggestionKind.REPORT, club.pk, sender=sender(), notes={"about": n}) for n in "xy")
    desk.post(address(first), {"action": "accept"})
    data = fields_of(desk.get(f"{address(second)}edit/")) | {"about-phone": "0711 77"}
    assert desk.post(f"{address(second)}edit/", data).status_code == 302
    assert now_of(club).phone == "0711 77"
    assert {one.state for one in Suggestion.objects.all()} == {"accepted"}


@pytest.mark.parametrize("data", [{}, {"action": "nonsense"}, {"action": "reject", "words": "\0"}, {"part-x": "yes"}])
def test_nonsense_decides_nothing(desk, proposed, data):
    assert desk.post(address(proposed), data).status_code in (200, 422)
    assert Suggestion.objects.get().state == "open"


def fields_of(answer: Any) -> dict[str, Any]:
    """The fields of the form of a page, as a browser would send them."""
    return dict(sent_by(parse(answer.content.decode()).one("form.entry-forms")))
