"""Wrong tries, counted before they are looked at.

A try is reserved by one statement before any password or code is checked, so that tries made at once can't slip past
each other: each waits for the row that the one before it holds. A right one gives its reservation back.

- account and address together: 5 wrong tries lock for 15 minutes from the fifth;
- an account from wherever: 20 in 15 minutes. It does not hold from addresses where that person has signed in before,
  or anybody could lock anybody out by trying from many places;
- an address for whatever account: 30 in 15 minutes.
Tries during a lock are refused and change nothing. A run of tries is forgotten 15 minutes after its last one.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest, Now
from django.utils.crypto import salted_hmac

from crm.accounts.enums import TryScope
from crm.accounts.errors import TooManyResets, TooManyTries
from crm.accounts.models import KnownAddress, Tries
from crm.core.errors import TooManyRequests

MINUTES = 15
MOST = {
    TryScope.ADDRESS: 30,
    TryScope.ACCOUNT: 20,
    TryScope.PAIR: 5,
    TryScope.RESET_ADDRESS: 20,
    TryScope.RESET_ACCOUNT: 5,
    TryScope.RESET_PAIR: 5,
}

_Row = tuple[TryScope, str, str]


@dataclass(frozen=True, slots=True)
class Reservation:
    """A try that was counted. `locks` says that it was the last one allowed, should it prove wrong."""

    rows: tuple[_Row, ...]
    locks: bool


def account_hash(email: str) -> str:
    """What stands for a typed email address: known and unknown ones look alike, and neither is kept in clear.

    Keyed by this installation's secret: whoever reads the table can't try addresses against it.
    """
    return salted_hmac("crm.accounts.tries", email.strip().lower(), algorithm="sha256").hexdigest()


def address_block(address: str) -> str:
    """What tries are counted by: an IPv4 address, or the /64 network of an IPv6 one, which one customer holds whole."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def reserve_sign_in(*, email: str, address: str) -> Reservation:
    """Counts one try to sign in to `email` from `address`. Raises `TooManyTries` when no more are allowed."""
    account = account_hash(email)
    address = address_block(address)
    rows: list[_Row] = [(TryScope.ADDRESS, "", address), (TryScope.PAIR, account, address)]
    if not _is_known(email, address):
        rows.insert(1, (TryScope.ACCOUNT, account, ""))
    return _reserve(rows, refusal=TooManyTries)


def reserve_reset(*, email: str, address: str) -> Reservation:
    """Counts one request for a reset mail. Raises `TooManyResets`.

    From where the person has signed in before, requests are counted by themselves: nobody else can use them up.
    """
    account, block = account_hash(email), address_block(address)
    by_account = (TryScope.RESET_ACCOUNT, account, "")
    if _is_known(email, block):
        by_account = (TryScope.RESET_PAIR, account, block)
    return _reserve([(TryScope.RESET_ADDRESS, "", block), by_account], refusal=TooManyResets)


def _is_known(email: str, block: str) -> bool:
    return KnownAddress.objects.filter(user__email=email.strip().lower(), address=block).exists()


_RESERVE = """
INSERT INTO accounts_tries AS t (scope, account, address, count, last_at, locked_until)
SELECT s.scope, s.account, s.address, 1, clock_timestamp(), NULL
FROM unnest(%(scopes)s::text[], %(accounts)s::text[], %(addresses)s::text[]) WITH ORDINALITY
     AS s(scope, account, address, position)
ORDER BY s.position
ON CONFLICT (scope, account, address) DO UPDATE SET
    count = CASE WHEN t.locked_until IS NOT NULL OR t.last_at < clock_timestamp() - %(window)s::interval
                 THEN 1 ELSE t.count + 1 END,
    last_at = clock_timestamp(),
    locked_until = CASE WHEN t.locked_until IS NULL AND t.last_at >= clock_timestamp() - %(window)s::interval
                             AND t.count + 1 >= (%(most)s::jsonb ->> t.scope)::int
                        THEN clock_timestamp() + %(window)s::interval END
WHERE t.locked_until IS NULL OR t.locked_until <= clock_timestamp()
RETURNING t.scope, t.locked_until
"""


def _reserve(rows: Iterable[_Row], *, refusal: type[TooManyRequests]) -> Reservation:
    wanted = tuple(rows)
    values: dict[str, Any] = {
        "scopes": [str(row[0]) for row in wanted],
        "accounts": [row[1] for row in wanted],
        "addresses": [row[2] for row in wanted],
        "window": f"{MINUTES} minutes",
        "most": "{" + ", ".join(f'"{scope}": {most}' for scope, most in MOST.items()) + "}",
    }
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_RESERVE, values)
            counted = cursor.fetchall()
        if len(counted) == len(wanted):
            locks = any(until is not None and scope != TryScope.ADDRESS for scope, until in counted)
            return Reservation(rows=wanted, locks=locks)
        # Some scope is locked: what the others counted is not kept.
        transaction.set_rollback(True)
    until = _locked_until(wanted)
    raise refusal(until=until)


def _of(row: _Row) -> Q:
    return Q(scope=row[0], account=row[1], address=row[2])


def _locked_until(rows: tuple[_Row, ...]) -> datetime | None:
    which = Q()
    for row in rows:
        which |= _of(row)
    locks = Tries.objects.filter(which, locked_until__isnull=False).values_list("locked_until", flat=True)
    return max((until for until in locks if until), default=None)


def give_back(reservation: Reservation) -> None:
    """The try was right, but no full sign-in: it alone is taken off again, and a lock that it set with it."""
    with transaction.atomic():
        for row in reservation.rows:
            Tries.objects.filter(_of(row)).update(count=Greatest(F("count") - 1, 0), locked_until=None)


def forgive(reservation: Reservation) -> None:
    """A full sign-in: all tries of this account from this address are taken off, here and from the wider counts."""
    with transaction.atomic():
        pair = next(row for row in reservation.rows if row[0] == TryScope.PAIR)
        for row in reservation.rows:
            if row[0] != TryScope.PAIR:
                Tries.objects.select_for_update().filter(_of(row)).first()
        standing = Tries.objects.select_for_update().filter(_of(pair)).first()
        if standing is None:
            return
        for row in reservation.rows:
            if row[0] != TryScope.PAIR:
                Tries.objects.filter(_of(row)).update(count=Greatest(F("count") - standing.count, 0), locked_until=None)
        standing.delete()


def release_account(email: str) -> None:
    """Takes off all tries and locks of one account, from wherever: its owner has said that it is all right."""
    # In the order in which every try takes them, so that the two never wait for each other.
    for scope in (TryScope.ACCOUNT, TryScope.PAIR):
        Tries.objects.filter(account=account_hash(email), scope=scope).delete()


def forget_old() -> int:
    """Deletes runs of tries that no longer count for anything. Returns how many."""
    old = Tries.objects.filter(
        Q(last_at__lt=Now() - timedelta(minutes=MINUTES)), Q(locked_until__isnull=True) | Q(locked_until__lt=Now())
    )
    deleted, _ = old.delete()
    return deleted
