"""What Kith asks of allauth beyond its settings."""

import math
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.base.response import UnauthorizedResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth import SESSION_KEY, authenticate
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from crm.accounts import sessions, tries
from crm.accounts.errors import TooManyTries
from crm.accounts.models import User
from crm.accounts.selectors import get_settings
from crm.accounts.services import signing_in
from crm.core import clock
from crm.core.errors import TooManyRequests
from crm.core.http import problem_response
from crm.core.sealing import seal, unseal


def address_of(request: HttpRequest) -> str:
    """The caller's address; the core's middleware has seen to proxies."""
    return str(request.META.get("REMOTE_ADDR") or "")


def reserve(request: HttpRequest, email: str) -> tries.Reservation:
    """Counts a try for `email`, or answers at once that there were too many."""
    try:
        return tries.reserve_sign_in(email=email, address=address_of(request))
    except TooManyTries as refusal:
        raise ImmediateHttpResponse(refused_for_now(refusal)) from refusal


def refused_for_now(refusal: TooManyRequests) -> HttpResponse:
    """The refusal as a problem document that says in a header, too, when to try again."""
    response = problem_response(refusal)
    until = refusal.extra.get("until")
    if until is not None:
        response["Retry-After"] = str(max(1, math.ceil((until - clock.now()).total_seconds())))
    return response


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed: people are invited. Tries are counted in our own table, before a password is looked at."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people are invited."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The caller's address; the core's middleware has seen to proxies."""
        return address_of(request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The active person with that email and password, after the try has been counted.

        A right one stays counted, on `request.reservation`, until the view knows whether it was a full sign-in.
        """
        email = str(credentials.get("email", ""))
        reservation = reserve(request, email)
        user = authenticate(request, email=email, password=credentials.get("password"))
        # allauth keeps inactive people whose password was right, to tell them apart. We do not tell.
        AuthenticationBackend.unstash_authenticated_user()
        if not isinstance(user, User):
            signing_in.note_failed(email=email, address=address_of(request), what="password", reservation=reservation)
            return None
        request.reservation = reservation  # type: ignore[attr-defined]
        return user

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Whether that is the person's password; the try is counted."""
        again = self.authenticate(self.request, email=user.email, password=password)
        return again is not None and again.pk == user.pk

    def login(self, request: HttpRequest, user: Any) -> None:
        """Signs `user` in in full: session, event and forgiven tries stand together or not at all."""
        with transaction.atomic():
            present = User.objects.select_for_update().filter(pk=user.pk, is_active=True).first()
            if present is None or present.password != user.password:
                raise ImmediateHttpResponse(UnauthorizedResponse(request))
            before = request.session.session_key
            if request.session.get(SESSION_KEY, str(user.pk)) != str(user.pk):
                # Django empties such a session and gives it a key only when it answers; ours is needed here.
                request.session.flush()
                request.session.create()
            super().login(request, user)
            if before and before != request.session.session_key:
                # Whoever was signed in here is not any more: an invitation may be accepted in another's browser.
                sessions.end_these([before])
            signing_in.note_signed_in(
                user=user,
                session_key=request.session.session_key or "",
                address=address_of(request),
                user_agent=request.headers.get("User-Agent", ""),
            )
        reservation = getattr(request, "reservation", None)
        if reservation is not None:
            tries.forgive(reservation)

    def logout(self, request: HttpRequest) -> None:
        """Signs out: the session is over on the server and in every tab."""
        if request.user.is_authenticated:
            signing_in.note_signed_out(user=request.user, session_key=request.session.session_key or "")
        super().logout(request)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: our services ask for their own mails, in the transaction of the change."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing: see `send_notification_mail`."""


_PURPOSE = "crm.accounts.two_factor"


class TwoFactorAdapter(DefaultMFAAdapter):
    """Second factors, whose secrets are encrypted at rest."""

    def encrypt(self, text: str) -> str:
        """`text` sealed by a key that follows from the server's secret key."""
        return seal(text.encode(), purpose=_PURPOSE).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` sealed."""
        return unseal(encrypted_text.encode(), purpose=_PURPOSE).decode()

    def can_delete_authenticator(self, authenticator: object) -> bool:
        """Not while everybody must have a second factor."""
        return not get_settings().two_factor_required
