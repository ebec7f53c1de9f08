"""Serves the built client, and says whether this process is up and ready.

The built files carry a hash of their contents in their names and are kept by browsers for ever; the one page that names
them is asked for again at each visit (answered by 304 when it is the same), so a new build shows at the next load.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe
from whitenoise import WhiteNoise

from crm.bridge import WsgiApplication
from crm.schema_state import pending_migrations

ASSETS = "/assets/"
PAGE = "index.html"
NOT_BUILT = "The client is not built yet. `make run` builds it.\n"


class _ClientFiles(WhiteNoise):
    """Files that a newer build has taken away since this process started are not there: no fault of the server."""

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answers with the file, or as the application does for one that never was."""
        try:
            return super().__call__(environ, start_response)
        except FileNotFoundError:
            return self.application(environ, start_response)


def with_client_files(application: WsgiApplication) -> WhiteNoise:
    """`application` with the built files answered before it. With KITH_DEBUG, a new build is seen without a restart."""
    dist: Path = settings.CLIENT_DIST
    files = _ClientFiles(
        application,
        autorefresh=settings.DEBUG,
        allow_all_origins=False,
        immutable_file_test=f"^{ASSETS}",
        add_headers_function=_harden,
    )
    if settings.DEBUG or (dist / "assets").is_dir():
        files.add_files(str(dist / "assets"), ASSETS)
    if dist.is_dir():
        for path in dist.iterdir():
            # An icon or a manifest with a fixed name. The page itself goes through Django, for its security headers.
            if path.is_file() and path.name != PAGE and not path.name.startswith("."):
                files.add_file_to_dictionary(f"/{path.name}", str(path))
    return files


def _harden(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The client's page, at every address that is not the server's own; the client finds its way from there."""
    if request.path.startswith(ASSETS):
        # A page of an older build asks for its files: an answer of 200 with HTML would break it without a word.
        return HttpResponse("No such file.\n", status=404, content_type="text/plain; charset=utf-8")
    page = _read_page() if settings.DEBUG else _page()
    if page is None:
        return HttpResponse(NOT_BUILT, status=503, content_type="text/plain; charset=utf-8")
    content, etag = page
    response: HttpResponse
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(content, content_type="text/html; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _page() -> tuple[bytes, str] | None:
    # Read once: the names in it must match the files that were found when the process started.
    return _read_page()


def _read_page() -> tuple[bytes, str] | None:
    path: Path = settings.CLIENT_DIST / PAGE
    if not path.is_file():
        return None
    content = path.read_bytes()
    return content, quote_etag(hashlib.sha256(content).hexdigest()[:20])


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and has every migration of this version; 503 with the reason when not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _MIGRATED and pending_migrations():
            return HttpResponse("migrations are missing\n", status=503, content_type="text/plain; charset=utf-8")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain; charset=utf-8")
    _MIGRATED.add(True)
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


# Once complete, the migrations of a running version stay complete: the (slow) look is not repeated.
_MIGRATED: set[bool] = set()
