"""Names that strangers type stand in mails to addresses nobody has proved: they are names, and lead nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisations.models import Mail
from organisations.public_forms.names import name_problem
from tests.participation import mentoring
from tests.participation.accompanying import ADULT, asks, text
from tests.participation.conftest import errors

SENTENCE = "Please write the name alone"
BAD = (
    "Ihr Paket wartet: https://evil.example/pay", "Gewinn www.evil.example", "WWW . evil . example",
    "evil@evil.example", "Kid Bcc: evil@evil.example", "go to evil.example/pay", "bit.ly/abc", "Anna 0711 2536110",
    "٠٧١١٢٥٣٦", "evil.com", "EVIL.COM", "evil．com", "evil。com/x", "//evil.example", "http evil", "Konto evil.de",
)  # fmt: skip
GOOD = (
    "Anna", "Dr. h. c. Anna-Lena d’Arc", "Prof. Dr. Müller", "J.R.R. Tolkien", "O'Brien", "A.B. Müller-Lüdenscheidt",
    "محمد عبد الله", "Ольга Петрівна", "नरेंद्र मोदी", "ابن‌سینا", "Nguyễn Văn An", "ተስፋይ", "陈伟", "Ludwig XIV.",
    "María José", "St. Clair", "Mina (Mama)", "e. V.", "Karl-Heinz 2.", "Jr.", "M.Sc. Ada",
)  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_name_that_leads_away_is_none(name):
    assert name_problem(name)


@pytest.mark.parametrize("name", GOOD)
def test_names_of_all_scripts_pass(name):
    assert name_problem(name) == ""


WORD = st.text(st.characters(categories=["Lu", "Ll", "Lo", "Mn"]), min_size=1, max_size=12).filter(
    lambda word: "http" not in word.lower() and word.lower() != "www"
)
TITLE = st.sampled_from(["Dr.", "h. c.", "Prof.", "St.", "A.B.", "van", "al-", "(Mama)", "Jr."])


@given(st.lists(WORD | TITLE, min_size=1, max_size=6), st.sampled_from([" ", "-", "'", "’", ", "]))
def test_whatever_words_hyphens_apostrophes_and_titles_a_name_is_made_of_it_passes(parts, between):
    name = " ".join(parts[:2]) + between + between.join(parts[2:])
    assert name_problem(name.replace("。", "")) == ""


@pytest.mark.usefixtures("no_haste")
@pytest.mark.parametrize("field", ["name", "adult_name"])
def test_a_request_for_company_with_such_a_name_is_not_sent(client, club, field):
    named = {"minor": "on", "adult_name": "Mina", "adult_reach": ADULT} | {field: BAD[0]}
    answer = asks(client, club, **named)
    assert answer.status_code == 400 and SENTENCE in text(answer)
    assert not Mail.objects.exists()


@pytest.mark.usefixtures("no_haste", "vocabulary")
def test_an_offer_of_a_mentor_with_such_a_name_is_not_sent(client):
    answer = mentoring.offers(client, name=BAD[0])
    assert answer.status_code == 400 and SENTENCE in text(answer)
    assert not Mail.objects.exists()


def test_a_first_message_with_such_a_name_is_not_sent(writer):
    answer = writer.sends(name=BAD[0])
    assert answer.status_code == 400 and any(SENTENCE in one for one in errors(answer))
    assert not Mail.objects.exists()
