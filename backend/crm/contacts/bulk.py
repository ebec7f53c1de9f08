"""What can be done to many contacts at once, as the bulk room offers it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal, TypeVar

import msgspec
from django.db import connection
from psycopg import sql

from crm.bulk.catalogue import (
    Action,
    Export,
    Option,
    Order,
    Outcome,
    Param,
    Subject,
    register_action,
    register_export,
    register_subject,
)
from crm.contacts import company_bulk
from crm.contacts.events import FIELD_LABELS
from crm.contacts.selectors.exporting import export_columns, read_for_export
from crm.contacts.selectors.rows import full_name_of
from crm.contacts.selectors.tags import tag_names
from crm.contacts.selectors.visibility import visible_to
from crm.contacts.services.batches import (
    archive_contacts,
    assign_contacts,
    restore_contacts,
    set_contacts_company,
    set_contacts_field,
    tag_contacts,
    untag_contacts,
)
from crm.contacts.services.links import user_value
from crm.contacts.services.tag_endings import (
    DELETE,
    MERGE,
    TagToDelete,
    TagToMerge,
    delete_tag_of,
    finish_deletion,
    finish_merge,
    merge_tag_of,
)
from crm.contacts.services.tagging import tags_by_id
from crm.contacts.values import clean_fields, clean_tags
from crm.core.access import Actor, Permission
from crm.core.errors import InvalidInput
from crm.core.phone import show_typed

_P = TypeVar("_P", bound=msgspec.Struct)


def _names(actor: Actor, ids: Collection[int]) -> Mapping[int, str]:
    query = sql.SQL(
        "SELECT c.id, c.first_name, c.last_name, c.email, c.phone, c.phone_raw FROM contacts_contact c "
        "WHERE c.id = ANY(%s) AND {visible}"
    ).format(visible=sql.SQL(visible_to(actor)))
    with connection.cursor() as cursor:
        cursor.execute(query, [list(ids)])
        return {row[0]: full_name_of(row[1], row[2], row[3], show_typed(row[4], row[5])) for row in cursor.fetchall()}


register_subject(Subject(key="contact", one="contact", many="contacts", names=_names))


def _action(
    key: str,
    label: str,
    params: type[_P],
    asks: Callable[[Actor], Sequence[Param]],
    prepare: Callable[[Actor, _P], Order[_P]],
    run: Callable[[Actor, Sequence[int], _P], Mapping[int, Outcome]],
) -> None:
    def run_named(*, actor: Actor, ids: Sequence[int], params: _P) -> Mapping[int, Outcome]:
        return run(actor, ids, params)

    register_action(
        Action(
            subject="contact",
            key=key,
            label=label,
            permission=Permission.CONTACTS_WRITE,
            params=params,
            asks=asks,
            prepare=prepare,
            run=run_named,
        )
    )


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No parameters."""


class TagNames(msgspec.Struct, frozen=True):
    """Tags by name; those that do not exist are made."""

    tags: list[str]


class TagIds(msgspec.Struct, frozen=True):
    """Tags that there are."""

    tag_ids: list[int]


class Assignee(msgspec.Struct, frozen=True):
    """A colleague, or nobody."""

    user_id: int | None


class FieldValue(msgspec.Struct, frozen=True):
    """A field and what it is to hold."""

    field: Literal["first_name", "last_name", "company", "notes"]
    value: str


def _prepare_tags(actor: Actor, params: TagNames) -> Order[TagNames]:
    names, wrong = clean_tags(params.tags)
    if wrong or not names:
        raise InvalidInput(fields={"params.tags": wrong or ["Name at least one tag."]})
    return Order(TagNames(names), f"Add {_tags(names)}")


def _prepare_tag_ids(actor: Actor, params: TagIds) -> Order[TagIds]:
    found = tags_by_id(params.tag_ids)
    if not found or len(found) < len(set(params.tag_ids)):
        wrong = "One of these tags exists no more." if params.tag_ids else "Choose at least one tag."
        raise InvalidInput(fields={"params.tag_ids": [wrong]})
    return Order(TagIds(list(found)), f"Remove {_tags([tag.name for tag in found.values()])}")


def _tags(names: Sequence[str]) -> str:
    return f"tag{'s' if len(names) > 1 else ''} {', '.join(names)}"


