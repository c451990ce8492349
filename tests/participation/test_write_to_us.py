"""Mails that say "write to us" hold the link with which that is done: nobody gets what is answered to them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from organisations.models import Mail
from organisations.participation.company import safety
from organisations.participation.company.calls import ADULT
from organisations.participation.mentors import approval, expiry, services
from organisations.participation.models import Mentor
from organisations.services.deciding import Curator
from tests.factories import organisation, place
from tests.participation.accompanying import NEWCOMER, agreed, asked_for
from tests.participation.mentoring import ADDRESS, SITE, mentor

pytestmark = pytest.mark.usefixtures("vocabulary")


@pytest.fixture(autouse=True)
def at_home(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def anna(db):
    return mentor()


@pytest.fixture
def curator(db):
    return Curator(User.objects.create_superuser("root"), SITE)


def newest(recipient):
    return Mail.objects.filter(recipient=recipient).order_by("created_at", "pk").last()


def moved(anna, _curator):
    link = services.link_of(services.new_link(anna, SITE, "neu@mentor.example").split("/")[-2])
    assert link
    services.open_session(link, site=SITE)


def expires(days):
    def act(anna, _curator):
        Mentor.objects.update(expires_on=timezone.localdate() + timedelta(days=days))
        expiry.tell(site=SITE)

    return act


ACTS = {
    "held": lambda anna, curator: approval.hold(anna.pk, curator=curator),
    "ended": lambda anna, curator: approval.end(anna.pk, curator=curator),
    "soon over": expires(9),
    "over": expires(-1),
    "moved": moved,
}


@pytest.mark.parametrize("act", ACTS)
def test_a_mentor_who_may_write_to_us_gets_the_link(anna, curator, act):
    ACTS[act](anna, curator)
    mail = newest(ADDRESS)
    assert f"Write to us\n{SITE}/en/contact/" in mail.text and "rite to us" in mail.text.replace("Write to us\n", "")


@pytest.mark.parametrize("by", ["user:1", ADULT])
def test_a_newcomer_and_a_mentor_whose_visit_is_stopped_get_the_link(anna, by):
    request, _key = asked_for(organisation("Bunter Ball", places=(place(),)))
    agreed(request, anna)
    Mail.objects.update(state="sent")
    safety.stop(request, by=by, site=SITE)
    assert f"{SITE}/de/contact/" in newest(NEWCOMER).text and f"{SITE}/en/contact/" in newest(ADDRESS).text
