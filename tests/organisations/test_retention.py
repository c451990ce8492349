"""The rules of keeping and forgetting: all of them carried out, one failing or not, and shown."""

import io
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.utils import timezone

from organisations.models import RetentionRun
from organisations.services import retention

pytestmark = pytest.mark.django_db


def broken():
    raise RuntimeError("no")


def test_every_app_has_its_rules():
    names = {rule.name for rule in retention.rules()}
    assert {"recipients", "senders", "links", "consent_links", "wishes", "counters", "messages", "sessions"} <= names


def test_a_rule_that_fails_is_noted_and_keeps_no_other_from_running(monkeypatch, caplog):
    first = retention.rules()[0]
    monkeypatch.setitem(retention._rules, first.name, replace(first, run=broken))
    assert retention.carry_out()["messages"] == 0
    runs = RetentionRun.objects.in_bulk()
    assert runs[first.name].failed and not runs["messages"].failed
    assert set(runs) == {rule.name for rule in retention.rules()}
    assert first.name in caplog.text


def test_the_command_says_how_many():
    said = io.StringIO()
    call_command("retention", stdout=said)
    assert "messages: 0" in said.getvalue()
    assert RetentionRun.objects.get(pk="messages").ran_at <= timezone.now()
