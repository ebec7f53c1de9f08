"""What somebody has not read yet, in SQL on conversations by the name c or p and values `me` (the user's id)."""

from typing import LiteralString

_JOINED: LiteralString = "(SELECT date_joined FROM accounts_user WHERE id = %(me)s)"

# Without a mark everything is unread that came in since the person joined.
IS_UNREAD: LiteralString = (
    "(c.last_in_id > 0 AND coalesce(c.last_in_id > (SELECT r.read_to FROM conversations_readmark r "  # noqa: S608 - constants of this room
    "WHERE r.user_id = %(me)s AND r.conversation_id = c.id), EXISTS (SELECT 1 FROM conversations_message m "
    "WHERE m.id = c.last_in_id AND m.at >= " + _JOINED + ")))"
)
UNREAD_MOST = 99
# How many messages came in since: counted up to UNREAD_MOST, and only where there is something to count.
UNREAD_COUNT: LiteralString = (
    "CASE WHEN p.last_in_id > coalesce(r.read_to, 0) THEN (SELECT count(*) FROM (SELECT 1 FROM conversations_message m "  # noqa: S608 - constants of this room
    "WHERE m.conversation_id = p.id AND m.direction = 'in' AND m.id > coalesce(r.read_to, 0) "
    "AND (r.read_to IS NOT NULL OR m.at >= " + _JOINED + ") LIMIT 99) AS counted) ELSE 0 END"
)
# Looked up row by row: OFFSET keeps the planner from reading all the marks that somebody has.
READ_MARK: LiteralString = (
    "LEFT JOIN LATERAL (SELECT k.read_to FROM conversations_readmark k WHERE k.user_id = %(me)s "
    "AND k.conversation_id = p.id OFFSET 0) AS r ON TRUE"
)
