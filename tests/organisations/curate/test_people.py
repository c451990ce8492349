"""The people of the desk: who sees them, inviting, areas, switching off, handing over."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from organisations.models import Area, CuratorRole, Decision, ImportRun, ImportSource, Mail, SavedView, Work
from organisations.services.curators import accept, invited_by
from organisations.services.staff import NotAllowed, change_role, hand_over, switch, withdraw
from tests.organisations.associations.conftest import curator_for
from tests.signing_in import signed_in

PEOPLE = "/curate/people/"
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def chief(vocabulary):
    """Decides everywhere, but is no superuser."""
    user = curator_for("chief")
    CuratorRole.objects.filter(user=user).update(everywhere=True)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def root(vocabulary):
    return User.objects.create_superuser("root", "root@stadt.example")


@pytest.fixture
def office(chief):
    return signed_in(chief)


def page_of(user):
    return f"{PEOPLE}{user.pk}/"


def invites(client, **values):
    return client.post(PEOPLE, {"email": "neu@stadt.example", "name": "Nina Neu", "areas": ["filderstadt"]} | values)


def test_a_curator_of_one_area_sees_no_people(desk, curator):
    for answer in (desk.get(PEOPLE), desk.get(page_of(curator.user)), invites(desk)):
        assert answer.status_code == 403
    assert not Mail.objects.exists()


def test_all_are_listed_with_areas_factor_and_last_sign_in(office, curator):
    text = office.get(PEOPLE + "?lang=en", follow=True).content.decode()
    assert "curator@stadt.example" in text and "Filderstadt" in text
    assert "No second factor yet" in text


def test_an_invitation_makes_an_account_that_sleeps_and_mails_its_link(office):
    assert invites(office).status_code == 302
    user = User.objects.get(email="neu@stadt.example")
    assert (user.is_active, user.is_staff, user.is_superuser, user.first_name) == (False, True, False, "Nina Neu")
    assert [area.slug for area in user.curator_role.areas.all()] == ["filderstadt"]
    assert Mail.objects.get().recipient == "neu@stadt.example"


@pytest.mark.parametrize(
    "wrong", [{"email": "x"}, {"email": ""}, {"areas": []}, {"areas": ["nowhere"]}, {"email": "curator@stadt.example"}]
)
def test_a_wrong_invitation_comes_back_with_a_sentence_and_all_that_was_typed(office, curator, wrong):
    User.objects.filter(pk=curator.user.pk).update(last_login="2026-01-01T00:00Z")
    answer = invites(office, **wrong)
    assert answer.status_code == 422
    assert "Nina Neu" in answer.content.decode() and "field-error" in answer.content.decode()
    assert not Mail.objects.exists()


def test_who_is_no_superuser_cannot_make_or_change_one(office, root):
    assert office.post(page_of(root), {"action": "off"}).status_code == 403
    sleeping = User.objects.create(
        username="s@stadt.example", email="s@stadt.example", is_staff=True, is_superuser=True, is_active=False
    )
    assert invites(office, email=sleeping.email).status_code == 422
    sleeping.refresh_from_db()
    assert sleeping.is_superuser


def test_nobody_changes_their_own_account(chief, office):
    assert office.post(page_of(chief), {"action": "off"}).status_code == 403
    with pytest.raises(NotAllowed):
        change_role(chief, everywhere=False, areas=[], by=chief)


def test_areas_are_changed_and_sessions_that_knew_others_end(office, desk, curator):
    answer = office.post(page_of(curator.user), {"action": "role", "areas": ["ostfildern"]})
    assert answer.status_code == 302
    assert [area.slug for area in CuratorRole.objects.get(user=curator.user).areas.all()] == ["ostfildern"]
    assert desk.get("/curate/queue/").status_code == 302
    assert Decision.objects.get().action == "people:role"
    assert office.post(page_of(curator.user), {"action": "role"}).status_code == 422


def test_an_account_is_switched_off_and_on(office, desk, curator):
    office.post(page_of(curator.user), {"action": "off"})
    assert desk.get("/curate/queue/").status_code == 302
    assert not User.objects.get(pk=curator.user.pk).is_active
    User.objects.filter(pk=curator.user.pk).update(last_login=timezone.now())  # has been here before
    switch(User.objects.get(pk=curator.user.pk), True, by=User.objects.get(username="chief"))
    assert User.objects.get(pk=curator.user.pk).is_active


def hands_over(client, giver, taker):
    """Asks for it, and says yes on the page that asks once more."""
    form = {"action": "hand-over", "to": str(taker.pk)}
    asked = client.post(page_of(giver), form, headers=ENGLISH)
    assert asked.status_code == 200 and User.objects.get(pk=giver.pk).is_active == giver.is_active
    assert client.post(page_of(giver), form | {"do": "1"}).status_code == 302
    return " ".join(asked.content.decode().split())


def test_before_work_is_handed_over_the_page_says_how_much_goes_to_whom(
    office, chief, curator, other_curator, proposed
):
    proposed.locked_by = curator.user
    proposed.save()
    for number in range(2):
        source = ImportSource.objects.create(name=f"Liste {number}", by=curator.user)
        ImportRun.objects.create(source=source, by=curator.user, file="liste.csv")
        SavedView.objects.create(owner=curator.user, name=f"Meine {number}")
    SavedView.objects.create(owner=other_curator.user, name="Meine 1")  # a name that both have stays
    told = hands_over(office, curator.user, other_curator.user)
    assert f"from <b>{curator.user.username}</b> to <b>{other_curator.user.username}</b>" in told
    for label, n in {"Suggestions in hand": 1, "Sources of imports": 2, "Imports": 2, "Saved views": 1}.items():
        assert f"<dt>{label}</dt><dd>{n}</dd>" in told
    assert "Areas: Filderstadt" in told
    assert Decision.objects.get(action="people:handed_over").detail["moved"] == 6


def test_work_is_handed_over_with_its_areas(office, chief, curator, other_curator, proposed):
    proposed.locked_by = curator.user
    proposed.save()
    for owner, names in ((curator.user, ("Meine", "Beide")), (other_curator.user, ("BEIDE",))):
        for name in names:
            SavedView.objects.create(owner=owner, name=name)
    ImportSource.objects.create(name="Liste", by=curator.user)
    hands_over(office, curator.user, other_curator.user)
    taker = CuratorRole.objects.get(user=other_curator.user)
    assert {area.slug for area in taker.areas.all()} == {"filderstadt", "ostfildern"}
    proposed.refresh_from_db()
    assert proposed.locked_by == ImportSource.objects.get().by == other_curator.user
    assert set(SavedView.objects.filter(owner=other_curator.user).values_list("name", flat=True)) == {"Meine", "BEIDE"}
    assert not User.objects.get(pk=curator.user.pk).is_active


def test_imports_that_were_begun_go_on_in_other_hands(chief, curator, other_curator):
    work = Work.objects.create(kind="import-plan", by=curator.user, params={}, title="liste.csv")
    source = ImportSource.objects.create(name="Liste", by=curator.user)
    run = ImportRun.objects.create(source=source, by=curator.user, file="liste.csv", work=work)
    hand_over(curator.user, other_curator.user, by=chief)
    desk = signed_in(other_curator.user)
    for address in (f"/curate/import/{run.pk}/", f"/curate/work/{work.pk}/"):
        assert desk.get(address).status_code == 200, address


@pytest.mark.parametrize("to", ["", "0", "x", "999999999999999999999"])
def test_handing_over_to_nobody_changes_nothing(office, curator, to):
    office.post(page_of(curator.user), {"action": "hand-over", "to": to})
    assert User.objects.get(pk=curator.user.pk).is_active


def test_a_superuser_takes_work_over_without_a_role(chief, root, curator):
    assert hand_over(curator.user, root, by=chief) == 0
    assert Area.objects.filter(slug="filderstadt").exists() and not CuratorRole.objects.filter(user=root).exists()


def test_an_account_that_is_not_there_is_not_found(office):
    assert office.get(f"{PEOPLE}99999999/").status_code == 404


@pytest.mark.parametrize("form", [{"action": "off"}, {"action": "hand-over"}])
def test_an_invitation_ends_with_the_account_and_only_a_new_one_wakes_it(office, other_curator, form):
    invites(office)
    user = User.objects.get(email="neu@stadt.example")
    secret = Mail.objects.get().text.partition("/invitation/")[2].partition("/")[0]
    assert invited_by(secret) == user
    office.post(page_of(user), form | {"to": str(other_curator.user.pk), "do": "1"})
    assert invited_by(secret) is None
    office.post(page_of(user), {"action": "on"})
    assert not User.objects.get(pk=user.pk).is_active


@pytest.fixture
def invited(office):
    """Somebody who was invited and has not come yet."""
    invites(office)
    return User.objects.get(email="neu@stadt.example")


def secret_in(mail):
    return mail.text.partition("/invitation/")[2].partition("/")[0]


def withdraws(client, user):
    """The page that follows on the button."""
    return client.post(f"{page_of(user)}?lang=en", {"action": "withdraw"}, headers=ENGLISH, follow=True)


def test_an_invitation_is_withdrawn_with_its_account(office, chief, invited):
    assert "Withdraw the invitation" in office.get(page_of(invited), headers=ENGLISH).content.decode()
    answer = withdraws(office, invited)
    assert "The invitation is withdrawn" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == PEOPLE and invited.email not in answer.content.decode()
    assert invited_by(secret_in(Mail.objects.get())) is None and accept(secret_in(Mail.objects.get())) is None
    assert not User.objects.filter(pk=invited.pk).exists() and not CuratorRole.objects.filter(user=invited.pk).exists()
    decided = Decision.objects.exclude(action="people:invited").get()
    assert (decided.action, decided.actor) == ("people:withdrawn", f"user:{chief.pk}")
    invites(office)
    assert Mail.objects.count() == 2


def test_an_invited_account_that_something_names_stays_without_being_staff(office, invited):
    Work.objects.create(kind="undo", by=invited)
    withdraws(office, invited)
    invited.refresh_from_db()
    assert not invited.is_staff and not invited.is_active and Work.objects.get().by == invited
    assert invited_by(secret_in(Mail.objects.get())) is None
    assert invites(office).status_code == 302
    assert User.objects.get(pk=invited.pk).is_staff


def test_an_invitation_that_was_accepted_is_not_withdrawn(office, invited):
    accept(secret_in(Mail.objects.get()))
    assert "was accepted meanwhile" in withdraws(office, invited).content.decode()
    assert User.objects.get(pk=invited.pk).is_active
    assert not Decision.objects.exclude(action="people:invited").exists()


@pytest.mark.parametrize("action", ["withdraw", "again", "role", "off", "hand-over"])
def test_a_page_of_an_account_that_is_gone_says_so(office, invited, action):
    withdraws(office, invited)
    answer = office.post(page_of(invited), {"action": action}, headers=ENGLISH, follow=True)
    assert "This account is no longer there" in answer.content.decode()
    assert Mail.objects.count() == Decision.objects.exclude(action="people:invited").count() == 1


def test_who_may_not_change_an_account_withdraws_nothing(office, desk, chief, invited):
    User.objects.filter(pk=invited.pk).update(is_superuser=True)
    assert desk.post(page_of(invited), {"action": "withdraw"}).status_code == 403
    assert office.post(page_of(invited), {"action": "withdraw"}).status_code == 403
    with pytest.raises(NotAllowed):
        withdraw(User.objects.get(pk=invited.pk), by=chief)


def test_work_may_go_over_without_the_areas(office, chief, curator):
    giver = curator_for("gerda")
    CuratorRole.objects.filter(user=giver).update(everywhere=True)
    form = {"action": "hand-over", "to": str(curator.user.pk)}
    asked = " ".join(office.post(page_of(giver), form, headers=ENGLISH).content.decode().split())
    assert "curator decides on all entries from then on" in asked and "keeps the areas they have: Filderstadt" in asked
    assert 'name="own-areas" value="1" checked' in asked
    office.post(page_of(giver), form | {"do": "1", "own-areas": "1"})
    role = CuratorRole.objects.get(user=curator.user)
    assert not role.everywhere and [area.slug for area in role.areas.all()] == ["filderstadt"]
    assert not User.objects.get(pk=giver.pk).is_active
