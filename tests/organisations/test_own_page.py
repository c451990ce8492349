"""Who sent a form, for every combination of what browsers say of it."""

import pytest

from organisations.own_page import Sender, sender_of

OURS, FOREIGN, UNSAID = Sender
HOME, EVIL, NOTHING = "http://testserver", "https://evil.example", None

# Sec-Fetch-Site, Origin, the sender
TABLE = [
    ("same-origin", HOME, OURS),
    ("same-origin", NOTHING, OURS),
    ("same-origin", "null", OURS),  # browsers with our `no-referrer`, and those inside apps
    ("none", NOTHING, UNSAID),
    ("none", "null", UNSAID),
    ("none", HOME, UNSAID),
    ("cross-site", EVIL, FOREIGN),
    ("cross-site", HOME, FOREIGN),
    ("cross-site", "null", FOREIGN),
    ("cross-site", NOTHING, FOREIGN),
    ("same-site", "http://other.testserver", FOREIGN),
    ("same-site", NOTHING, FOREIGN),
    ("same-site", "null", FOREIGN),
    ("nonsense", HOME, FOREIGN),
    (NOTHING, HOME, OURS),
    (NOTHING, EVIL, FOREIGN),
    (NOTHING, "http://testserver.evil.example", FOREIGN),
    (NOTHING, "http://[::1", FOREIGN),
    (NOTHING, "nonsense", FOREIGN),
    (NOTHING, "", FOREIGN),
    (NOTHING, "null", UNSAID),
    (NOTHING, NOTHING, UNSAID),
]


@pytest.mark.parametrize(("site", "origin", "sender"), TABLE)
def test_the_sender_of_a_form(rf, settings, site, origin, sender):
    settings.SITE_URL = ""
    said = {"Sec-Fetch-Site": site, "Origin": origin}
    headers = {name: value for name, value in said.items() if value is not None}
    assert sender_of(rf.post("/", headers=headers)) == sender


def test_behind_a_proxy_the_address_that_people_see_is_ours(rf, settings):
    settings.SITE_URL = "https://karte.example"
    assert sender_of(rf.post("/", headers={"Origin": "https://karte.example"})) == OURS
