"""What providers posted: stored once, read by the worker, each in a transaction of its own, tried again, replayed."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import LiteralString

import orjson
from django.conf import settings
from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

from crm.conversations.adapters import UnknownKind, adapter_of, settings_of
from crm.conversations.enums import PayloadState
from crm.conversations.models import ChannelAccount
from crm.conversations.port import KEPT_HEADERS, CannotRead, HookRequest, Reading
from crm.conversations.receiving.incoming import lock_addresses, receive_message
from crm.conversations.receiving.reports import record_report
from crm.core.claims import claim_due, seconds_until_due
from crm.core.prepared import prepared_cursor
from crm.core.sealing import CannotUnseal
from crm.core.work import Work
from crm.journal.delivery import describe

log = logging.getLogger(__name__)

KEY_MOST = 200
AT_ONCE = 20
# Pauses after the first, second, … failure. The try after the last one is the last.
PAUSES = (
    timedelta(seconds=2),
    timedelta(seconds=15),
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
)
OUTCOME_MOST = 300
_TABLE = "conversations_payload"


def store_payload(*, account_id: int, key: str, request: HookRequest) -> bool:
    """Keeps a verified request, once for its key. Whether it is a new one. The worker is told by a trigger."""
    query = request.url.partition("?")[2]
    headers = {name: value for name, value in request.headers.items() if name in KEPT_HEADERS}
    # Bound by the server, as bytes: a body written into the statement is twice as long and parsed by both sides.
    with prepared_cursor() as cursor:
        cursor.execute(
            "INSERT INTO conversations_payload (account_id, key, content_type, headers, query, body, state, "
            "received_at, due_at) VALUES (%s::bigint, %s::text, %s::text, %s::jsonb, %s::text, %s::bytea, 'queued', "
            "%s::timestamptz, statement_timestamp()) ON CONFLICT (account_id, key) DO NOTHING RETURNING id",
            [
                account_id,
                _kept(key, KEY_MOST),
                _kept(request.content_type, 300),
                orjson.dumps({name: _kept(value, 4000) for name, value in headers.items()}).decode(),
                _kept(query, 8000),
                request.body,
                request.received_at,
            ],
        )
        return cursor.fetchone() is not None


def _kept(value: str, most: int) -> str:
    """What the database can hold of a header, or of a key."""
    return value.encode("utf-8", "replace").decode("utf-8").replace("\0", "")[:most]


def read_payloads(limit: int = AT_ONCE) -> int:
    """Reads up to `limit` payloads that are due, each in a transaction of its own. Returns how many it took."""
    accounts: dict[int, ChannelAccount] = {}
    taken = 0
    while taken < limit and _read_next(accounts):
        taken += 1
    return taken


def seconds_until_payload(most: float) -> float:
    """Seconds until the next payload is due, at most `most`."""
    return seconds_until_due(table=_TABLE, state=PayloadState.QUEUED, most=most)


READING = Work("what providers posted", read_payloads, seconds_until_payload)


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A payload in hand, with its account as it was when the batch was begun."""

    id: int
    account: ChannelAccount
    attempts: int
    request: HookRequest


_COLUMNS: list[LiteralString] = [
    "id", "account_id", "attempts", "content_type", "headers", "query", "body", "received_at",
]  # fmt: skip


def _claim(accounts: dict[int, ChannelAccount]) -> _Claimed | None:
    rows = claim_due(table=_TABLE, columns=_COLUMNS, state=PayloadState.QUEUED, limit=1)
    if not rows:
        return None
    payload_id, account_id, attempts, content_type, headers, query, body, received_at = rows[0]
    if account_id not in accounts:
        accounts[account_id] = ChannelAccount.objects.get(pk=account_id)
    account = accounts[account_id]
    url = f"{settings.PUBLIC_URL}/hooks/{account.kind}/{account.hook_id}"
    request = HookRequest(
        url=f"{url}?{query}" if query else url,
        content_type=content_type,
        headers=orjson.loads(headers) if isinstance(headers, str) else headers,
        body=bytes(body),
        received_at=received_at,
    )
    return _Claimed(payload_id, account, attempts, request)


def _read_next(accounts: dict[int, ChannelAccount]) -> bool:
    with transaction.atomic():
        payload = _claim(accounts)
        if payload is None:
            return False
        try:
            with transaction.atomic():
                outcome = _take_in(payload.account, payload.request)
                # What would be found wrong at the commit is found here, where it is this payload's fault.
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except Exception as error:
            if connection.connection is None or connection.connection.closed:
                # No fault of the payload's: it is read once the database is back.
                raise
            _put_off(payload, error)
        else:
            _write(payload, state=PayloadState.DONE, outcome=outcome, error="", pause=None)
    return True


def _take_in(account: ChannelAccount, request: HookRequest) -> str:
    """Makes messages and reports of a payload. What came of it, in words."""
    reading: Reading = adapter_of(account).read(settings_of(account), request)
    lock_addresses([message.from_address for message in reading.messages])
    outcomes = [receive_message(account, message, received_at=request.received_at) for message in reading.messages]
    outcomes += [record_report(account, report) for report in reading.reports]
    if reading.note:
        outcomes.append(reading.note)
    return "; ".join(dict.fromkeys(outcomes))[:OUTCOME_MOST] or "Nothing in it was for us"


def _put_off(payload: _Claimed, error: Exception) -> None:
    """Has a payload that could not be read tried again later; what never can be is failed, for an administrator."""
    is_busy = isinstance(error, OperationalError) and isinstance(error.__cause__, DeadlockDetected)
    is_final = isinstance(error, CannotRead | UnknownKind | CannotUnseal) or payload.attempts >= len(PAUSES)
    text = str(error) if isinstance(error, CannotRead | UnknownKind) else describe(error)
    if isinstance(error, CannotUnseal):
        text = "The account's settings were sealed under another KITH_SECRET_KEY."
    log.warning("Payload %s could not be read, try %s: %s", payload.id, payload.attempts + 1, text)
    if is_final:
        _write(payload, state=PayloadState.FAILED, outcome="", error=text, pause=None)
    else:
        # Two that wait for each other: one goes on at once, and this one as soon as it can.
        pause = timedelta(milliseconds=100) if is_busy else PAUSES[payload.attempts]
        _write(payload, state=PayloadState.QUEUED, outcome="", error=text, pause=pause)


def _write(payload: _Claimed, *, state: PayloadState, outcome: str, error: str, pause: timedelta | None) -> None:
    with prepared_cursor() as cursor:
        cursor.execute(
            "UPDATE conversations_payload SET state = %s::text, outcome = %s::text, error_text = %s::text, "
            "attempts = attempts + 1, done_at = CASE WHEN %s::text <> 'queued' THEN clock_timestamp() END, "
            "due_at = coalesce(clock_timestamp() + make_interval(secs => %s::float8), due_at) WHERE id = %s::bigint",
            [state.value, outcome, error[:500], state.value, pause.total_seconds() if pause else None, payload.id],
        )
