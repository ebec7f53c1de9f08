"""Which companies have the same name or domain: told while it is typed."""

import msgspec
from django.db import connection
from psycopg import sql

from crm.companies.selectors.visibility import BIGINT_MOST, visible_to
from crm.companies.websites import normalise_domain
from crm.core.access import Actor, Permission, requires
from crm.core.text import identity_key, printable

MATCHES_MOST = 10
TYPED_MOST = 300


class CompanyMatch(msgspec.Struct, frozen=True, kw_only=True):
    """A company that shares its name or its domain with what was typed."""

    id: int
    name: str
    domain: str
    matched_on: list[str]
    is_archived: bool


class CompanyMatches(msgspec.Struct, frozen=True):
    """Up to ten matches: both in common first, then those not in the trash, then the oldest."""

    matches: list[CompanyMatch]


# The conditions of the indexes are written out, so that the planner knows that they hold what is asked for.
_QUERY = sql.SQL("""
    SELECT * FROM (
        SELECT c.id, c.name, c.domain, c.archived_at IS NOT NULL AS is_archived,
               c.name_key = %(key)s AS by_name, c.domain = %(domain)s AND NOT c.domain = '' AS by_domain
        FROM companies_company c
        WHERE {visible} AND c.id <> %(other_than)s
          AND ((c.name_key = %(key)s AND c.archived_at IS NULL) OR (c.name_key = %(key)s AND c.archived_at IS NOT NULL)
               OR (c.domain = %(domain)s AND NOT c.domain = ''))
    ) AS matched
    ORDER BY by_name AND by_domain DESC, is_archived, id
    LIMIT %(most)s
""")


@requires(Permission.COMPANIES_READ)
def find_company_duplicates(
    *, actor: Actor, name: str = "", website: str = "", except_id: int | None = None
) -> CompanyMatches:
    """Companies called `name`, whatever its case and spaces, or with the domain of `website`."""
    key = identity_key(printable(name[:TYPED_MOST]))
    domain = normalise_domain(printable(website[:TYPED_MOST]))
    if not key and not domain:
        return CompanyMatches(matches=[])
    other_than = except_id if except_id is not None and 0 < except_id <= BIGINT_MOST else 0
    with connection.cursor() as cursor:
        cursor.execute(
            _QUERY.format(visible=sql.SQL(visible_to(actor))),
            {"key": key, "domain": domain, "other_than": other_than, "most": MATCHES_MOST},
        )
        rows = cursor.fetchall()
    return CompanyMatches(
        matches=[
            CompanyMatch(
                id=row[0],
                name=row[1],
                domain=row[2],
                matched_on=[what for what, matched in (("name", row[4]), ("domain", row[5])) if matched],
                is_archived=row[3],
            )
            for row in rows
        ]
    )