def _prepare_assignee(actor: Actor, params: Assignee) -> Order[Assignee]:
    try:
        user = user_value(params.user_id)
    except InvalidInput as refusal:
        raise InvalidInput(fields={"params.user_id": (refusal.fields or {})["assigned_user_id"]}) from refusal
    return Order(params, f"Assign to {user.text}" if user.text else "Assign to nobody")


def _prepare_field(actor: Actor, params: FieldValue) -> Order[FieldValue]:
    cleaned, wrong = clean_fields({params.field: params.value})
    if wrong:
        raise InvalidInput(fields={"params.value": wrong[params.field]})
    value = cleaned[params.field]
    label = f"{'Set' if value else 'Empty'} {FIELD_LABELS[params.field]}"
    is_short = value and params.field != "notes"
    return Order(FieldValue(params.field, value), f"{label} to {value}" if is_short else label)


def _nothing(actor: Actor) -> list[Param]:
    return []


def _set_field(actor: Actor, ids: Sequence[int], params: FieldValue) -> Mapping[int, Outcome]:
    if params.field == "company":
        return set_contacts_company(actor=actor, contact_ids=ids, company=params.value)
    return set_contacts_field(actor=actor, contact_ids=ids, field=params.field, value=params.value)


_FIELDS = [
    Option("first_name", "First name", "text"),
    Option("last_name", "Last name", "text"),
    Option("company", "Company", "company_name"),
    Option("notes", "Notes", "block"),
]

_action(
    "add_tags",
    "Add tags",
    TagNames,
    lambda actor: [Param("tags", "Tags", "tag_names")],
    _prepare_tags,
    lambda actor, ids, params: tag_contacts(actor=actor, contact_ids=ids, names=params.tags),
)
_action(
    "remove_tags",
    "Remove tags",
    TagIds,
    lambda actor: [Param("tag_ids", "Tags", "tags")],
    _prepare_tag_ids,
    lambda actor, ids, params: untag_contacts(actor=actor, contact_ids=ids, tag_ids=params.tag_ids),
)
_action(
    "assign",
    "Assign",
    Assignee,
    lambda actor: [Param("user_id", "Assign to", "user")],
    _prepare_assignee,
    lambda actor, ids, params: assign_contacts(actor=actor, contact_ids=ids, user_id=params.user_id),
)
_action(
    "set_field",
    "Edit a field",
    FieldValue,
    lambda actor: [Param("field", "Field", "choice", _FIELDS), Param("value", "New value", "value")],
    _prepare_field,
    _set_field,
)
_action(
    "archive",
    "Archive",
    Nothing,
    _nothing,
    lambda actor, params: Order(params, "Archive"),
    lambda actor, ids, params: archive_contacts(actor=actor, contact_ids=ids),
)
_action(
    "restore",
    "Restore",
    Nothing,
    _nothing,
    lambda actor, params: Order(params, "Restore"),
    lambda actor, ids, params: restore_contacts(actor=actor, contact_ids=ids),
)


def _prepare_merge(actor: Actor, params: TagToMerge) -> Order[TagToMerge]:
    names = tag_names([params.tag_id, params.into_id])
    return Order(params, f"Merge tag {names[params.tag_id]} into {names[params.into_id]}")


def _prepare_deletion(actor: Actor, params: TagToDelete) -> Order[TagToDelete]:
    return Order(params, f"Delete tag {tag_names([params.tag_id])[params.tag_id]}")


# Begun where tags are looked after, for a tag that many contacts have.
register_action(
    Action(
        subject="contact",
        key=MERGE,
        label="Merge a tag",
        permission=Permission.TAGS_WRITE,
        params=TagToMerge,
        asks=_nothing,
        prepare=_prepare_merge,
        run=lambda *, actor, ids, params: merge_tag_of(actor=actor, contact_ids=ids, params=params),
        finish=finish_merge,
        is_offered=False,
    )
)
register_action(
    Action(
        subject="contact",
        key=DELETE,
        label="Delete a tag",
        permission=Permission.TAGS_WRITE,
        params=TagToDelete,
        asks=_nothing,
        prepare=_prepare_deletion,
        run=lambda *, actor, ids, params: delete_tag_of(actor=actor, contact_ids=ids, params=params),
        finish=finish_deletion,
        is_offered=False,
    )
)

register_export(
    Export(subject="contact", permission=Permission.CONTACTS_EXPORT, columns=export_columns, read=read_for_export)
)
company_bulk.register()
