"""Sessions of people who are signed in: found, kept alive, ended. One query tells all that a request needs.

A session lives while its `SignIn` row does. Whatever ends it deletes the row in its own transaction; the payload in the
session store (PostgreSQL or Redis) follows when that is committed, and open tabs are told by NOTIFY at the same moment.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from importlib import import_module
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from crm.accounts.models import SignIn, User
from crm.core import clock
from crm.core.prepared import prepared_cursor

LIVE_CHANNEL = "kith_live"
# How long a session lasts at the most, however busy it is.
ABSOLUTE_AGE = timedelta(days=30)
# Activity is noted at most this often.
TOUCH_EVERY = timedelta(seconds=60)
# A NOTIFY carries 8000 bytes at the most; so many hashes stay well below.
_HASHES_IN_ONE_NOTICE = 100


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A session with its person and the rules that hold for it, as one query reads them."""

    id: int
    session_key: str
    created_at: datetime
    last_seen_at: datetime
    ends_at: datetime
    user_id: int
    name: str
    email: str
    role: str
    time_zone: str
    theme: str
    has_two_factor: bool
    idle_minutes: int
    two_factor_required: bool
    two_factor_required_from: date | None

    @property
    def expires_at(self) -> datetime:
        """When it ends if nothing more is done."""
        return min(self.ends_at, self.last_seen_at + timedelta(minutes=self.idle_minutes))

    def must_enrol(self, now: datetime) -> bool:
        """Whether nothing but the set-up of a second factor is open to this person."""
        return (
            self.two_factor_required
            and not self.has_two_factor
            and (self.two_factor_required_from is None or self.two_factor_required_from <= today(now))
        )


def today(now: datetime) -> date:
    """The day in the zone of this installation, by which dates set for everybody are read."""
    return now.astimezone(ZoneInfo(settings.DEFAULT_TIME_ZONE)).date()


_FIND = """
SELECT s.id, s.session_key, s.created_at, s.last_seen_at, s.expires_at,
       u.id, u.name, u.email, u.role, u.time_zone, u.theme,
       EXISTS (SELECT 1 FROM mfa_authenticator a WHERE a.user_id = u.id AND a.type = 'totp'),
       coalesce(c.idle_timeout_minutes, 480), coalesce(c.two_factor_required, false), c.two_factor_required_from
FROM accounts_sign_in s
JOIN accounts_user u ON u.id = s.user_id AND u.is_active
LEFT JOIN accounts_security_settings c ON c.id = 1
WHERE s.session_key = %s
"""


def find_session(session_key: str) -> LiveSession | None:
    """The session with that key, whether its time is over or not. None once it was ended, or its person deactivated."""
    # Keys are made of letters and digits; what else comes in a cookie can't be looked up, and need not be.
    if not session_key.isalnum() or not session_key.isascii() or len(session_key) > 40:
        return None
    with prepared_cursor() as cursor:
        cursor.execute(_FIND, [session_key])
        row = cursor.fetchone()
    return LiveSession(*row) if row else None


def start_session(*, user: User, session_key: str, address: str | None, user_agent: str) -> SignIn:
    """Notes that `user` is signed in under `session_key`."""
    now = clock.now()
    User.objects.filter(pk=user.pk).update(last_seen_at=now)
    return SignIn.objects.create(
        user=user,
        session_key=session_key,
        address=address,
        user_agent=user_agent[:300],
        created_at=now,
        last_seen_at=now,
        expires_at=now + ABSOLUTE_AGE,
    )


def touch(session: LiveSession, now: datetime, *, at_once: bool = False) -> datetime:
    """Notes activity, when the last note is old enough. Returns when the session now ends."""
    if not at_once and now - session.last_seen_at < TOUCH_EVERY:
        return session.expires_at
    # Two statements, each by itself: whoever ends sessions locks the person first and the session second.
    stale = now if at_once else now - TOUCH_EVERY
    if SignIn.objects.filter(pk=session.id, last_seen_at__lte=stale).update(last_seen_at=now):
        User.objects.filter(pk=session.user_id).update(last_seen_at=now)
    return min(session.ends_at, now + timedelta(minutes=session.idle_minutes))


def change_key(*, old_key: str, new_key: str) -> None:
    """Follows a session to its new cookie. Streams opened under the old one are told that it has ended."""
    SignIn.objects.filter(session_key=old_key).update(session_key=new_key)
    _tell([old_key])


def end_sessions(*, user_id: int, but: str | None = None) -> int:
    """Ends all sessions of a person, `but` the one with that key. Returns how many ended."""
    rows = SignIn.objects.filter(user_id=user_id)
    if but is not None:
        rows = rows.exclude(session_key=but)
    return end_these(list(rows.select_for_update().values_list("session_key", flat=True)))


def end_these(keys: Sequence[str]) -> int:
    """Ends the sessions with these keys, in the caller's transaction."""
    if not keys:
        return 0
    ended, _ = SignIn.objects.filter(session_key__in=keys).delete()
    _tell(keys)
    transaction.on_commit(partial(_delete_payloads, list(keys)))
    return ended


def key_hash(session_key: str) -> str:
    """What stands for a session where its key must not: SHA-256 as hex."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def _tell(keys: Iterable[str]) -> None:
    hashes = [key_hash(key) for key in keys]
    with connection.cursor() as cursor:
        for start in range(0, len(hashes), _HASHES_IN_ONE_NOTICE):
            notice = json.dumps({"ended_sessions": hashes[start : start + _HASHES_IN_ONE_NOTICE]})
            cursor.execute("SELECT pg_notify(%s, %s)", [LIVE_CHANNEL, notice])


def _delete_payloads(keys: Iterable[str]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in keys:
        store(key).delete()
