"""The floor: a bare ASGI app that does one well-indexed SQL statement a request. What no framework can beat."""

import os
from typing import Any

import orjson
from psycopg_pool import AsyncConnectionPool

POOL = AsyncConnectionPool(os.environ["DATABASE_URL"], min_size=4, max_size=16, open=False, kwargs={"autocommit": True})

# The id of the user who owns a third of all contacts, once it was asked for.
_known: list[int] = []

GET = "SELECT id, first_name, last_name, email, phone, created_at FROM contacts_contact WHERE id = %s"
LIST = (
    "SELECT id, first_name, last_name, email, phone, created_at FROM contacts_contact "
    "WHERE archived_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 51"
)
SEARCH = (
    "SELECT id, first_name, last_name, email, phone, created_at FROM contacts_contact "
    "WHERE archived_at IS NULL AND search LIKE %s ORDER BY created_at DESC, id DESC LIMIT 51"
)
FILTER = (
    "SELECT id, first_name, last_name, email, phone, created_at FROM contacts_contact WHERE archived_at IS NULL "
    "AND tag_ids @> ARRAY[%s]::int[] AND assigned_user_id = %s ORDER BY created_at DESC, id DESC LIMIT 51"
)
INBOX = (
    "SELECT id, contact_id, state, turn, preview, last_at, last_in_id FROM conversations_conversation "
    "WHERE state = 'open' ORDER BY last_at DESC, id DESC LIMIT 51"
)
THREAD = (
    "SELECT id, direction, channel, state, text, subject, at FROM conversations_message "
    "WHERE conversation_id = %s ORDER BY id DESC LIMIT 41"
)
BADGE = "SELECT count(*) FROM conversations_conversation WHERE state = 'open'"
SAID = (
    "SELECT conversation_id, id, text FROM conversations_message WHERE search LIKE %s AND search LIKE '%%order%%' "
    "AND search LIKE '%%number%%' LIMIT 51"
)
BOARD = (
    "SELECT id, title, value_cents, currency, stage_id, contact_id, company_id, assigned_user_id, stage_entered_at, "
    "source, expected_close_on, next_step, next_step_on, created_at, version FROM pipelines_opportunity "
    "WHERE archived_at IS NULL AND status = 'open' AND pipeline_id = %s ORDER BY stage_id, rank"
)
OWNER = "SELECT id FROM accounts_user WHERE email = 'bench@example.com'"
CREATE = "INSERT INTO bench_floor (first_name, last_name, email, phone) VALUES (%s, %s, %s, %s) RETURNING id"


async def _rows(query: str, values: list[Any]) -> bytes:
    async with POOL.connection() as connection:
        cursor = await connection.execute(query, values)
        return orjson.dumps(await cursor.fetchall())


async def _owner() -> int:
    if not _known:
        async with POOL.connection() as connection:
            found = await (await connection.execute(OWNER)).fetchone()
        assert found is not None
        _known.append(found[0])
    return _known[0]


async def _answer(path: str, argument: str, receive: Any) -> bytes:
    """What the one statement of an address finds."""
    numbered = {"/get": GET, "/thread": THREAD, "/board": BOARD}
    plain = {"/list": LIST, "/inbox": INBOX, "/badge": BADGE}
    worded = {"/search": SEARCH, "/said": SAID}
    if path in plain:
        return await _rows(plain[path], [])
    if path in numbered:
        return await _rows(numbered[path], [int(argument)])
    if path in worded:
        return await _rows(worded[path], [f"%{argument}%"])
    if path == "/filter":
        return await _rows(FILTER, [int(argument), await _owner()])
    sent = orjson.loads((await receive())["body"])
    return await _rows(CREATE, [sent["first_name"], sent["last_name"], sent["email"], sent["phone"]])


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """`/get?id`, `/list`, `/search?term`, `/filter?tag`, `/board?id`, POST `/create`; of the inbox `/inbox`, …"""
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await POOL.open()
                await send({"type": "lifespan.startup.complete"})
            else:
                await POOL.close()
                await send({"type": "lifespan.shutdown.complete"})
                return
    body = await _answer(scope["path"], scope["query_string"].decode(), receive)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
