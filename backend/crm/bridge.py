"""Runs a WSGI application inside an ASGI server, in a pool of threads of its own.

The whole request is read before a thread is taken, so a slow sender holds no thread; a short answer costs the event
loop one hand-over. Answers that stream are passed on piece by piece, no faster than the client takes them.
"""

import asyncio
import logging
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from os import SEEK_END
from typing import IO, Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
WsgiApplication = Callable[..., Iterable[bytes]]

# Somewhat more than Django takes (DATA_UPLOAD_MAX_MEMORY_SIZE), which then says so itself.
BODY_LIMIT = 6 * 1024 * 1024
# Addresses that take files, and how much: a little more than they do, so that they say so themselves.
FILE_LIMITS = {("POST", "/api/v1/imports"): 101 * 1024 * 1024, ("POST", "/api/v1/uploads"): 26 * 1024 * 1024}
# So many of them at once, each of them on disk meanwhile.
FILES_AT_ONCE = 4
# What providers post: a mail with its files is up to 30 MB. Who posts is known only by what they post, so no more than
# a few large ones are taken in at once; a provider comes again.
HOOKS = "/hooks/"
HOOK_LIMIT = 36 * 1024 * 1024
LARGE_HOOKS_AT_ONCE = 6
IN_MEMORY = 1024 * 1024
# Up to here an answer is sent in one piece even when the application yields it in several.
ONE_PIECE = 64 * 1024
BUSY = (
    b'{"type":"about:blank","title":"Busy","status":429,"code":"too_many_requests",'
    b'"detail":"Other files are being uploaded. Try again in a moment.","fields":null,"request_id":null}'
)
NOT_SIGNED_IN = (
    b'{"type":"about:blank","title":"Sign in to go on","status":401,"code":"not_signed_in",'
    b'"detail":"Sign in to go on.","fields":null,"request_id":null}'
)
FAILED = (
    b'{"type":"about:blank","title":"Server error","status":500,"code":"server_error",'
    b'"detail":"Something went wrong on our side.","fields":null,"request_id":null}'
)

log = logging.getLogger(__name__)


Admits = Callable[[Scope], Awaitable[bool]]


class _Refused(Exception):
    def __init__(self, status: int, problem: bytes) -> None:
        super().__init__(status)
        self.status, self.problem = status, problem


class _Gone(Exception):
    pass


async def _admit_all(_scope: Scope) -> bool:
    return True


class WsgiBridge:
    """The ASGI face of `application`; at most `threads` requests are at work at once, others wait their turn.

    A file is taken in only for those whom `admits` lets through: what it says is asked before the disk is filled.
    """

    def __init__(self, application: WsgiApplication, *, threads: int, admits: Admits = _admit_all) -> None:
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._application = application
        self._admits = admits
        self._files = 0
        self._large_hooks = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one HTTP request."""
        try:
            body = await self._take_in(scope, receive)
        except _Refused as refused:
            await send_problem(send, refused.status, refused.problem)
            return
        except _Gone:
            return
        loop = asyncio.get_running_loop()
        with body:
            answer = _Answer(loop, send)
            await loop.run_in_executor(self.threads, self._run, _environ(scope, body), answer)
            await answer.finish()

    async def _take_in(self, scope: Scope, receive: Receive) -> IO[bytes]:
        if scope["path"].startswith(HOOKS):
            return await self._take_in_hook(scope, receive)
        limit = FILE_LIMITS.get((scope["method"], scope["path"]))
        if limit is None:
            return await _read_body(receive, BODY_LIMIT)
        if not await self._admits(scope):
            raise _Refused(401, NOT_SIGNED_IN)
        if self._files >= FILES_AT_ONCE:
            raise _Refused(429, BUSY)
        self._files += 1
        try:
            return await _read_body(receive, limit)
        finally:
            self._files -= 1

    async def _take_in_hook(self, scope: Scope, receive: Receive) -> IO[bytes]:
        if _told_length(scope) <= IN_MEMORY:
            return await _read_body(receive, IN_MEMORY)
        if self._large_hooks >= LARGE_HOOKS_AT_ONCE:
            raise _Refused(503, BUSY)
        self._large_hooks += 1
        try:
            return await _read_body(receive, HOOK_LIMIT)
        finally:
            self._large_hooks -= 1

    def _run(self, environ: dict[str, Any], answer: "_Answer") -> None:
        pieces: Iterable[bytes] = ()
        try:
            pieces = self._application(environ, answer.start)
            for piece in pieces:
                answer.add(piece)
        except Exception:
            log.exception("The application failed outside of its own handlers")
            answer.failed = True
        finally:
            if close := getattr(pieces, "close", None):
                close()


class _Answer:
    """Collects an answer in the thread; goes over to streaming when it is long and more is still to come."""

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Send) -> None:
        self.failed = False
        self._loop = loop
        self._send = send
        self._head: Message | None = None
        self._is_streaming = False
        self._pieces: list[bytes] = []
        self._size = 0

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        """WSGI's start_response; Django makes no use of the `write` it would return."""
        encoded = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers]
        self._head = {"type": "http.response.start", "status": int(status[:3]), "headers": encoded}

    def add(self, piece: bytes) -> None:
        if self._size >= ONE_PIECE:
            self._stream()
        self._pieces.append(piece)
        self._size += len(piece)

    def _stream(self) -> None:
        body = b"".join(self._pieces)
        self._pieces, self._size = [], 0
        asyncio.run_coroutine_threadsafe(self._pass_on(body), self._loop).result()

    async def _pass_on(self, body: bytes) -> None:
        if not self._is_streaming and self._head is not None:
            self._is_streaming = True
            await self._send(self._head)
        await self._send({"type": "http.response.body", "body": body, "more_body": True})

    async def finish(self) -> None:
        if self.failed or self._head is None:
            if self._is_streaming:
                # Half an answer must not look whole: the server closes the connection without its end.
                raise RuntimeError("The answer broke off while it was being sent")
            await send_problem(self._send, 500, FAILED)
            return
        body = b"".join(self._pieces)
        if not self._is_streaming:
            await self._send(_with_length(self._head, len(body)))
        await self._send({"type": "http.response.body", "body": body})


