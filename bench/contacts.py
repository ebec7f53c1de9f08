"""Fills the contacts table to a given size, set-based, in the shapes that real tables have."""

import psycopg

FIRST = ["Alexander", "María", "Jürgen", "Søren", "Zoë", "Tsukasa", "Olga", "Émile", "Grace", "José", "Anna", "Joanna",
         "Mohamed", "Wei", "Priya", "Ivan", "Chloé", "Björn", "Ángel", "Katarzyna"]  # fmt: skip
LAST = ["Anderson", "García", "Herrmann", "Sørensen", "Tsukamoto", "Sokolov", "Rossi", "Dupont", "Hopper", "Ivanova",
        "Schneider", "Nowak", "O'Brien", "Nguyễn", "Kim", "Müller", "Lopez", "Haddad", "Yılmaz", "Petrov"]  # fmt: skip

FILL = """
INSERT INTO contacts_contact (first_name, last_name, email, phone_raw, phone, notes,
                              created_at, updated_at, assigned_user_id)
SELECT f, l, lower(translate(f, 'íüøëÉéÁáö''', 'iuoeEeAao') || '.' || n || '@' ||
                   (ARRAY['gmail.com', 'mail.example.com', 'example.org', 'outlook.com'])[1 + n %% 4]),
       p, p, '', now() - n * interval '1 minute', now() - n * interval '1 minute',
       CASE WHEN n %% 3 = 0 THEN %(user)s::bigint END
FROM (SELECT n, (%(first)s::text[])[1 + (n * 31) %% 20] AS f, (%(last)s::text[])[1 + (n * 17 + n / 20) %% 20] AS l,
             '+1202' || lpad(((n * 7919) %% 10000000)::text, 7, '0') AS p
      FROM generate_series(%(start)s::bigint, %(stop)s::bigint) n) AS made
"""


def fill(dsn: str, *, rows: int, user_id: int) -> list[int]:
    """Brings the table to `rows` contacts. Returns the ids of a thousand of them, spread over the whole."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        have = connection.execute("SELECT count(*) FROM contacts_contact").fetchone()
        assert have is not None
        for start in range(have[0] + 1, rows + 1, 100_000):
            stop = min(start + 99_999, rows)
            connection.execute(FILL, {"first": FIRST, "last": LAST, "start": start, "stop": stop, "user": user_id})
        connection.execute(
            "CREATE TABLE IF NOT EXISTS bench_floor (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
            "first_name text, last_name text, email text, phone text, created_at timestamptz DEFAULT now())"
        )
        connection.execute("VACUUM ANALYZE")
        picked = connection.execute("SELECT id FROM contacts_contact ORDER BY id % 7919, id LIMIT 1000").fetchall()
    return [row[0] for row in picked]
