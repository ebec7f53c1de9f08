"""Reading views, and what lists can be filtered by."""

from collections.abc import Mapping
from typing import Any, LiteralString

import msgspec
from django.db import connection
from psycopg import sql

from crm.accounts.actors import person_id
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotAllowed, NotFound
from crm.core.filters import SUBJECTS, FilterWords, asking_of, describe, subject_of
from crm.core.rows import Ref, iso

BIGINT_MOST = 2**63 - 1


class OperatorRow(msgspec.Struct, frozen=True):
    """Something that can be asked of a field, and what it takes."""

    key: str
    label: str
    takes: str


class SuggestRow(msgspec.Struct, frozen=True):
    """The address that offers records to choose from by `q`."""

    path: str


class ChoiceRow(msgspec.Struct, frozen=True):
    """Something that a field may hold, and what people call it."""

    value: str
    label: str


class FieldRow(msgspec.Struct, frozen=True):
    """A field that can be filtered by."""

    key: str
    label: str
    type: str
    ops: list[OperatorRow]
    suggest: SuggestRow | None
    choices: list[ChoiceRow] | None


class FilterFields(msgspec.Struct, frozen=True):
    """By what a sort of record can be filtered; days are those of `zone`."""

    subject: str
    zone: str
    fields: list[FieldRow]


class ViewRow(msgspec.Struct, frozen=True, kw_only=True):
    """A view as one person sees it. `filter` (JSON) and the moment are as the database has written them."""

    id: int
    subject: str
    name: str
    filter: msgspec.Raw
    q: str
    sort: str
    columns: list[str]
    layout: str
    is_shared: bool
    is_mine: bool
    owner: Ref
    is_pinned: bool
    position: int | None
    updated_at: str
    version: int


class ViewUse(msgspec.Struct, frozen=True):
    """A view that names a record."""

    id: int
    name: str
    owner: Ref


class ViewUses(msgspec.Struct, frozen=True):
    """Views that name a record: those that the actor may see, and how many there are besides."""

    views: list[ViewUse]
    hidden: int


@requires(Permission.VIEWS_READ)
def get_filter_fields(*, actor: Actor, subject: str) -> FilterFields:
    """By what records of a sort can be filtered, and how. Raises `NotFound`, `NotAllowed`."""
    found = subject_of(subject)
    if not actor.may(found.permission):
        raise NotAllowed(found.permission)
    fields = [
        FieldRow(
            key=field.key,
            label=field.label,
            type=field.type,
            ops=[OperatorRow(op.key, op.label, op.takes.value) for op in field.operators.values()],
            suggest=SuggestRow(field.suggest) if field.suggest else None,
            choices=None if field.offers is None else [ChoiceRow(*offered) for offered in field.offers],
        )
        for field in found.fields.values()
    ]
    return FilterFields(subject=subject, zone=asking_of(actor).zone.key, fields=fields)


@requires(Permission.VIEWS_READ)
def get_filter_words(*, actor: Actor, subject: str, filter: str | None = None) -> FilterWords:  # noqa: A002 - the API's name
    """A filter as people say it, as a whole and by condition. Raises `NotFound`, `NotAllowed`, `InvalidInput`."""
    return describe(actor=actor, subject=subject, filter=filter)


@requires(Permission.VIEWS_READ)
def list_views(*, actor: Actor, subject: str | None = None) -> list[ViewRow]:
    """One's own views and those that others share: pinned ones first, as one has put them, then one's own."""
    subjects = [key for key, one in SUBJECTS.items() if actor.may(one.permission) and subject in {None, key}]
    return _read(
        "AND v.subject = ANY(%(subjects)s) "
        "ORDER BY p.position IS NULL, p.position, v.owner_id <> %(person)s, lower(v.name), v.id",
        actor,
        subjects=subjects,
    )


def read_view(actor: Actor, view_id: int) -> ViewRow:
    """One view, for a service that answers with what it has changed. Raises `NotFound`."""
    rows = _read("AND v.id = %(id)s", actor, id=view_id) if 0 < view_id <= BIGINT_MOST else []
    if not rows or not actor.may(subject_of(rows[0].subject).permission):
        raise NotFound
    return rows[0]


_VISIBLE = sql.SQL("(v.owner_id = %(person)s OR v.is_shared)")
_QUERY = sql.SQL("""
    SELECT v.id, v.subject, v.name, v.filter::text, v.q, v.sort, v.columns, v.layout, v.is_shared,
           v.owner_id = %(person)s, v.owner_id, u.name, p.position, {updated_at}, v.version
    FROM views_view v
    JOIN accounts_user u ON u.id = v.owner_id
    LEFT JOIN views_pin p ON p.view_id = v.id AND p.user_id = %(person)s
    WHERE {visible} {rest}
""")


def _read(rest: LiteralString, actor: Actor, **values: Any) -> list[ViewRow]:
    with connection.cursor() as cursor:
        cursor.execute(
            _QUERY.format(updated_at=sql.SQL(iso("v.updated_at")), visible=_VISIBLE, rest=sql.SQL(rest)),
            {"person": person_id(actor), **values},
        )
        return [_row_from(row) for row in cursor.fetchall()]


def _row_from(row: tuple[Any, ...]) -> ViewRow:
    return ViewRow(
        id=row[0],
        subject=row[1],
        name=row[2],
        filter=msgspec.Raw((row[3] or "null").encode()),
        q=row[4],
        sort=row[5],
        columns=row[6],
        layout=row[7],
        is_shared=row[8],
        is_mine=row[9],
        owner=Ref(row[10], row[11]),
        is_pinned=row[12] is not None,
        position=row[12],
        updated_at=row[13],
        version=row[14],
    )


# In whichever depth: a condition on the field whose list of ids holds the one.
NAMES_RECORD = sql.SQL(
    "v.subject = %(subject)s AND jsonb_path_exists(v.filter, "
    "'$.** ? (@.field == $field && exists(@.value[*] ? (@ == $id)))', "
    "jsonb_build_object('field', %(field)s::text, 'id', %(id)s::bigint))"
)


_USES = sql.SQL("""
    SELECT v.id, v.name, u.id, u.name, coalesce({visible}, FALSE)
    FROM views_view v JOIN accounts_user u ON u.id = v.owner_id
    WHERE {names_record}
    ORDER BY lower(v.name), v.id
""")


def views_naming(actor: Actor, *, subject: str, field: str, record_id: int) -> ViewUses:
    """Views whose filter names a record: where a tag is used, for whoever is about to merge or delete it."""
    values: Mapping[str, Any] = {"person": actor.user_id, "subject": subject, "field": field, "id": record_id}
    with connection.cursor() as cursor:
        cursor.execute(_USES.format(visible=_VISIBLE, names_record=NAMES_RECORD), values)
        rows = cursor.fetchall()
    seen = [ViewUse(row[0], row[1], Ref(row[2], row[3])) for row in rows if row[4]]
    return ViewUses(views=seen, hidden=len(rows) - len(seen))
