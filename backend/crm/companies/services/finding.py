"""Finding companies by what was typed, and making those that there are not."""

import uuid
from collections.abc import Iterable

from django.db import connection, transaction

from crm.companies.events import CompanyCreated
from crm.companies.selectors.visibility import BIGINT_MOST
from crm.companies.values import WEBSITE_MOST, clean_company_name
from crm.companies.websites import normalise_domain
from crm.core.access import Actor, Permission, requires
from crm.core.rows import Ref
from crm.core.text import identity_key
from crm.journal.publishing import publish


@requires(Permission.COMPANIES_WRITE)
@transaction.atomic
def get_or_create_company(
    *, actor: Actor, name: str, website: str = "", change_id: uuid.UUID | None = None
) -> Ref | None:
    """The company called `name`, or one with the domain of `website`; made when there is none. None for an empty name.

    Names are the same when they differ only in case, width or spaces; companies in the trash are not found. What it
    gives nobody archives until the transaction ends. Publishes `company.created` when it makes one.
    """
    tidy = clean_company_name(name)
    if not tidy:
        return None
    found = _find_by_domain(normalise_domain(website)) if website else None
    return found or get_or_create_companies(actor=actor, names=[tidy], change_id=change_id, website=website)[tidy]


@requires(Permission.COMPANIES_WRITE)
@transaction.atomic
def get_or_create_companies(
    *, actor: Actor, names: Iterable[str], change_id: uuid.UUID | None = None, website: str = ""
) -> dict[str, Ref]:
    """For each of `names` (as `clean_company_name` gives them) its company. Two statements, however many names.

    Safe to run beside itself: whoever comes second gets the first one's company. None of them is archived until the
    transaction ends, so that contacts may be linked to them: companies are locked before contacts are.
    """
    wanted = list(names)
    # Of several spellings the first one becomes the name.
    spelled = {identity_key(name): name for name in reversed(wanted)}
    found = _find_by_keys(list(spelled))
    missing = sorted(key for key in spelled if key not in found)
    if missing:
        made = _insert(actor, {key: spelled[key] for key in missing}, website)
        publish(*(CompanyCreated(subject_id=company.id) for company in made.values()), actor=actor, change_id=change_id)
        found.update(made)
        # What another transaction made meanwhile was skipped by the insert, and is committed now.
        found.update(_find_by_keys([key for key in missing if key not in made]))
    return {name: found[identity_key(name)] for name in wanted}


def lock_live_companies(ids: Iterable[int]) -> dict[int, Ref]:
    """Those of the companies that are not in the trash, by id. Nobody archives them until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name FROM companies_company WHERE id = ANY(%s) AND archived_at IS NULL ORDER BY id FOR SHARE",
            [sorted({i for i in ids if 0 < i <= BIGINT_MOST})],
        )
        return {row[0]: Ref(*row) for row in cursor.fetchall()}


def _find_by_keys(keys: list[str]) -> dict[str, Ref]:
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name_key, id, name FROM companies_company WHERE name_key = ANY(%s) AND archived_at IS NULL "
            "ORDER BY id FOR SHARE",
            [keys],
        )
        return {key: Ref(id=company_id, name=name) for key, company_id, name in cursor.fetchall()}


def _find_by_domain(domain: str) -> Ref | None:
    if not domain:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name FROM companies_company WHERE domain = %s AND archived_at IS NULL "
            "ORDER BY id LIMIT 1 FOR SHARE",
            [domain],
        )
        row = cursor.fetchone()
    return Ref(id=row[0], name=row[1]) if row else None


def _insert(actor: Actor, spelled: dict[str, str], website: str) -> dict[str, Ref]:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO companies_company (name, name_key, website, domain, created_by_id) "
            "SELECT n, k, %s, %s, %s FROM unnest(%s::text[], %s::text[]) AS new(n, k) ORDER BY k "
            "ON CONFLICT (name_key) WHERE archived_at IS NULL DO NOTHING RETURNING name_key, id, name",
            [
                website.strip()[:WEBSITE_MOST],
                normalise_domain(website),
                actor.user_id,
                list(spelled.values()),
                list(spelled),
            ],
        )
        return {key: Ref(id=company_id, name=name) for key, company_id, name in cursor.fetchall()}
