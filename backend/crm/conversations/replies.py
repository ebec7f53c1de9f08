"""Tells the room of opportunities who waits for whose answer."""

from crm.pipelines.selectors.replies import ReplySource, register_reply_source

# A thread that was closed waits for nobody.
register_reply_source(
    ReplySource(
        join="LEFT JOIN conversations_conversation w ON w.contact_id = p.contact_id AND w.state <> 'closed'",
        they_wait_since="CASE WHEN w.turn = 'us' THEN w.waiting_since END",
        we_wait_since="CASE WHEN w.turn = 'them' THEN w.last_at END",
    )
)
