"""Reminders with a protection switched off, for the controls: `python -m tests.faults.reminding apart|unlocked`.

apart       a mail is not one transaction: each statement stays by itself
unlocked    nobody waits for their turn
"""

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402  Django first

from organisations.services import reminders  # noqa: E402

if __name__ == "__main__":
    match sys.argv[1:]:
        case ["apart"]:
            reminders._remind = reminders._remind.__wrapped__  # type: ignore[attr-defined]
        case ["unlocked"]:
            reminders.take_turn = lambda: None
        case _:
            sys.exit(__doc__)
    call_command("send_reminders")
