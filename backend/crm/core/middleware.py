"""What every request passes first: its id, the caller's address, the headers that browsers obey."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from crm.core import logs
from crm.core.http import UnknownHost, problem_response

GetResponse = Callable[[HttpRequest], HttpResponse]

# The client is built without inline scripts. Mantine sets inline styles on elements, hence 'unsafe-inline' for styles.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)

# What every answer carries, whoever gives it. `crm/asgi.py` adds them where no middleware is: files, live updates.
BROWSER_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Asked by load balancers, which call a machine by its number.
_PROBES = {"/healthz", "/readyz"}


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
    """The headers that browsers obey, and no caching of what the API answers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in BROWSER_HEADERS.items():
            response.setdefault(name, value)
        if request.path.startswith(("/api/", "/_allauth/")):
            response.setdefault("Cache-Control", "no-store")
        return response


class KnownHostMiddleware:
    """Answers only to the names in ALLOWED_HOSTS: else any site could point its own name here and read along.

    Django itself looks at the host only where an address is built from it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path not in _PROBES:
            try:
                request.get_host()
            except DisallowedHost:
                return problem_response(UnknownHost())
        return self.get_response(request)


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
        if trusted and len(hops) >= trusted and (address := _address_of(hops[-trusted])):
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


def _address_of(hop: str) -> str | None:
    """The address in an entry of X-Forwarded-For, which some proxies write with a port. None when there is none."""
    candidates = [hop]
    if hop.startswith("["):
        candidates.append(hop[1:].partition("]")[0])
    elif hop.count(":") == 1:
        candidates.append(hop.partition(":")[0])
    for candidate in candidates:
        try:
            return str(ipaddress.ip_address(candidate))
        except ValueError:
            continue
    return None
