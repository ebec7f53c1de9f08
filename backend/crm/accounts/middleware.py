"""Who is signed in: one query for each request that needs to know."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from crm.accounts import sessions
from crm.accounts.models import User
from crm.accounts.sessions import LiveSession
from crm.core import clock

GetResponse = Callable[[HttpRequest], HttpResponse]

# The page's own reads (after a live event, while polling) do not keep an idle session alive.
BACKGROUND = "X-Kith-Background"
EXPIRES = "X-Session-Expires-At"


class LiveSessionMiddleware:
    """Finds the session of a request, ends it when its time is over, notes activity, and says when it will end.

    Stands where Django's AuthenticationMiddleware would: `request.user` is the person of the live session, and nobody
    whose session was ended is anybody, whatever the stored payload says.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session, until = None, None
        if request.path.startswith(("/api/", "/_allauth/")):
            session, until = _find(request)
        request.live_session = session  # type: ignore[attr-defined]
        request.user = SimpleLazyObject(lambda: _person(session))  # type: ignore[assignment]
        response = self.get_response(request)
        if until is not None and response.status_code != 401:
            response[EXPIRES] = until.isoformat().replace("+00:00", "Z")
        return response


def _find(request: HttpRequest) -> tuple[LiveSession | None, datetime | None]:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None, None
    session = sessions.find_session(key)
    now = clock.now()
    if session is None:
        # Ended elsewhere, or not signed in yet: a sign-in that waits for its code has a payload and no person.
        if request.path.startswith("/_allauth/") and SESSION_KEY in request.session:
            request.session.flush()
        return None, None
    if session.expires_at <= now:
        with transaction.atomic():
            sessions.end_these([key])
        request.session.flush()
        return None, None
    if request.headers.get(BACKGROUND) == "1":
        return session, session.expires_at
    return session, sessions.touch(session, now)


def _person(session: LiveSession | None) -> User | AnonymousUser:
    if session is None:
        return AnonymousUser()
    return User.objects.filter(pk=session.user_id, is_active=True).first() or AnonymousUser()
