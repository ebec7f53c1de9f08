"""The list of conversations, and how many there are: one statement each, by keyset."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, LiteralString

import msgspec
from django.db import connection
from psycopg import sql

from crm.consent.enums import Channel
from crm.conversations.enums import Turn
from crm.conversations.selectors.rows import ROW_COLUMN_COUNT, ROW_COLUMNS, ROW_JOINS, ConversationRow, Hit, row_values
from crm.conversations.selectors.unread import IS_UNREAD, UNREAD_MOST
from crm.conversations.selectors.visibility import BIGINT_MOST, visible_to
from crm.core.access import Actor, Permission, requires
from crm.core.paging import PAGE_SIZE, PAGE_SIZE_MOST, BadCursor, pack_cursor, unpack_cursor
from crm.core.prepared import prepared_cursor
from crm.core.search import pattern_of, read_terms

COUNT_MOST = 1000
# The badge looks at so many of the newest open conversations: no fewer than are counted, of which it is a part.
BADGE_LOOKS_AT = COUNT_MOST
# What is shown of a message that was found, and how much of it stands before the word.
HIT_MOST, HIT_BEFORE = 160, 16
# What is typed may stand in every message: so many of the newest in which it stands lead to conversations.
FOUND_MOST = 5_000


class Show(StrEnum):
    """Whose conversations."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    ALL = "all"


class StateFilter(StrEnum):
    """In which state."""

    OPEN = "open"
    SNOOZED = "snoozed"
    CLOSED = "closed"
    ALL = "all"


class ConversationPage(msgspec.Struct, frozen=True):
    """A page of conversations, the last written first, and where the next one begins."""

    items: list[ConversationRow]
    next_cursor: str | None


class ConversationCounts(msgspec.Struct, frozen=True):
    """How many are open, counted up to a thousand; how many of the newest have something unread, up to 99."""

    mine: int
    unassigned: int
    all: int
    unread_mine: int
    unread_unassigned: int
    unread: int


_SHOW: dict[Show, LiteralString] = {
    Show.MINE: "c.assigned_user_id = %(me)s",
    Show.UNASSIGNED: "c.assigned_user_id IS NULL",
    Show.ALL: "TRUE",
}
_STATE: dict[StateFilter, LiteralString] = {
    StateFilter.OPEN: "c.state = 'open'",
    StateFilter.SNOOZED: "c.state = 'snoozed'",
    StateFilter.CLOSED: "c.state = 'closed'",
    StateFilter.ALL: "TRUE",
}
_TURN: dict[Turn, LiteralString] = {
    Turn.US: "c.turn = 'us'",
    Turn.THEM: "c.turn = 'them'",
    Turn.NOBODY: "c.turn = 'nobody'",
}
_CHANNEL: dict[Channel, LiteralString] = {
    Channel.SMS: "position('sms' in c.channels) > 0",
    Channel.EMAIL: "position('email' in c.channels) > 0",
}
# The page is cut before what belongs to its rows is looked up.
_PAGE = sql.SQL(
    "SELECT {columns}, {hit} FROM (SELECT c.* FROM conversations_conversation c WHERE {where} "
    "ORDER BY c.last_at DESC, c.id DESC LIMIT {limit}) AS p {joins} {hit_join} ORDER BY p.last_at DESC, p.id DESC"
)
_HIT_JOIN = sql.SQL(
    "LEFT JOIN LATERAL (SELECT c.id, c.subject, c.text FROM conversations_message c "
    "WHERE c.conversation_id = p.id AND {condition} ORDER BY c.id DESC LIMIT 1) AS h ON TRUE"
)
# Archived people are asked for apart from the others: each of the two indexes holds one kind.
_FOUND = sql.SQL(
    "c.id = ANY(ARRAY(SELECT t.id FROM (SELECT c.id FROM contacts_contact c WHERE c.archived_at IS NULL "
    "AND {condition} UNION ALL SELECT c.id FROM contacts_contact c WHERE c.archived_at IS NOT NULL AND {condition}) "
    "AS k JOIN conversations_conversation t ON t.contact_id = k.id UNION SELECT c.conversation_id FROM "
    "(SELECT c.conversation_id FROM conversations_message c WHERE {condition} ORDER BY c.id DESC LIMIT {most}) AS c))"
)
_IDS = sql.SQL(
    "SELECT c.id FROM conversations_conversation c WHERE {where} ORDER BY c.last_at DESC, c.id DESC LIMIT {limit}"
)


