"""The web process: uvicorn on a listening socket that the supervisor made and keeps through restarts."""

import gc

# While modules load nothing becomes garbage, and looking for it all the same takes a fifth of that time.
gc.disable()

import asyncio
import logging
import os
import socket
import sys
from types import FrameType

import uvicorn
from django.core.exceptions import ImproperlyConfigured
from django.urls import get_resolver

try:
    from crm.asgi import application
except ImproperlyConfigured as error:
    # What an administrator has set can't be used; the reason is the message, a traceback would hide it.
    raise SystemExit(str(error)) from None
from crm.live import hub
from crm.serve.prepare import prepare_when_told

SHUTDOWN_SECONDS = 8
# Connections beyond this are refused with 503 rather than kept waiting for longer than a person would.
CONNECTION_LIMIT = 6000


class WebServer(uvicorn.Server):
    """uvicorn, ending the live streams when told to go: it would wait for them, and they have no end of their own."""

    _loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(hub.end_streams)


def main() -> None:
    """Serves until SIGTERM or SIGINT. Arguments: file descriptors of the listening socket, of the gate, of the channel.

    The gate is a pipe that the supervisor closes once the database is ready. Only the first web process has a channel:
    by it the supervisor has the database prepared (`prepare.py`).
    """
    listener = socket.socket(fileno=int(sys.argv[1]))
    # Else the first request would load all rooms' addresses.
    _ = get_resolver().url_patterns
    # Modules and the URL table live as long as the process. Keeping them out of collections halves the 95th percentile.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    config = uvicorn.Config(
        application,
        http="httptools",
        loop="uvloop",
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        date_header=True,
        limit_concurrency=CONNECTION_LIMIT,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        timeout_keep_alive=75,
    )
    server = WebServer(config)
    for channel in sys.argv[3:]:
        prepare_when_told(int(channel))
    os.read(int(sys.argv[2]), 1)
    server.run(sockets=[listener])


if __name__ == "__main__":
    main()
