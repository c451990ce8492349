"""One after the other: what must happen once waits here, instead of running into a constraint of the database.

PostgreSQL writes a statement that it refuses into its own log, with all its values: what a form of a person says would
stand there for good. So who may come twice takes a turn, and looks whether the other one was there.
"""

from django.db import connection

from organisations.secret_links import digest


def take_turn(what: str) -> None:
    """Waits until nobody else is about the same; from now to the end of the transaction nobody else will be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])


def take_turn_with(key: str) -> None:
    """The same for a form by the key of its ticket, which stands in no statement: only its digest does."""
    take_turn(f"ticket {digest(key).hex()}")
