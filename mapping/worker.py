"""The queue's worker for as long as it is wanted: a restart of the database or a jump of the clock does not end it.

Procrastinate's own worker ends when the database goes away, and its timetable, which remembers the moment of the last
job, stands still for a day when the clock is set back by one.
"""

import asyncio
import contextlib
import logging
import signal
import time

from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

PAUSE_SECONDS = 2.0  # between the end of a worker and the next one
LOOK_SECONDS = 5.0  # how often the clock is looked at
JUMP_SECONDS = 60.0  # a step of the clock from here on is a jump
AT_A_TIME = 2  # jobs: long work in a thread of its own, and one of the others, which share a thread
POOL_SECONDS = 10.0  # a connection that takes longer means that the database is away
logger = logging.getLogger(__name__)


async def work() -> None:
    """Work on the queue until SIGTERM or SIGINT; the job that runs then is finished first."""
    stop = asyncio.Event()
    for word in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(word, stop.set)
    while not stop.is_set():
        await _one_worker(stop)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), PAUSE_SECONDS)


async def _one_worker(stop: asyncio.Event) -> None:
    """One worker of procrastinate, until it fails, the clock jumps or it is to stop."""
    worker = asyncio.create_task(_run())
    others = [asyncio.create_task(stop.wait()), asyncio.create_task(_jump_of_the_clock())]
    await asyncio.wait([worker, *others], return_when=asyncio.FIRST_COMPLETED)
    for task in (worker, *others):
        task.cancel()  # the worker finishes its job first
    try:
        await worker
        logger.warning("the worker of the queue ended and begins anew")
    except asyncio.CancelledError:
        logger.info("the worker of the queue was stopped")
    except Exception as error:  # whatever ended it, the queue must go on
        logger.warning("the worker of the queue failed and begins anew: %s", " ".join(str(error).split())[:200])


async def _run() -> None:
    connector = PsycopgConnector(kwargs=connector_params(), timeout=POOL_SECONDS)
    with app.replace_connector(connector) as current:
        async with current.open_async():
            await current.run_worker_async(install_signal_handlers=False, concurrency=AT_A_TIME)


async def _jump_of_the_clock() -> None:
    """Returns when the clock was set."""
    before = time.time() - time.monotonic()
    while abs(time.time() - time.monotonic() - before) < JUMP_SECONDS:
        await asyncio.sleep(LOOK_SECONDS)
    logger.warning("the clock was set by %.0f s", time.time() - time.monotonic() - before)
