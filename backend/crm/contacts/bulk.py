"""What can be done to many contacts at once, as the bulk room offers it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from django.db import connection
from psycopg import sql

from crm.bulk.catalogue import Action, Order, Outcome, Param, Selection, Subject, register_action, register_subject
from crm.contacts.selectors.rows import full_name_of
from crm.contacts.selectors.visibility import visible_to
from crm.contacts.services.batches import tag_contacts
from crm.contacts.values import clean_tags
from crm.core.access import Actor, Permission
from crm.core.errors import InvalidInput
from crm.core.phone import show_typed
from crm.core.search import condition_of, read_terms


def _matching(actor: Actor, selection: Selection) -> tuple[sql.Composable, Sequence[Any]]:
    state = "c.archived_at IS NOT NULL" if selection.archived else "c.archived_at IS NULL"
    where: list[sql.Composable] = [sql.SQL(state), sql.SQL(visible_to(actor))]
    values: list[Any] = []
    if terms := read_terms(selection.q):
        condition, values = condition_of(terms)
        where.append(condition)
    return sql.SQL("SELECT c.id FROM contacts_contact c WHERE {}").format(sql.SQL(" AND ").join(where)), values


def _words(actor: Actor, selection: Selection) -> str:
    words = [f"matching “{selection.q.strip()}”"] if selection.q.strip() else []
    return ", ".join([*words, *(["in the trash"] if selection.archived else [])]) or "all"


def _names(actor: Actor, ids: Collection[int]) -> Mapping[int, str]:
    query = sql.SQL(
        "SELECT c.id, c.first_name, c.last_name, c.email, c.phone, c.phone_raw FROM contacts_contact c "
        "WHERE c.id = ANY(%s) AND {visible}"
    ).format(visible=sql.SQL(visible_to(actor)))
    with connection.cursor() as cursor:
        cursor.execute(query, [list(ids)])
        return {row[0]: full_name_of(row[1], row[2], row[3], show_typed(row[4], row[5])) for row in cursor.fetchall()}


register_subject(Subject(key="contact", one="contact", many="contacts", matching=_matching, words=_words, names=_names))


class TagNames(msgspec.Struct, frozen=True):
    """Tags by name; those that do not exist are made."""

    tags: list[str]


def _prepare_tags(actor: Actor, params: TagNames) -> Order[TagNames]:
    names, wrong = clean_tags(params.tags)
    if wrong or not names:
        raise InvalidInput(fields={"params.tags": wrong or ["Name at least one tag."]})
    return Order(TagNames(names), f"Add tag{'s' if len(names) > 1 else ''} {', '.join(names)}")


def _add_tags(*, actor: Actor, ids: Sequence[int], params: TagNames) -> Mapping[int, Outcome]:
    return tag_contacts(actor=actor, contact_ids=ids, names=params.tags)


register_action(
    Action(
        subject="contact",
        key="add_tags",
        label="Add tags",
        permission=Permission.CONTACTS_WRITE,
        params=TagNames,
        asks=lambda actor: [Param("tags", "Tags", "tag_names")],
        prepare=_prepare_tags,
        run=_add_tags,
    )
)
