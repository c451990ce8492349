"""Odd input in the form of an entry: said at the field, or refused; nothing typed and nothing stored is lost."""

import re

import pytest

from organisations.models import ContactPerson
from organisations.services.rows import load_document
from tests.organisations.admin_forms import entry_address, faults, open_form, shown

pytestmark = pytest.mark.usefixtures("vocabulary")


@pytest.mark.parametrize("field", ["area", "parent", "places-0-area"])
@pytest.mark.parametrize("value", ["zz", "NaN", "a\0b", "  ", "999999", "-1", "9" * 400])
def test_what_cannot_be_chosen_is_said_at_the_field_and_nothing_typed_is_lost(admin, entry, field, value):
    form = open_form(admin, entry_address(entry.pk)) | {field: value, "name": "Getippt"}
    response = admin.post(entry_address(entry.pk), form)
    assert response.status_code == 200
    assert re.search("Select a valid choice|is not a valid UUID|Null characters", faults(response.content.decode()))
    assert shown(response.content.decode())["name"] == ["Getippt"]


@pytest.mark.parametrize("field", ["checked_on", "languages-0-checked_on"])
def test_a_check_that_is_still_to_come_is_refused(admin, entry, field):
    form = open_form(admin, entry_address(entry.pk)) | {field: "9999-12-31"}
    response = admin.post(entry_address(entry.pk), form)
    assert "That day is still to come." in faults(response.content.decode())


def test_a_consent_that_is_still_to_come_is_refused(admin, entry):
    consent = {"consent": "record", "consent_text": "Ja", "consent_way": "mail", "consented_on": "9999-01-01"}
    form = open_form(admin, entry_address(entry.pk)) | {f"contacts-0-{name}": value for name, value in consent.items()}
    assert "That day is still to come." in faults(admin.post(entry_address(entry.pk), form).content.decode())
    assert ContactPerson.objects.get(organisation=entry).consented_on is None


@pytest.mark.parametrize("count", ["-1", "99999999", "1" * 30, "", "x", "٣"])
def test_a_form_that_lies_about_its_rows_takes_nothing_away(admin, entry, count):
    form = open_form(admin, entry_address(entry.pk)) | {"places-TOTAL_FORMS": count}
    assert admin.post(entry_address(entry.pk), form).status_code == 400
    assert len(load_document(entry.pk).places) == 2


def test_nul_in_a_filter_of_the_list_is_refused(admin, entry):
    for query in ("state__exact=%00", "q=%00", "kind__exact=a%00b"):
        assert admin.get(f"/admin/organisations/organisation/?{query}").status_code == 400
