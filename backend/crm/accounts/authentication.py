"""Session cookie → Actor."""

from typing import Any

from django.http import HttpRequest
from ninja.security import APIKeyCookie

from crm.accounts.errors import TwoFactorRequired
from crm.accounts.roles import permissions_of
from crm.accounts.sessions import LiveSession
from crm.core import clock
from crm.core.access import Actor, ActorKind

# What stays open to a person who must set up a second factor first.
_OPEN_WHILE_ENROLLING = frozenset({("GET", "/api/v1/me"), ("POST", "/api/v1/session/touch")})


class SignedIn(APIKeyCookie):
    """Finds the person behind the session cookie; writing requests must carry the CSRF token too.

    Who must set up a second factor is refused everywhere but at their own account.
    """

    # What the API's description calls the cookie. The browser's name for it also holds the port.
    param_name = "kith_session"

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """The actor, or None without a live session. Raises `TwoFactorRequired`."""
        session = live_session(request)
        if session is None:
            return None
        if (request.method, request.path) not in _OPEN_WHILE_ENROLLING and session.must_enrol(clock.now()):
            raise TwoFactorRequired
        return Actor(
            kind=ActorKind.USER,
            id=session.user_id,
            name=session.name,
            role=session.role,
            permissions=permissions_of(session.role),
            time_zone=session.time_zone,
            session_key=session.session_key,
        )


def live_session(request: HttpRequest) -> LiveSession | None:
    """The session that came with `request`, as the middleware found it."""
    found: Any = getattr(request, "live_session", None)
    return found if isinstance(found, LiveSession) else None


signed_in = SignedIn()
