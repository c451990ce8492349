"""What is forgotten after how long: every rule of keeping personal data, carried out daily and shown on the desk."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from organisations.models import RetentionRun

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rule:
    """`what` is kept and `how_long`, both in words for curators; `run` empties or removes and returns how many."""

    name: str
    what: Any
    how_long: Callable[[], str]
    run: Callable[[], int]


_rules: dict[str, Rule] = {}


def register(*rules: Rule) -> None:
    """Adds rules; apps do so when they start."""
    _rules.update({rule.name: rule for rule in rules})


def rules() -> list[Rule]:
    """All rules, in the order of their registration."""
    return list(_rules.values())


def carry_out() -> dict[str, int]:
    """Carries out every rule, each by itself, and notes when and how much; the numbers by rule.

    A rule that fails is logged and noted, and does not keep the others from being carried out. Safe to run twice.
    """
    return {rule.name: _carry_out(rule) for rule in rules()}


def _carry_out(rule: Rule) -> int:
    count, failed = 0, False
    try:
        count = rule.run()
    except Exception:  # whatever hinders one rule must not hinder the others
        failed = True
        logger.exception("the rule %s could not be carried out", rule.name)
    noted = {"ran_at": timezone.now(), "count": count, "failed": failed}
    RetentionRun.objects.update_or_create(rule=rule.name, defaults=noted)
    return count
