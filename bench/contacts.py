"""Fills the contacts table to a given size, set-based, in the shapes that real tables have."""

from typing import Any, LiteralString

import psycopg
from psycopg import sql

FIRST = ["Alexander", "María", "Jürgen", "Søren", "Zoë", "Tsukasa", "Olga", "Émile", "Grace", "José", "Anna", "Joanna",
         "Mohamed", "Wei", "Priya", "Ivan", "Chloé", "Björn", "Ángel", "Katarzyna"]  # fmt: skip
LAST = ["Anderson", "García", "Herrmann", "Sørensen", "Tsukamoto", "Sokolov", "Rossi", "Dupont", "Hopper", "Ivanova",
        "Schneider", "Nowak", "O'Brien", "Nguyễn", "Kim", "Müller", "Lopez", "Haddad", "Yılmaz", "Petrov"]  # fmt: skip
# Tags by id: how many of ten thousand contacts wear each. The last one is worn by those alone who came first.
TAGS = {1: 3000, 2: 1000, 3: 300, 4: 100, 5: 10, 6: 1}
OLD_TAG = 7
COLLEAGUES = 19

FILL = """
INSERT INTO contacts_contact (first_name, last_name, email, phone_raw, phone, notes, tag_ids,
                              company_id, company_ids, created_at, updated_at, assigned_user_id, created_by_id,
                              archived_at)
SELECT f, l, lower(translate(f, 'íüøëÉéÁáö''', 'iuoeEeAao') || '.' || n || '@' ||
                   (ARRAY['gmail.com', 'mail.example.com', 'example.org', 'outlook.com'])[1 + n %% 4]),
       p, p, CASE WHEN n %% 50 = 0 THEN 'Met in ' || l || ', number ' || n ELSE '' END,
       ARRAY(SELECT t.id FROM unnest(%(tags)s::int[], %(shares)s::int[]) AS t(id, share)
             WHERE (hashint8(n * 8 + t.id) & 2147483647) %% 10000 < t.share
             UNION ALL SELECT %(old)s WHERE n > %(old_from)s ORDER BY 1),
       o, CASE WHEN o IS NULL THEN '{}' ELSE ARRAY[o] END,
       now() - n * interval '1 minute', now() - ((n * 7919) %% %(rows)s) * interval '1 minute',
       CASE WHEN n %% 3 = 0 THEN %(user)s::bigint
            WHEN n %% 3 = 1 THEN (%(colleagues)s::bigint[])[1 + (n / 3) %% %(colleague_count)s] END,
       %(user)s, CASE WHEN n %% 50 = 7 THEN now() - (n %% 1000) * interval '1 hour' END
FROM (SELECT n, (%(first)s::text[])[1 + (n * 31) %% 20] AS f, (%(last)s::text[])[1 + (n * 17 + n / 20) %% 20] AS l,
             CASE WHEN n %% 10 < 7 THEN %(company)s + n / %(size)s END AS o,
             '+1202' || lpad(((n * 7919) %% 10000000)::text, 7, '0') AS p
      FROM generate_series(%(start)s::bigint, %(stop)s::bigint) n) AS made
"""
WEAR = """
INSERT INTO contacts_contacttag (contact_id, tag_id)
SELECT c.id, unnest(c.tag_ids) FROM contacts_contact c ON CONFLICT DO NOTHING
"""


COMPANY_SIZE = 30
FOUND = """
INSERT INTO companies_company (name, name_key, domain, created_at, updated_at)
SELECT 'Company ' || n, 'company ' || n, 'company' || n || '.example', now() - n * interval '1 hour', now()
FROM generate_series((SELECT count(*) FROM companies_company), %s) n
"""
BELONG = """
INSERT INTO contacts_contactcompany (contact_id, company_id, role, is_primary)
SELECT c.id, c.company_id, (ARRAY['', 'Sales', 'Founder and CEO', 'Head of Purchasing'])[1 + c.id % 4], TRUE
FROM contacts_contact c LEFT JOIN contacts_contactcompany l ON l.contact_id = c.id
WHERE c.company_id IS NOT NULL AND l.id IS NULL
"""


def fill(dsn: str, *, rows: int, user_id: int) -> list[int]:
    """Brings the table to `rows` contacts. Returns the ids of a thousand of them, spread over the whole."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        have = connection.execute("SELECT count(*) FROM contacts_contact").fetchone()
        assert have is not None
        _make_tags(connection)
        colleagues = _make_colleagues(connection)
        values = {"first": FIRST, "last": LAST, "user": user_id, "colleagues": colleagues, "rows": rows,
                  "colleague_count": len(colleagues), "tags": list(TAGS), "shares": list(TAGS.values()),
                  "old": OLD_TAG, "old_from": rows * 97 // 100}  # fmt: skip
        connection.execute(FOUND, [rows // COMPANY_SIZE + 1])
        first = connection.execute("SELECT min(id) FROM companies_company").fetchone()
        assert first is not None
        values |= {"company": first[0], "size": COMPANY_SIZE}
        for start in range(have[0] + 1, rows + 1, 100_000):
            connection.execute(FILL, {**values, "start": start, "stop": min(start + 99_999, rows)})
        if have[0] < rows:
            _link(connection, "contacts_contacttag", WEAR)
            _link(connection, "contacts_contactcompany", BELONG)
        connection.execute(
            "CREATE TABLE IF NOT EXISTS bench_floor (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
            "first_name text, last_name text, email text, phone text, created_at timestamptz DEFAULT now())"
        )
        connection.execute("VACUUM ANALYZE")
        picked = connection.execute(
            "SELECT id FROM contacts_contact WHERE archived_at IS NULL ORDER BY id % 7919, id LIMIT 1000"
        ).fetchall()
    return [row[0] for row in picked]


def _link(connection: psycopg.Connection[Any], table: LiteralString, rows: LiteralString) -> None:
    """Writes links whose triggers would write what is written already."""
    connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
    connection.execute(rows)
    connection.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(table)))


def _make_tags(connection: psycopg.Connection[Any]) -> None:
    connection.execute(
        "INSERT INTO contacts_tag (id, name, key, color) SELECT t, 'tag' || t, 'tag' || t, 'iris' "
        "FROM generate_series(1, %s) t ON CONFLICT DO NOTHING",
        [OLD_TAG],
    )


def _make_colleagues(connection: psycopg.Connection[Any]) -> list[int]:
    connection.execute(
        "INSERT INTO accounts_user (password, email, name, role, is_active, time_zone, theme) "
        "SELECT '!', 'colleague' || u || '@example.com', 'Colleague ' || u, 'user', TRUE, 'UTC', 'system' "
        "FROM generate_series(1, %s) u ON CONFLICT DO NOTHING",
        [COLLEAGUES],
    )
    found = connection.execute("SELECT id FROM accounts_user WHERE email LIKE 'colleague%' ORDER BY id").fetchall()
    return [row[0] for row in found]
