"""Whatever is sent in any field: refused with a sentence or shown harmless, never an error."""

import re

import pytest

from organisations.document import Contact, FirstVisit, Step
from organisations.forms.entry import FORMS, EntryForm
from organisations.text import clean
from tests.factories import document
from tests.organisations.forms.browser import page, posted, sent

pytestmark = pytest.mark.usefixtures("vocabulary")

ALL = tuple(FORMS)
HOSTILE = {
    "markup": '"><script>alert(1)</script><img src=x onerror=alert(1)>',
    "long": "a" * 100_000,
    "override": "abc\u202egnp.exe\u2066x",
    "zero": "a\x00b\x08",
    "zalgo": "e" + "\u0301\u0489" * 300,
    "template": "{{ 7|add:7 }} {% now 'Y' %} %(name)s %s",
    "lines": "a\r\nb\n\n\n\nc",
    "number": "١٢٣",
    "list": "[object Object]",
}


def entry():
    visit = FirstVisit(way=(Step("bell", "Verein"),))
    return document(contacts=(Contact(name="A", languages=("ar",)),), first_visit=visit)


def test_hostile_text_in_every_field_is_refused_or_harmless():
    data = posted(EntryForm(entry(), keys=ALL))
    for value in HOSTILE.values():
        for field in list(data):
            if not field.endswith(("-count", "-end")):
                data[field] = value
        form = EntryForm(entry(), data, ALL)
        assert not form.is_valid()
        source = form.render()
        assert not re.search("<(script|img)", source)
        assert not any(sign in source for sign in "\x00\u202e\u2066")
        assert form.document == form.before


def test_hostile_text_that_is_short_enough_is_cleaned():
    text = "Ve\u202erein\x00 <b>z\u0336\u0337\u0338\u0321\u0322\u0323\u0324</b>"
    found = sent("about", entry(), about__name=text, about__description=text, about__summary=text)
    assert found.is_valid(), found.errors
    made = found.document.name
    assert made.startswith("Verein <b>") and made.endswith("</b>")
    assert not any(sign in made for sign in "\u202e\x00\u0324")


def test_piles_of_accents_are_cut_and_real_words_stay():
    assert len(clean(HOSTILE["zalgo"])) <= 6
    for word in ("Việt Nam", "שָׁלוֹם", "مُحَمَّدٌ", "ที่นี่", "Ä̈", "n̈o"):
        assert clean(clean(word)) == clean(word)
        assert len(clean(word)) >= len(word) - 2


def test_a_megabyte_of_text_is_refused_and_comes_back():
    text = "Wort " * 190_000
    found = sent("about", entry(), about__description=text)
    assert not found.is_valid()
    assert found.errors[0][0] == "id_about-description"
    assert page(found).one("[name=about-description]").text.startswith("Wort Wort")


def test_codes_nobody_offered_are_refused_with_a_sentence():
    for key, field in (("open", "open__flags"), ("topics", "topics__main"), ("languages", "languages__0__code")):
        found = sent(key, entry(), **{field: "nonsense"})
        assert not found.is_valid()
        assert found.errors


def test_nothing_at_all_changes_nothing():
    from django.http import QueryDict

    form = EntryForm(entry(), QueryDict(""), ALL)
    assert not form.is_valid()
    assert len(form.errors) == len(ALL)
    assert form.document == form.before
    assert page(form)
