"""The web process: live updates are served by the event loop itself, everything else by Django in a pool of threads."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
django.setup()

from django.conf import settings

from crm.bridge import Message, Receive, Scope, Send, WsgiBridge
from crm.core.middleware import BROWSER_HEADERS
from crm.live import hub
from crm.wsgi import application as django_application

REQUEST_THREADS = 8

bridge = WsgiBridge(django_application, threads=REQUEST_THREADS, admits=hub.is_signed_in)
NO_WEBSOCKETS = {"type": "websocket.close", "code": 1000}
HEADERS = [(name.lower().encode(), value.encode()) for name, value in BROWSER_HEADERS.items()]
if settings.SECURE_HSTS_SECONDS:
    HEADERS.append((b"strict-transport-security", f"max-age={settings.SECURE_HSTS_SECONDS}".encode()))


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Kith as one ASGI application."""
    if scope["type"] == "http":
        send = _with_browser_headers(send)
        if scope["path"] == "/live":
            await hub.serve(scope, receive, send)
        else:
            await bridge(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _lifespan(receive, send)
    else:
        await receive()
        await send(NO_WEBSOCKETS)


def _with_browser_headers(send: Send) -> Send:
    """`send`, with the headers for browsers on what does not pass through Django: files, live updates."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = {name for name, _ in message["headers"]}
            message["headers"] = [*message["headers"], *(header for header in HEADERS if header[0] not in given)]
        await send(message)

    return sending


async def _lifespan(receive: Receive, send: Send) -> None:
    await receive()
    hub.open()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await hub.close()
    bridge.threads.shutdown(wait=False, cancel_futures=True)
    await send({"type": "lifespan.shutdown.complete"})
