"""A form that is sent as it was opened changes nothing, whatever the entry is like; and hides what is hidden."""

from dataclasses import replace
from secrets import randbelow, token_hex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organisations.document import OrganisationDocument
from organisations.forms.entry import FORMS, EntryForm
from organisations.forms.rules import fields_of_rule, rule_of_fields
from organisations.recurrence import parse_rule
from organisations.validation import faults
from organisations.vocabulary import vocabulary as terms
from tests.conftest import DEEP
from tests.organisations.forms.browser import posted
from tests.organisations.forms.strategies import documents, rules

pytestmark = pytest.mark.usefixtures("vocabulary")


ALL = tuple(FORMS)
SOME = settings(max_examples=500 if DEEP else 15)  # every section of a page is drawn and read again: that takes a while


def sent_as_opened(document: OrganisationDocument, keys: tuple[str, ...], public_only: bool = False) -> EntryForm:
    opened = EntryForm(document, keys=keys, language="de", public_only=public_only)
    return EntryForm(document, posted(opened), keys, "de", public_only=public_only)


@SOME
@given(documents())
def test_an_entry_that_is_sent_back_unchanged_is_the_same_entry(document):
    assert faults(document, terms()) == []
    form = sent_as_opened(document, ALL)
    assert form.is_valid(), form.errors
    assert form.document == document


@given(documents(), st.sampled_from(ALL), st.booleans())
def test_a_section_alone_changes_nothing_either_with_and_without_what_is_hidden(document, key, public_only):
    form = sent_as_opened(document, (key,), public_only)
    assert form.is_valid(), form.errors
    assert form.document == document


HIDING = ("places", "times", "visit", "contacts")
# Not written down anywhere: texts that stand in the sources of tests come up in generated documents too.
SECRET, NUMBER = token_hex(8), str(10**9 + randbelow(10**9))


@SOME
@given(documents(), st.data())
def test_whatever_a_visitor_sends_hidden_places_and_people_stay_and_are_never_shown(document, data):
    secret = tuple(
        replace(one, name=f"Frau {SECRET}", phone=f"0711 {NUMBER}", email=f"{SECRET}@x.example")
        for one in document.contacts
    )
    document = replace(document, contacts=secret, places=tuple(map(_with_secret, document.places)))
    opened = EntryForm(document, keys=HIDING, public_only=True)
    shown = opened.render()
    assert not any(canary in shown for canary in (SECRET, NUMBER))
    values = posted(opened)
    for name in list(values):
        if data.draw(st.integers(0, 9)) == 0:
            values[name] = data.draw(st.sampled_from(["", "x", *(str(one.id) for one in document.contacts)]))
    form = EntryForm(document, values, HIDING, public_only=True)
    form.is_valid()
    again = form.render()
    assert not any(canary in again for canary in (SECRET, NUMBER))
    for kept, before in ((form.document.contacts, document.contacts), (form.document.places, document.places)):
        hidden = [row for row in before if getattr(row, "private", True)]
        assert [row for row in kept if row in hidden] == hidden


def _with_secret(place):
    return replace(place, address=replace(place.address, street=f"{SECRET} 1")) if place.private else place


@given(rules())
def test_a_rule_becomes_fields_and_the_same_rule_again(text):
    fields = fields_of_rule(text)
    assert rule_of_fields(fields, text) == text
    if fields.repeat != "keep":
        made, before = parse_rule(rule_of_fields(fields)), parse_rule(text)
        assert (made.monthly, made.interval, made.until) == (before.monthly, before.interval, before.until)
        assert set(made.days) == set(before.days)
        assert _season(made.months) == _season(before.months)


def _season(months):
    return set(months) or set(range(1, 13))
