"""Fills the inbox: a conversation for each of ten thousand contacts, ten messages in each."""

import psycopg

THREADS_MOST = 10_000
MESSAGES = 10

# A conversation bears its contact's id: what is measured is given ids of contacts.
OPEN = """
INSERT INTO conversations_conversation (id, contact_id, state, turn, assigned_user_id, channel, channels, preview,
                                        preview_direction, last_at, created_at)
OVERRIDING SYSTEM VALUE
SELECT c.id, c.id, CASE WHEN c.id %% 10 = 0 THEN 'closed' ELSE 'open' END,
       CASE WHEN c.id %% 3 = 0 THEN 'us' ELSE 'them' END, c.assigned_user_id, 'sms',
       CASE WHEN c.id %% 2 = 0 THEN 'sms' ELSE 'email sms' END,
       'The last that was written about order number ' || c.id, 'in', now() - c.id * interval '1 minute', now()
FROM contacts_contact c
WHERE c.id = ANY(%(picked)s) OR c.id <= (SELECT min(id) + %(most)s - 1 FROM contacts_contact)
ON CONFLICT DO NOTHING
"""
WRITE = """
INSERT INTO conversations_message (conversation_id, direction, channel, state, from_address, to_address, subject, text,
                                   at, sent_at)
SELECT t.id, CASE WHEN n %% 2 = 0 THEN 'in' ELSE 'out' END, CASE WHEN n %% 5 = 4 THEN 'email' ELSE 'sms' END,
       CASE WHEN n %% 2 = 0 THEN 'received' ELSE 'delivered' END, '+12025550100', '+12025550101',
       CASE WHEN n %% 5 = 4 THEN 'About your order' ELSE '' END,
       'Message ' || n || ' about order number ' || t.id || ': ' || repeat('as we said on the phone, ', 1 + n %% 6),
       t.last_at - (%(each)s - n) * interval '1 hour', t.last_at
FROM conversations_conversation t CROSS JOIN generate_series(1, %(each)s) n
WHERE t.last_id = 0
"""
NOTE = """
UPDATE conversations_conversation t SET last_id = m.last, last_in_id = m.last_in
FROM (SELECT conversation_id, max(id) AS last, max(id) FILTER (WHERE direction = 'in') AS last_in
      FROM conversations_message GROUP BY 1) m
WHERE m.conversation_id = t.id AND t.last_id = 0
"""
# Half of all threads were read to their end, by whoever measures.
READ = """
INSERT INTO conversations_readmark (conversation_id, user_id, read_to)
SELECT id, %(user)s, last_id - 4 * (id %% 2) FROM conversations_conversation ON CONFLICT DO NOTHING
"""


def fill_threads(dsn: str, *, picked: list[int], user_id: int) -> None:
    """Opens conversations with the first ten thousand contacts, and with those that are `picked`."""
    values = {"picked": picked, "most": THREADS_MOST, "each": MESSAGES, "user": user_id}
    with psycopg.connect(dsn, autocommit=True) as connection:
        for query in (OPEN, WRITE, NOTE, READ):
            connection.execute(query, values)
        connection.execute("VACUUM ANALYZE conversations_conversation")
        connection.execute("VACUUM ANALYZE conversations_message")
        connection.execute("VACUUM ANALYZE conversations_readmark")
