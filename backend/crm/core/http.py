"""The HTTP surface that all rooms share: JSON out, problem+json for every refusal, one page size, one cursor."""

import functools
import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from crm.core import logs
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotFound, NotSignedIn, Refusal

log = logging.getLogger(__name__)

PROBLEM_TYPE = "application/problem+json"


class Problem(Schema):
    """RFC 9457 problem details, the shape of every refusal."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    fields: dict[str, list[str]] | None = None
    request_id: str


class Ref(Schema):
    """Another record, as it is named."""

    id: int
    name: str


class FieldConflict(Schema):
    """A field that two people changed at once, as people read it."""

    yours: str | None
    current: str | None
    original: str | None
    changed_by: str
    changed_at: datetime


_make_response_model = Operation._create_response_model  # noqa: SLF001


@functools.cache
def _response_model(response: Any) -> type[Schema] | None:
    """What Ninja makes around an answer's schema; for the same schema, the same."""
    return _make_response_model(None, response)  # type: ignore[arg-type]


# Ninja makes one for each status of each operation: well over a thousand alike, two fifths of the time of every start.
Operation._create_response_model = lambda _, response: _response_model(response)  # type: ignore[method-assign, assignment]  # noqa: SLF001

# Every operation may answer these; declared on each, so that the generated client knows them.
PROBLEMS: dict[Any, Any] = {frozenset({400, 401, 403, 404, 409, 413, 422, 429}): Problem}


class OrjsonRenderer(BaseRenderer):
    """Answers JSON by orjson: UTF-8 as it is, times in UTC with a Z."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, default=str, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


class JsonParser(Parser):
    """Reads JSON that is called JSON: what a form of another site can send without being asked first is not read."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body. Whatever is raised here is answered by 400."""
        if request.content_type != "application/json":
            raise ValueError("Send it as application/json.")
        return orjson.loads(request.body)


_encoder = msgspec.json.Encoder()


def caller_of(request: HttpRequest) -> Actor:
    """Who makes this request; every operation but the open ones has been through authentication."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor


# How an operation that takes a file says so: the file itself is the body. No form of another site can send that.
FILE_TYPE = "application/octet-stream"
TAKES_FILE = {
    "requestBody": {"required": True, "content": {FILE_TYPE: {"schema": {"type": "string", "format": "binary"}}}}
}


def uploaded_file(request: HttpRequest) -> HttpRequest:
    """The file that is the request's body, to be read piece by piece."""
    if request.content_type != FILE_TYPE:
        raise HttpError(400, f"Send the file itself as {FILE_TYPE}.")
    return request


def json_response(data: Any, *, status: int = 200) -> HttpResponse:
    """Encodes plain data or msgspec structs without validation: for hot reads whose shape the query fixes."""
    return HttpResponse(_encoder.encode(data), status=status, content_type="application/json")


def attachment(parts: Iterable[bytes], *, name: str, content_type: str) -> StreamingHttpResponse:
    """A file that the browser saves, sent as it is made."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return StreamingHttpResponse(parts, content_type=content_type, headers={"Content-Disposition": disposition})


def problem_response(refusal: Refusal) -> HttpResponse:
    """The refusal as problem+json."""
    body = {
        "type": "about:blank",
        "title": refusal.title,
        "status": refusal.status,
        "code": refusal.code,
        "detail": refusal.detail,
        "fields": refusal.fields,
        "request_id": logs.request_id.get(),
        **refusal.extra,
    }
    content = orjson.dumps(body, default=str, option=orjson.OPT_UTC_Z)
    return HttpResponse(content, status=refusal.status, content_type=PROBLEM_TYPE)


class _BadRequest(Refusal):
    status = 400
    code = "bad_request"
    title = "The request can't be read"


class _TooLarge(Refusal):
    status = 413
    code = "too_large"
    title = "This is more than one request may carry"


class _ServerFault(Refusal):
    status = 500
    code = "server_fault"
    title = "Something broke on our side. Nothing was saved; try again, and tell your administrator the request id"


def _validation_fields(error: ValidationError) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for item in error.errors:
        # Location is ("body", "payload", "email") or ("query", "limit"): the last named part is what the form calls it.
        names = [str(part) for part in item["loc"] if not isinstance(part, int)]
        fields.setdefault(names[-1] if names else "body", []).append(_plain(item))
    return fields


def _plain(item: dict[str, Any]) -> str:
    if item["type"] == "missing":
        return "This is needed."
    message = str(item["msg"]).removeprefix("Value error, ")
    return message if message.endswith(".") else f"{message}."


def install_error_handlers(api: NinjaAPI) -> None:
    """Makes every refusal, validation fault and crash of `api` a problem document."""

    @api.exception_handler(Refusal)
    def refused(request: HttpRequest, error: Refusal) -> HttpResponse:
        return problem_response(error)

    @api.exception_handler(AuthenticationError)
    def unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem_response(NotSignedIn())

    @api.exception_handler(ValidationError)
    def misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return problem_response(InvalidInput(fields=_validation_fields(error)))

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem_response(NotFound())

    @api.exception_handler(RequestDataTooBig)
    def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return problem_response(_TooLarge())

    @api.exception_handler(HttpError)
    def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
        if error.status_code == 401:
            return problem_response(NotSignedIn())
        if error.status_code == 403:
            # ninja raises a 403 of its own for one thing only: the CSRF token.
            return problem_response(CsrfRefused())
        return problem_response(_BadRequest(str(error.message)))

    @api.exception_handler(Exception)
    def crashed(request: HttpRequest, error: Exception) -> HttpResponse:
        route = request.resolver_match and request.resolver_match.route
        log.error("A request failed: %s %s", request.method, route, exc_info=error)
        return problem_response(_ServerFault())


class UnknownHost(Refusal):
    """The request names a host that is not one of ours: somebody else's name points here, or a setting is missing."""

    status = 400
    code = "unknown_host"
    title = "Kith does not answer to this address. Its administrator sets KITH_PUBLIC_URL or KITH_ALLOWED_HOSTS"


def unknown_path(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 as a problem document, for paths below /api/ that no operation has."""
    return problem_response(NotFound("There is no such address in this API."))


class CsrfRefused(Refusal):
    """A writing request came without the page's own token."""

    status = 403
    code = "csrf"
    title = "This request did not come from Kith's own page. Reload and try again"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF refusal as a problem document."""
    return problem_response(CsrfRefused())
