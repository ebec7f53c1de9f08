"""Tags and companies that a set of changes made by the way: they go when the set is taken back and nobody uses them.

What stays is told. A tag comes back, under its own id, when that undo is undone; a deleted company can't, so companies
go only with an import, whose contacts are deleted for good as well.
"""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import LiteralString

from django.db import IntegrityError, connection, transaction
from psycopg import sql

from crm.companies.events import CompanyCreated, CompanyDeleted
from crm.contacts.events import ContactCreated, TagCreated, TagDeleted
from crm.core.access import Actor, Permission, requires
from crm.journal.catalogue import Event
from crm.journal.publishing import Published, publish_many
from crm.journal.sets import find_touched, locks_first, set_holds, undoes_many

_Changes = Mapping[uuid.UUID, Sequence[Published]]
_Reasons = dict[uuid.UUID, str]


@locks_first(CompanyCreated)
def lock_companies_made(ids: Sequence[int]) -> None:
    """Before the tags and the contacts of the same batch, as everywhere: whoever links somebody waits for no circle."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM companies_company WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [list(ids)])


@locks_first(TagCreated)
def lock_tags_made(ids: Sequence[int]) -> None:
    """After the companies and before the contacts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM contacts_tag WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [list(ids)])


@undoes_many(TagCreated)
@requires(Permission.TAGS_WRITE)
def undo_tags_made(*, actor: Actor, changes: _Changes) -> _Reasons:
    """Deletes those of the tags that no contact has and nobody has changed. Publishes `tag.deleted`."""
    ids = _subjects(changes)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name, color, created_at::text FROM contacts_tag WHERE id = ANY(%s) ORDER BY id FOR UPDATE",
            [ids],
        )
        found = {row[0]: row for row in cursor.fetchall()}
        # Asked after the lock: whoever was putting one of them on somebody has done so by now.
        cursor.execute("SELECT DISTINCT tag_id FROM contacts_contacttag WHERE tag_id = ANY(%s)", [list(found)])
        used = {row[0] for row in cursor.fetchall()}
    kept = used | find_touched(ids=list(found), sets=_sets(actor, changes), subject="tag")
    deleted = delete_rows("contacts_tag", [number for number in found if number not in kept])
    return _answer(
        actor,
        changes,
        stays={number: f"The tag {found[number][1]} is used by others, so it stays." for number in found},
        deleted={
            number: TagDeleted(subject_id=number, tag=row[1], color=row[2], created_at=row[3])
            for number, row in found.items()
            if number in deleted
        },
        gone="This tag has been deleted.",
    )


@undoes_many(CompanyCreated)
@requires(Permission.COMPANIES_WRITE)
def undo_companies_made(*, actor: Actor, changes: _Changes) -> _Reasons:
    """Deletes those of the companies that an import made, that nobody is linked to and that nobody has changed.

    Publishes `company.deleted`.
    """
    ids = _subjects(changes)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM companies_company WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [ids])
        found = dict(cursor.fetchall())
        cursor.execute(
            "SELECT DISTINCT company_id FROM contacts_contactcompany WHERE company_id = ANY(%s)", [list(found)]
        )
        used = {row[0] for row in cursor.fetchall()}
    set_id = next(iter(changes.values()))[0].set_id
    kept = used | find_touched(column="company_id", ids=list(found), sets=_sets(actor, changes))
    if set_id is None or not set_holds(set_id, ContactCreated):
        kept = set(found)
    deleted = delete_rows("companies_company", [number for number in found if number not in kept])
    return _answer(
        actor,
        changes,
        stays={number: f"The company {name} stays." for number, name in found.items()},
        deleted={number: CompanyDeleted(subject_id=number) for number in deleted},
        gone="This company has been deleted for good.",
    )


def delete_rows(
    table: LiteralString, ids: Collection[int], clean_up: Callable[[Collection[int]], None] = lambda ids: None
) -> set[int]:
    """Deletes the rows, and with `clean_up` what belongs to them. Returns those that could be deleted.

    Rows that another room's rows point to stay: they are found by halves.
    """
    wanted = list(ids)
    if not wanted:
        return set()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql.SQL("DELETE FROM {} WHERE id = ANY(%s)").format(sql.Identifier(table)), [wanted])
            clean_up(wanted)
            # What points to them is looked at here, not at the commit, where it would take all else with it.
            connection.check_constraints()
    except IntegrityError:
        half = len(wanted) // 2
        if not half:
            return set()
        return delete_rows(table, wanted[:half], clean_up) | delete_rows(table, wanted[half:], clean_up)
    return set(wanted)


def _subjects(changes: _Changes) -> list[int]:
    return [event.subject_id for events in changes.values() for event in events]


def _sets(actor: Actor, changes: _Changes) -> list[uuid.UUID | None]:
    return [next(iter(changes.values()))[0].set_id, actor.change_set]


def _answer(
    actor: Actor, changes: _Changes, *, stays: Mapping[int, str], deleted: Mapping[int, Event], gone: str
) -> _Reasons:
    """Publishes what was deleted; the reasons for what was not.

    A change of which something stays counts as not taken back: it can be tried again.
    """
    reasons: _Reasons = {}
    told: dict[uuid.UUID, list[Event]] = {}
    undoes: dict[uuid.UUID, uuid.UUID] = {}
    for change_id, events in changes.items():
        ids = [event.subject_id for event in events]
        kept = [number for number in ids if number in stays and number not in deleted]
        new = uuid.uuid4()
        told[new] = [deleted[number] for number in ids if number in deleted]
        if kept:
            reasons[change_id] = " ".join(stays[number] for number in kept)
        elif told[new]:
            undoes[new] = change_id
        else:
            reasons[change_id] = gone
    publish_many(told, actor=actor, undoes=undoes)
    return reasons
