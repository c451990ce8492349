"""Queueing from the web server what follows a change in the admin; it never loads the work itself."""

from procrastinate.contrib.django import app

JOB = "mapping.jobs.find_areas"


def find_areas_soon() -> None:
    """Queue the job that finds the areas of all entries anew, in the caller's transaction: it begins after the commit.

    Each change queues its own: a job that waits already might begin before this change is there to see. Two of them
    never run at a time.
    """
    app.configure_task(JOB, lock=JOB).defer()
