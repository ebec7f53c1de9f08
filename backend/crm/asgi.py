"""The web process: live updates are served by the event loop itself, everything else by Django in a pool of threads."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
django.setup()

from crm.bridge import Receive, Scope, Send, WsgiBridge
from crm.live import hub
from crm.wsgi import application as django_application

REQUEST_THREADS = 8

bridge = WsgiBridge(django_application, threads=REQUEST_THREADS)
NO_WEBSOCKETS = {"type": "websocket.close", "code": 1000}


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Kith as one ASGI application."""
    if scope["type"] == "http":
        if scope["path"] == "/live":
            await hub.serve(scope, receive, send)
        else:
            await bridge(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _lifespan(receive, send)
    else:
        await receive()
        await send(NO_WEBSOCKETS)


async def _lifespan(receive: Receive, send: Send) -> None:
    await receive()
    hub.open()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await hub.close()
    bridge.threads.shutdown(wait=False, cancel_futures=True)
    await send({"type": "lifespan.shutdown.complete"})
