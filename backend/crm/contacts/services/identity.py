"""By what a person can be recognised, now and formerly: for forgetting them, and for telling them what is kept."""

from collections.abc import Sequence
from typing import Any

import msgspec
from django.db import connection

from crm.contacts.events import ContactUpdated
from crm.contacts.imports.events import ConsentStated, ConsentTakenBack
from crm.contacts.services.stored import StoredContact
from crm.core.erasure import Person


def person_of(stored: StoredContact) -> Person:
    """The person behind a locked contact, with the names, addresses and numbers that the journal remembers."""
    known: dict[str, set[str]] = {field: set() for field in ("first_name", "last_name", "email", "raw", "e164")}
    _note(known, {field: value.kept for field, value in stored.values.items()})
    for fields in _former(stored.id):
        for moment in ("before", "after"):
            _note(known, {field: change.get(moment) for field, change in fields.items()})
    firsts, lasts = known["first_name"], known["last_name"]
    whole = {f"{first} {last}" for first in firsts for last in lasts}
    whole |= {f"{last} {first}" for first in firsts for last in lasts}
    whole |= {f"{last}, {first}" for first in firsts for last in lasts}
    emails, phones = sorted({email.lower() for email in known["email"]}), sorted(known["e164"])
    # Who has but one name is called by it.
    return Person(
        contact_id=stored.id,
        former_ids=tuple(_deleted_with(emails, phones)),
        emails=tuple(emails),
        phones=tuple(phones),
        numbers=tuple(sorted(known["raw"])),
        names=tuple(sorted(whole or firsts | lasts)),
        name_parts=tuple(sorted(firsts | lasts)),
    )


def _note(known: dict[str, set[str]], values: dict[str, Any]) -> None:
    for field in ("first_name", "last_name", "email"):
        if values.get(field):
            known[field].add(values[field])
    raw, e164 = values.get("phone") or ("", "")
    if raw:
        known["raw"].add(raw)
    if e164:
        known["e164"].add(e164)


# Whoever was never edited, and of whom no consent was stated, has left no address behind in the journal.
_DELETED = """
    SELECT DISTINCT e.contact_id FROM journal_event e
    WHERE (e.name = %(updated)s
           AND (lower(e.data #>> '{fields,email,before}') = ANY(%(emails)s)
                OR lower(e.data #>> '{fields,email,after}') = ANY(%(emails)s)
                OR e.data #>> '{fields,phone,before,1}' = ANY(%(phones)s)
                OR e.data #>> '{fields,phone,after,1}' = ANY(%(phones)s))
           OR e.name = ANY(%(stated)s)
           AND (lower(e.data ->> 'address') = ANY(%(emails)s) OR e.data ->> 'address' = ANY(%(phones)s)))
          AND NOT EXISTS (SELECT 1 FROM contacts_contact c WHERE c.id = e.contact_id)
    ORDER BY e.contact_id
"""


def _deleted_with(emails: Sequence[str], phones: Sequence[str]) -> list[int]:
    """Contacts that are there no more, and once had one of the addresses. Reads the whole journal: a person is rarely
    erased or told of."""
    if not emails and not phones:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            _DELETED,
            {
                "updated": ContactUpdated.name,
                "stated": [ConsentStated.name, ConsentTakenBack.name],
                "emails": list(emails),
                "phones": list(phones),
            },
        )
        return [row[0] for row in cursor.fetchall()]


def _former(contact_id: int) -> list[dict[str, dict[str, Any]]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT data->'fields' FROM journal_event WHERE contact_id = %s AND name = %s AND data->'fields' ?| %s",
            [contact_id, ContactUpdated.name, ["first_name", "last_name", "email", "phone"]],
        )
        return [_loaded(row[0]) for row in cursor.fetchall()]


def _loaded(value: Any) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = msgspec.json.decode(value) if isinstance(value, str) else value
    return found
