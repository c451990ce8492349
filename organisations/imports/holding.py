"""Holding a run: what forms and the queue do to it happens one after another."""

from organisations.models import ImportRun, Phase

STOOD = (Phase.COLUMNS, Phase.READY)  # it waits for what a curator says


class NotNow(Exception):
    """The run is in another phase by now, or its file is gone: somebody else, or the same form before, was faster."""


def hold(run: ImportRun, *phases: Phase) -> None:
    """Reads the run anew; nobody else gets on with it before the end of the transaction.

    Raises NotNow if it is in none of these phases (none given: whatever it is in), or gone with its source.
    """
    rows = ImportRun.objects.select_for_update(no_key=True)  # so that its rows can be written meanwhile
    try:
        run.refresh_from_db(from_queryset=rows)
    except ImportRun.DoesNotExist:
        raise NotNow from None
    if phases and (run.phase not in phases or run.forgotten):
        raise NotNow
