"""The people of the tests: Ada (administrator), Uma (user), Vic (viewer), and Mallory, who has no account."""

import itertools
from importlib import import_module
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from crm.accounts.actors import actor_of
from crm.accounts.enums import Role
from crm.accounts.models import User
from crm.core.access import Actor

PASSWORD = "quiet-harbour-lantern-42"
NEW_PASSWORD = "paper-kite-over-dunes-7"
MALLORY = "mallory@example.com"
ALLAUTH = "/_allauth/browser/v1"

_hosts = itertools.count(1)


def ada() -> User:
    """The administrator."""
    return _person("Ada", Role.ADMIN)


def uma() -> User:
    """The user."""
    return _person("Uma", Role.USER)


def vic() -> User:
    """The viewer."""
    return _person("Vic", Role.VIEWER)


def as_actor(user: User) -> Actor:
    """`user` as the one who calls a service."""
    return actor_of(user)


def _person(name: str, role: str) -> User:
    email = f"{name.lower()}@example.com"
    return User.objects.filter(email=email).first() or User.objects.create_user(email, PASSWORD, name=name, role=role)


def fresh_address() -> str:
    """An address that nobody else has used in this run."""
    number = next(_hosts)
    return f"198.{18 + number // 65536}.{number // 256 % 256}.{number % 256}"


class Browser:
    """A browser on a device of its own: keeps cookies, sends the page's token, comes from one address."""

    def __init__(self, user: User | None = None, *, address: str | None = None, agent: str = "") -> None:
        self.address = address or fresh_address()
        self.client = Client(enforce_csrf_checks=True, REMOTE_ADDR=self.address, HTTP_USER_AGENT=agent)
        if user is None:
            self.get(f"{ALLAUTH}/config")
        else:
            self._enter(user, agent)

    def _enter(self, user: User, agent: str) -> None:
        """Signs in as the form does once the password is right: thousands of tests need no more of it."""
        request = RequestFactory().get("/", REMOTE_ADDR=self.address, HTTP_USER_AGENT=agent)
        request.session = import_module(settings.SESSION_ENGINE).SessionStore()
        request.user = AnonymousUser()
        get_adapter(request).login(request, user)
        record_authentication(request, user, "password", email=user.email)
        request.session.save()
        self.client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key or ""
        self.client.cookies[settings.CSRF_COOKIE_NAME] = request.META["CSRF_COOKIE"]

    @property
    def session_key(self) -> str:
        """What the session's cookie holds."""
        for name, cookie in self.client.cookies.items():
            if name.startswith("kith_session"):
                return str(cookie.value)
        return ""

    def get(self, path: str, **headers: str) -> Any:
        """Reads."""
        return self.client.get(path, headers=headers)

    def send(self, method: str, path: str, data: Any = None, **headers: str) -> Any:
        """Writes, with the page's token; `data` goes as JSON."""
        body: dict[str, Any] = {} if data is None else {"data": data, "content_type": "application/json"}
        given = {"X-CSRFToken": self.client.cookies["csrftoken"].value, **headers}
        return getattr(self.client, method.lower())(path, headers=given, **body)

    def post(self, path: str, data: Any = None, **headers: str) -> Any:
        """Writes by POST."""
        return self.send("POST", path, data, **headers)

    def send_file(self, method: str, path: str, content: bytes, **headers: str) -> Any:
        """Writes with a file as the body."""
        given = {"X-CSRFToken": self.client.cookies["csrftoken"].value, **headers}
        kind = "application/octet-stream"
        return self.client.generic(method, path, content, content_type=kind, headers=given, CONTENT_TYPE=kind)

    def sign_in(self, email: str, password: str = PASSWORD) -> Any:
        """The first step of signing in."""
        return self.post(f"{ALLAUTH}/auth/login", {"email": email, "password": password})

    def give_code(self, code: str) -> Any:
        """The second step of signing in."""
        return self.post(f"{ALLAUTH}/auth/2fa/authenticate", {"code": code})

    def confirm_password(self, password: str = PASSWORD) -> Any:
        """The password again, before something weighty."""
        return self.post(f"{ALLAUTH}/auth/reauthenticate", {"password": password})

    def is_signed_in(self) -> bool:
        """Whether the API knows who this is."""
        return bool(self.get("/api/v1/me").status_code == 200)


def give_two_factor(user: User) -> str:
    """Sets up an authenticator app for `user` without a browser. Returns its secret."""
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(user, secret)
    return secret


def code_of(user: User, *, step: int = 0) -> str:
    """What the authenticator app of `user` shows now, or `step` steps later."""
    secret = decrypt(Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).data["secret"])
    return code_for(secret, step=step)


def code_for(secret: str, *, step: int = 0) -> str:
    """What an authenticator app with `secret` shows now, or `step` steps later."""
    steps = sorted(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, steps[len(steps) // 2] + step))
