"""By what a person can be recognised, now and formerly: for forgetting them, and for telling them what is kept."""

from typing import Any

import msgspec
from django.db import connection

from crm.contacts.events import ContactUpdated
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
    # Who has but one name is called by it.
    return Person(
        contact_id=stored.id,
        emails=tuple(sorted({email.lower() for email in known["email"]})),
        phones=tuple(sorted(known["e164"])),
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