@requires(Permission.CONVERSATIONS_READ)
def list_conversations(
    *,
    actor: Actor,
    show: Show = Show.ALL,
    state: StateFilter = StateFilter.OPEN,
    turn: Turn | None = None,
    channel: Channel | None = None,
    unread: bool = False,
    q: str = "",
    contact_ids: Sequence[int] = (),
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> ConversationPage:
    """A page of conversations, the last written first. `q` finds people and what was written. Raises `BadCursor`.

    With `contact_ids` only theirs: a page that was told of a change asks whether they still stand in its list.
    """
    limit = max(1, min(limit, PAGE_SIZE_MOST))
    conditions: list[sql.Composable] = [sql.SQL(visible_to(actor)), sql.SQL(_STATE[state]), sql.SQL(_SHOW[show])]
    values: dict[str, Any] = {"me": actor.user_id or 0}
    if turn:
        conditions.append(sql.SQL(_TURN[turn]))
    if channel:
        conditions.append(sql.SQL(_CHANNEL[channel]))
    if unread:
        conditions.append(sql.SQL(IS_UNREAD))
    if contact_ids:
        conditions.append(sql.SQL("c.contact_id = ANY(%(contacts)s::bigint[])"))
        values["contacts"] = [one for one in contact_ids if 0 < one <= BIGINT_MOST]
    if cursor:
        conditions.append(sql.SQL("(c.last_at, c.id) < (%(after_at)s::timestamptz, %(after_id)s::bigint)"))
        values["after_at"], values["after_id"] = _unpack(cursor)
    terms = read_terms(q)
    hit, hit_join = sql.SQL("NULL, NULL, NULL"), sql.SQL("")
    if terms:
        condition = _condition(terms, values)
        conditions.append(_FOUND.format(condition=condition, most=sql.Literal(FOUND_MOST)))
        hit = sql.SQL("h.id, h.subject, h.text")
        # Of one thread: its messages are read, where the index of all words would be asked for each thread anew.
        hit_join = _HIT_JOIN.format(condition=_condition(terms, values, column="(c.search || '')"))  # type: ignore[assignment]
        # A search is planned with its words in sight; what is shown of the found is read as any page is.
        query = _IDS.format(where=sql.SQL(" AND ").join(conditions), limit=sql.Literal(limit + 1))
        with connection.cursor() as searching:
            searching.execute(query, values)
            values["found"] = [row[0] for row in searching.fetchall()]
        conditions = [sql.SQL("c.id = ANY(%(found)s::bigint[])")]
    query = _PAGE.format(
        columns=sql.SQL(ROW_COLUMNS),
        hit=hit,
        where=sql.SQL(" AND ").join(conditions),
        limit=sql.Literal(limit + 1),
        joins=sql.SQL(ROW_JOINS),
        hit_join=hit_join,
    )
    with prepared_cursor() as reading:
        reading.execute(query, values)
        rows = reading.fetchall()
    typed = [spelling for term in terms for spelling in term]
    items = [
        ConversationRow(**row_values(row), hit=_hit(row[ROW_COLUMN_COUNT : ROW_COLUMN_COUNT + 3], typed))
        for row in rows[:limit]
    ]
    if len(rows) <= limit:
        return ConversationPage(items=items, next_cursor=None)
    return ConversationPage(items=items, next_cursor=pack_cursor(items[-1].last_at, items[-1].id))


@requires(Permission.CONVERSATIONS_READ)
def count_conversations(*, actor: Actor) -> ConversationCounts:
    """How many conversations are open, and how many of them hold something that the actor has not read."""
    with prepared_cursor() as reading:
        reading.execute(_COUNTS, {"me": actor.user_id or 0, "most": COUNT_MOST, "look": BADGE_LOOKS_AT})
        row = reading.fetchone() or (0, 0, 0, 0, 0, 0)
    return ConversationCounts(*row[:3], *(min(UNREAD_MOST, count) for count in row[3:]))


_OPEN: LiteralString = "SELECT 1 FROM conversations_conversation c WHERE c.state = 'open'"
# The marks of the newest are read in one go along their index, not looked up a thousand times.
_COUNTS: LiteralString = (
    "WITH newest AS MATERIALIZED (SELECT c.id, c.assigned_user_id, c.last_in_id FROM conversations_conversation c "  # noqa: S608 - constants of this room
    "WHERE c.state = 'open' ORDER BY c.last_at DESC, c.id DESC LIMIT %(look)s) "
    "SELECT (SELECT count(*) FROM (" + _OPEN + " AND c.assigned_user_id = %(me)s LIMIT %(most)s) AS a), "
    "(SELECT count(*) FROM (" + _OPEN + " AND c.assigned_user_id IS NULL LIMIT %(most)s) AS b), "
    "(SELECT count(*) FROM (SELECT 1 FROM newest LIMIT %(most)s) AS d), "
    "count(*) FILTER (WHERE s.assigned_user_id = %(me)s), count(*) FILTER (WHERE s.assigned_user_id IS NULL), count(*) "
    "FROM (SELECT c.assigned_user_id, c.last_in_id, r.read_to FROM newest c LEFT JOIN (SELECT k.conversation_id, "
    "k.read_to FROM conversations_readmark k WHERE k.user_id = %(me)s "
    "AND k.conversation_id = ANY(ARRAY(SELECT id FROM newest)) OFFSET 0) AS r ON r.conversation_id = c.id "
    "WHERE c.last_in_id > coalesce(r.read_to, 0)) AS s "
    "WHERE s.read_to IS NOT NULL OR EXISTS (SELECT 1 FROM conversations_message m WHERE m.id = s.last_in_id "
    "AND m.at >= (SELECT date_joined FROM accounts_user WHERE id = %(me)s))"
)


def _unpack(cursor: str) -> tuple[datetime, int]:
    at, last_id = unpack_cursor(cursor, datetime, int)
    if not 0 < last_id <= BIGINT_MOST:
        raise BadCursor(fields={"cursor": ["Start again from the first page."]})
    return at, last_id


def _condition(terms: list[list[str]], values: dict[str, Any], column: LiteralString = "c.search") -> sql.Composable:
    """That all terms are found in the `search` of a table by the name c; the patterns go into `values`."""
    parts: list[sql.Composable] = []
    for number, spellings in enumerate(terms):
        names = [f"term{number}_{position}" for position in range(len(spellings))]
        values |= {name: pattern_of(spelling) for name, spelling in zip(names, spellings, strict=True)}
        either = sql.SQL(" OR ").join(
            [sql.SQL("{} LIKE {}").format(sql.SQL(column), sql.Placeholder(name)) for name in names]
        )
        parts.append(sql.SQL("({})").format(either))
    return sql.SQL(" AND ").join(parts)


def _hit(found: tuple[Any, ...], typed: list[str]) -> Hit | None:
    """The found message (id, subject, text), and the words around what was found."""
    message_id, subject, text = found
    if message_id is None:
        return None
    whole = " ".join(f"{subject or ''} {text or ''}".split())
    folded = whole.lower()
    places = [place for spelling in typed if (place := folded.find(spelling.strip())) >= 0]
    place = min(places, default=0)
    start = max(0, place - HIT_BEFORE)
    # It begins with a whole word, where one begins before what was found.
    start = (whole.find(" ", start - 1, place) + 1 or start) if start else 0
    piece = whole[start : start + HIT_MOST]
    return Hit(message_id, ("…" if start else "") + piece + ("…" if start + HIT_MOST < len(whole) else ""))
