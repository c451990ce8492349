"""Editors come by a link in a mail, for one entry, until it is over or revoked."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from organisations.document import Contact
from organisations.models import Editor, EditorLink, EditorSession, Mail, Organisation, Suggestion, SuggestionKind
from organisations.services import deciding, ownership
from organisations.services.consent import record_consent
from organisations.services.editing import Conflicting, confirm, edit, history, restore
from organisations.services.suggestions import ask
from tests.factories import change, organisation
from tests.organisations.associations.conftest import ASSOCIATION, SITE, changed, now_of, secret_of, sender

pytestmark = pytest.mark.django_db


def links() -> list[str]:
    return re.findall(rf"{SITE}/de/edit/([\w-]+)/", Mail.objects.latest("created_at").text)


def test_the_address_of_the_entry_gets_a_link(club):
    assert ownership.send_links(ASSOCIATION.upper(), language="de", site=SITE) == 1
    link = ownership.link_of(links()[0])
    assert link and link.editor.organisation == club


def test_all_entries_of_an_address_stand_in_one_mail(club):
    organisation("Zweiter Verein", email=ASSOCIATION)
    assert ownership.send_links(ASSOCIATION, language="de", site=SITE) == 2
    assert (Mail.objects.count(), len(links())) == (1, 2)


def test_an_unknown_address_gets_nothing(club):
    assert ownership.send_links("fremd@x.example", language="de", site=SITE) == 0
    assert not Mail.objects.exists()


def test_a_person_gets_a_link_only_with_consent(club):
    change(club, contacts=(Contact(name="Farah", email="farah@x.example"),))
    assert ownership.send_links("farah@x.example", language="de", site=SITE) == 0
    record_consent([now_of(club).contacts[0].id], text="Ja", way="mail")
    assert ownership.send_links("farah@x.example", language="de", site=SITE) == 1
    assert Editor.objects.get().contact_id == now_of(club).contacts[0].id


def test_no_secret_is_stored(club):
    ownership.send_links(ASSOCIATION, language="de", site=SITE)
    secret = links()[0]
    assert secret not in str(list(EditorLink.objects.values()))


def test_a_link_ends_after_thirty_days(club):
    ownership.send_links(ASSOCIATION, language="de", site=SITE)
    EditorLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert ownership.link_of(links()[0]) is None


def test_a_session_is_of_one_entry_and_ends_after_two_hours(club):
    other = organisation("Anderer")
    ownership.send_links(ASSOCIATION, language="de", site=SITE)
    link = ownership.link_of(links()[0])
    assert link
    _session, secret = ownership.open_session(link)
    assert ownership.session_of(secret, club.pk)
    assert ownership.session_of(secret, other.pk) is None
    EditorSession.objects.update(expires_at=timezone.now())
    assert ownership.session_of(secret, club.pk) is None


def test_a_revoked_editor_is_out_at_once(club, editor):
    link = ownership.link_of(secret_of(ownership.new_link(editor, SITE)))
    assert link
    _session, secret = ownership.open_session(link)
    ownership.revoke(editor, author="user:1")
    assert ownership.session_of(secret, club.pk) is None
    assert not Editor.objects.active().exists()


def test_a_code_works_once_and_five_wrong_ones_end_it(club, editor):
    session = EditorSession.objects.get()
    ownership.send_code(session)
    code = re.findall(r"^(\d{6})$", Mail.objects.get().text, re.MULTILINE)[0]
    wrong = "000000" if code != "000000" else "000001"
    assert [ownership.is_code(session, word) for word in (wrong, code, code)] == [False, True, False]
    ownership.send_code(session)
    code = re.findall(r"^(\d{6})$", Mail.objects.latest("created_at").text, re.MULTILINE)[0]
    wrong = "000000" if code != "000000" else "000001"
    assert not any(ownership.is_code(session, word) for word in [wrong] * 5 + [code])


def test_handing_over_ends_the_own_rights(club, editor):
    ownership.hand_over(editor, "neu@verein.example", name="Neu", language="de", site=SITE)
    assert [one.email for one in Editor.objects.active()] == ["neu@verein.example"]
    assert len(links()) == 1


def test_an_accepted_claim_makes_an_editor(club, curator):
    claim = ask(
        SuggestionKind.CLAIM, club.pk, sender=sender(language="de", email="ich@x.example", name="Ich"), proof="Satzung"
    )
    assert not Editor.objects.exists()
    deciding.accept(claim.pk, curator=curator)
    assert Editor.objects.get().email == "ich@x.example"
    assert ownership.link_of(links()[0])


def test_who_asks_to_be_removed_is_off_the_map_at_once(club, editor):
    ownership.remove(club.pk, author=editor.author)
    entry = Organisation.objects.get()
    assert (entry.state, entry.unlisted_on) == ("archived", timezone.localdate())


def test_an_editors_change_is_public_at_once(club, editor):
    done = edit(changed(club, phone="0711 1"), base=1, editor=editor, key="k1")
    assert done.revision and done.waiting is None
    assert now_of(club).phone == "0711 1"


def test_the_name_waits_for_a_curator_and_the_rest_does_not(club, editor, curator):
    done = edit(changed(club, name="Neuer Name", phone="0711 1"), base=1, editor=editor, key="k1")
    assert (now_of(club).name, now_of(club).phone) == ("Bunter Ball", "0711 1")
    assert done.waiting
    deciding.accept(done.waiting.pk, curator=curator)
    assert (now_of(club).name, now_of(club).phone) == ("Neuer Name", "0711 1")


def test_contacts_of_others_wait_for_a_curator(club, editor):
    change(club, contacts=(Contact(name="Farah", phone="0711 3"),))
    done = edit(changed(club, contacts=()), base=2, editor=editor, key="k1")
    assert done.revision is None and done.waiting
    assert now_of(club).contacts


@pytest.mark.parametrize("own", [True, False])
def test_the_setting_of_the_entry_goes_before_that_of_the_site(club, editor, settings, own):
    settings.EDITORS_PUBLISH = not own
    Organisation.objects.update(editors_publish=own)
    editor.organisation.refresh_from_db()
    done = edit(changed(club, phone="0711 1"), base=1, editor=editor, key="k1")
    assert bool(done.revision) is own


def test_two_editors_at_once_lose_nothing(club, editor):
    edit(changed(club, phone="0711 1", website="https://a.example"), base=1, editor=editor, key="k1")
    stale = replace(changed(club), phone="", website="", german="none")
    done = edit(stale, base=1, editor=editor, key="k2")
    assert done.revision
    assert (now_of(club).phone, now_of(club).german) == ("0711 1", "none")


def test_a_real_conflict_saves_nothing_and_shows_both(club, editor):
    edit(changed(club, phone="0711 1"), base=1, editor=editor, key="k1")
    with pytest.raises(Conflicting) as clash:
        edit(changed(club, phone="0711 2", german="none"), base=1, editor=editor, key="k2")
    (conflict,) = clash.value.conflicts
    assert (conflict.ours, conflict.theirs, clash.value.document.german) == ("0711 2", "0711 1", "none")
    assert (now_of(club).phone, now_of(club).german) == ("0711 1", "little")


def test_confirming_moves_the_day_of_the_check_and_of_the_promises(club, editor):
    confirm(club.pk, author=editor.author)
    today = timezone.localdate()
    assert (now_of(club).checked_on, now_of(club).languages[0].checked_on) == (today, today)
    assert confirm(club.pk, author=editor.author) is None


def test_history_says_what_changed_and_restore_undoes_it(club, editor):
    edit(changed(club, phone="0711 1"), base=1, editor=editor, key="k1")
    newest, first = history(club.pk)
    assert [(one.key, one.before, one.after) for one in newest.changes] == [(("phone",), "", "0711 1")]
    assert (first.revision.number, first.changes) == (1, [])
    confirm(club.pk, author=editor.author)
    restore(club.pk, 1, author=editor.author)
    assert (now_of(club).phone, now_of(club).checked_on) == ("", timezone.localdate())


def test_restoring_brings_no_withdrawn_state_back(club, editor):
    ownership.remove(club.pk, author=editor.author)
    restore(club.pk, 1, author=editor.author)
    assert now_of(club).state == "archived"


def test_the_history_takes_the_same_number_of_queries_for_any_length(club, editor, django_assert_max_num_queries):
    for number in range(8):
        change(club, phone=f"0711 {number}")
    with django_assert_max_num_queries(3):
        history(club.pk, most=8)
    assert Suggestion.objects.count() == 0