def _with_length(head: Message, length: int) -> Message:
    # Of an empty body nothing can be told: it may be the answer to HEAD, or of a kind that has none.
    if length and not any(name == b"content-length" for name, _ in head["headers"]):
        head["headers"].append((b"content-length", str(length).encode()))
    return head


async def send_problem(send: Send, status: int, body: bytes) -> None:
    """A refusal in the form of all others (RFC 9457), for what never reaches Django."""
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _too_large(limit: int) -> bytes:
    """The refusal of what is larger than `limit`, which is a little more than is said."""
    what = {BODY_LIMIT: "request is larger than 6 MB.", IN_MEMORY: "request is larger than it says of itself."}
    most = limit // 2**20 - 1
    words = what.get(limit, f"file is larger than {most} MB." + (" Cut it into parts." if most == 100 else ""))
    problem = (
        '{"type":"about:blank","title":"Too large","status":413,"code":"too_large",'
        f'"detail":"The {words}","fields":null,"request_id":null}}'
    )
    return problem.encode()


async def _read_body(receive: Receive, limit: int) -> IO[bytes]:
    body = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by the caller
    size = 0
    try:
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _Gone
            piece = message.get("body", b"")
            size += len(piece)
            if size > limit:
                raise _Refused(413, _too_large(limit))
            body.write(piece)
            if not message.get("more_body", False):
                body.seek(0)
                return body
    except BaseException:
        body.close()
        raise


def _told_length(scope: Scope) -> int:
    """What the request says of its own length; as much as is ever taken when it says nothing."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value[:12])
    return HOOK_LIMIT


def _size_of(body: IO[bytes]) -> int:
    size = body.seek(0, SEEK_END)
    body.seek(0)
    return size


def _environ(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    server = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8").decode("latin1"),
        "QUERY_STRING": scope["query_string"].decode("latin1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if client := scope.get("client"):
        environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = client[0], str(client[1])
    for raw_name, raw_value in scope["headers"]:
        # `X_Forwarded_For` would become the same variable as `X-Forwarded-For`, which a proxy in front has cleaned.
        if b"_" in raw_name:
            continue
        name = raw_name.decode("latin1").upper().replace("-", "_")
        key = name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"
        value = raw_value.decode("latin1")
        if key in environ:
            value = environ[key] + ("; " if key == "HTTP_COOKIE" else ",") + value
        environ[key] = value
    # A body that came in chunks has no length of its own; Django reads only as much as it is told.
    environ["CONTENT_LENGTH"] = str(_size_of(body))
    return environ
