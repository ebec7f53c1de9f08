"""Session cookie → Actor."""

from django.http import HttpRequest
from ninja.security import APIKeyCookie

from crm.accounts.roles import permissions_of
from crm.core.access import Actor, ActorKind


class SignedIn(APIKeyCookie):
    """Finds the person behind the session cookie; writing requests must carry the CSRF token too."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        user = request.user
        if not user.is_authenticated:
            return None
        return Actor(
            kind=ActorKind.USER,
            id=user.pk,
            name=user.name,
            role=user.role,
            permissions=permissions_of(user.role),
            time_zone=user.time_zone,
            session_key=request.session.session_key,
        )


signed_in = SignedIn()
