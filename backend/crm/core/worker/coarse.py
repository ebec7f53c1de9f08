"""Coarse jobs: procrastinate's worker in a thread with an event loop of its own."""

import asyncio
import contextlib
import logging
import threading

import psycopg
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, ProcrastinateException
from procrastinate.psycopg_connector import PsycopgConnector
from psycopg_pool import PoolTimeout

from crm.core.worker.database import connection_parameters

log = logging.getLogger(__name__)

CONCURRENCY = 2
# How long jobs may go on once the worker is told to stop. What is cut off is found and started again.
GRACE_SECONDS = 1.5
LONGEST_PAUSE_SECONDS = 5.0


class JobThread:
    """Runs coarse jobs until told to stop. Outlives any restart of the database."""

    def __init__(self) -> None:
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._working: asyncio.Task[None] | None = None
        self._ready = threading.Event()
        self._is_stopping = False

    def start(self) -> None:
        """Starts the thread."""
        # The main thread says once that the database is away; the pool and the jobs' worker would say it each time.
        logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
        for name in ("procrastinate.utils", "procrastinate.worker", "procrastinate.worker.worker"):
            logging.getLogger(name).addFilter(_is_news)
        self._thread.start()

    def stop(self) -> bool:
        """Lets jobs finish for a moment. True when all have ended."""
        self._is_stopping = True
        self._ready.wait(GRACE_SECONDS)
        if self._loop is not None and self._working is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._working.cancel)
        self._thread.join(GRACE_SECONDS + 0.3)
        return not self._thread.is_alive()

    def _run(self) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(self._keep_working())

    async def _keep_working(self) -> None:
        self._loop, self._working = asyncio.get_running_loop(), asyncio.current_task()
        self._ready.set()
        pause = 0.2
        while not self._is_stopping:
            try:
                await _work()
                pause = 0.2
            except (ProcrastinateException, psycopg.Error, PoolTimeout, OSError) as error:
                log.debug("Coarse jobs are not connected to the database: %s", error)
            except Exception:
                log.exception("The worker of coarse jobs has failed and is started again")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


async def _work() -> None:
    parameters = connection_parameters()
    # Tried by hand first: a pool would go on trying in the background.
    await (await psycopg.AsyncConnection.connect(**parameters)).close()
    connector = PsycopgConnector(
        kwargs=parameters, min_size=1, max_size=CONCURRENCY + 1, timeout=5, reconnect_timeout=5
    )
    # A second app on the same tasks: what jobs and listeners defer still goes through Django's connection, and so into
    # their transactions.
    working: App = app.with_connector(connector)
    async with working.open_async():
        await working.run_worker_async(
            concurrency=CONCURRENCY, install_signal_handlers=False, shutdown_graceful_timeout=GRACE_SECONDS
        )


def _is_news(record: logging.LogRecord) -> bool:
    return record.exc_info is None or not isinstance(record.exc_info[1], ConnectorException | psycopg.OperationalError)
