"""Writing companies."""

import uuid
from collections.abc import Iterable

import msgspec
from django.db import connection, transaction

from crm.companies.events import CompanyCreated
from crm.companies.websites import normalise_domain
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.core.text import has_refused_characters, identity_key, tidy_line
from crm.journal.publishing import publish

NAME_MOST = 200


class CompanyRef(msgspec.Struct, frozen=True):
    """A company as others name it."""

    id: int
    name: str


def clean_company_name(name: str) -> str:
    """`name` as it is stored. Raises `InvalidInput` with the field `company`."""
    tidy = tidy_line(name)
    if has_refused_characters(tidy):
        raise InvalidInput(fields={"company": ["This has characters that can't be stored."]})
    if len(tidy) > NAME_MOST:
        raise InvalidInput(fields={"company": [f"At most {NAME_MOST} characters."]})
    if len(identity_key(tidy)) > NAME_MOST:
        # A few characters become several when case and width are set aside.
        raise InvalidInput(fields={"company": ["This name is too long."]})
    return tidy


@requires(Permission.COMPANIES_WRITE)
@transaction.atomic
def get_or_create_company(
    *, actor: Actor, name: str, website: str = "", change_id: uuid.UUID | None = None
) -> CompanyRef | None:
    """The company called `name`, or one with the domain of `website`; made when there is none. None for an empty name.

    Names are the same when they differ only in case, width or spaces. Publishes `company.created` when it makes one.
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
) -> dict[str, CompanyRef]:
    """For each of `names` (as `clean_company_name` gives them) its company. Two statements, however many names.

    Safe to run beside itself: whoever comes second gets the first one's company.
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


def _find_by_keys(keys: list[str]) -> dict[str, CompanyRef]:
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name_key, id, name FROM companies_company WHERE name_key = ANY(%s)", [keys])
        return {key: CompanyRef(id=company_id, name=name) for key, company_id, name in cursor.fetchall()}


def _find_by_domain(domain: str) -> CompanyRef | None:
    if not domain:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM companies_company WHERE domain = %s ORDER BY id LIMIT 1", [domain])
        row = cursor.fetchone()
    return CompanyRef(id=row[0], name=row[1]) if row else None


def _insert(actor: Actor, spelled: dict[str, str], website: str) -> dict[str, CompanyRef]:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO companies_company (name, name_key, website, domain, created_by_id) "
            "SELECT n, k, %s, %s, %s FROM unnest(%s::text[], %s::text[]) AS new(n, k) ORDER BY k "
            "ON CONFLICT (name_key) DO NOTHING RETURNING name_key, id, name",
            [
                website.strip()[:300],
                normalise_domain(website),
                actor.user_id,
                list(spelled.values()),
                list(spelled),
            ],
        )
        return {key: CompanyRef(id=company_id, name=name) for key, company_id, name in cursor.fetchall()}
