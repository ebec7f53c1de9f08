"""What is typed to find opportunities: each word stands in the title, the contact or the company's name."""

from psycopg import sql

from crm.core.filters import Predicate
from crm.core.text import escape_like, printable

QUERY_MOST = 200

_WORD = (
    "(c.search LIKE lower(f_unaccent(%s)) "
    "OR EXISTS (SELECT 1 FROM contacts_contact k WHERE k.id = c.contact_id AND k.search LIKE lower(f_unaccent(%s))) "
    "OR EXISTS (SELECT 1 FROM companies_company f WHERE f.id = c.company_id AND f.name_key LIKE lower(%s)))"
)


def found_by(q: str) -> Predicate | None:
    """The condition on opportunities (by the name c) that `q` finds; None when nothing is looked for."""
    patterns = [f"%{escape_like(word)}%" for word in printable(q)[:QUERY_MOST].split()]
    if not patterns:
        return None
    condition = sql.SQL(" AND ").join([sql.SQL(_WORD)] * len(patterns))
    return Predicate(condition, tuple(pattern for pattern in patterns for _ in range(3)))
