"""What every request passes first: its id, the caller's address, the headers that browsers obey."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from crm.core import logs

GetResponse = Callable[[HttpRequest], HttpResponse]

# The client is built without inline scripts. Mantine sets inline styles on elements, hence 'unsafe-inline' for styles.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


class RequestIdMiddleware:
    """Gives the request an id, told in `X-Request-Id`, in problem documents and in the log."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = logs.request_id.set(logs.new_request_id(request.headers.get("X-Request-Id")))
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = logs.request_id.get()
            return response
        finally:
            logs.request_id.reset(token)


class SecurityHeadersMiddleware:
    """Content-Security-Policy, Permissions-Policy, framing, and no caching of what the API answers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()")
        response.setdefault("X-Frame-Options", "DENY")
        if request.path.startswith(("/api/", "/_allauth/")):
            response.setdefault("Cache-Control", "no-store")
        return response


class ClientAddressMiddleware:
    """Sets REMOTE_ADDR to the caller's own address when trusted reverse proxies stand in front.

    Only the last `TRUSTED_PROXIES` entries of X-Forwarded-For were written by proxies we know; what stands before
    them is whatever the caller chose to send, and is not believed.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        trusted: int = settings.TRUSTED_PROXIES
        forwarded = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
        if trusted and len(hops) >= trusted:
            request.META["REMOTE_ADDR"] = hops[-trusted]
        return self.get_response(request)
