"""Templates as they are chosen from, edited and looked back on."""

from typing import Any, LiteralString

import msgspec
from django.db import connection
from psycopg import sql

from crm.consent.enums import Channel, Purpose
from crm.contacts.selectors.rows import full_name_of
from crm.conversations.enums import MessageState
from crm.conversations.models import TemplateFolder
from crm.conversations.selectors.visibility import BIGINT_MOST, check_id
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.core.rows import Ref, iso, ref_from
from crm.core.text import escape_like, identity_key, printable

# More are not kept in use: one answer holds them all.
TEMPLATES_MOST = 500
ARCHIVED_MOST = 500
VERSIONS_SHOWN = 100
USES_SHOWN = 50
USES_COUNTED = 1000
QUERY_MOST = 200


class TemplateRow(msgspec.Struct, frozen=True, kw_only=True):
    """A template in a list. `version_id` is what a message made from it names; `number` is that of its text.

    `version` rises with every change, and an edit carries it. `preview` is how the text begins.
    """

    id: int
    name: str
    shortcut: str
    channel: str
    channel_label: str
    folder: Ref | None
    purpose: str
    purpose_label: str
    subject: str
    preview: str
    version: int
    number: int
    version_id: int
    changed_at: str
    changed_by: Ref | None
    last_used_at: str | None
    archived_at: str | None


class Template(TemplateRow, frozen=True, kw_only=True):
    """A template with its text. `variant` is the template of the same name for the other channel."""

    text: str
    html: str
    variant: Ref | None


class TemplateList(msgspec.Struct, frozen=True):
    """Templates, by name; what fits best first where something was searched for."""

    items: list[TemplateRow]


class FolderRow(msgspec.Struct, frozen=True):
    """A folder, and how many templates in use stand in it."""

    id: int
    name: str
    count: int


class VersionRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a template said from `created_at` on."""

    id: int
    number: int
    purpose: str
    purpose_label: str
    subject: str
    text: str
    html: str
    created_at: str
    created_by: Ref | None


class UseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A message that was made from a template."""

    message_id: int
    conversation_id: int
    contact: Ref
    number: int
    state: str
    state_label: str
    at: str


class TemplateUses(msgspec.Struct, frozen=True):
    """The last messages made from a template, and how many there are; at least so many when `is_more`."""

    count: int
    is_more: bool
    items: list[UseRow]


_COLUMNS: LiteralString = (
    "t.id, t.name, t.shortcut, t.channel, f.id, f.name, v.purpose, v.subject, left(v.text, 160), t.version, v.number, "
    "v.id, " + iso("v.created_at") + ", u.id, u.name, " + iso("used.at") + ", " + iso("t.archived_at")
)  # fmt: skip
_FROM: LiteralString = (
    "FROM conversations_messagetemplate t "
    "JOIN LATERAL (SELECT w.* FROM conversations_templateversion w WHERE w.template_id = t.id "
    "ORDER BY w.number DESC LIMIT 1) v ON TRUE "
    "LEFT JOIN conversations_templatefolder f ON f.id = t.folder_id "
    "LEFT JOIN accounts_user u ON u.id = v.created_by_id "
    # By the index on messages: one look for each version.
    "LEFT JOIN LATERAL (SELECT max(x.at) AS at FROM conversations_templateversion w, "
    "LATERAL (SELECT m.at FROM conversations_message m WHERE m.template_version_id = w.id "
    "ORDER BY m.id DESC LIMIT 1) x WHERE w.template_id = t.id) used ON TRUE "
)
_RANK = sql.SQL(
    "ORDER BY CASE WHEN lower(t.shortcut) = {q} THEN 0 WHEN lower(t.shortcut) LIKE {start} THEN 1 "
    "WHEN f_unaccent(t.name_key) LIKE {start} THEN 2 WHEN f_unaccent(t.name_key) LIKE {within} THEN 3 ELSE 4 END, "
    "t.name_key, t.channel, t.id"
)


@requires(Permission.TEMPLATES_READ)
def list_templates(
    *,
    actor: Actor,
    q: str = "",
    channel: str = "",
    folder_id: int | None = None,
    archived: bool = False,
    limit: int = TEMPLATES_MOST,
) -> TemplateList:
    """Templates in use, or those in the trash. Found are words of the name, the shortcut, the subject and the text."""
    where: list[sql.Composable] = [sql.SQL("t.archived_at IS NOT NULL" if archived else "t.archived_at IS NULL")]
    if channel:
        where.append(sql.SQL("t.channel = {}").format(sql.Literal(channel)))
    if folder_id is not None:
        is_id = 0 <= folder_id <= BIGINT_MOST
        # 0 asks for those that stand in no folder.
        condition = "t.folder_id = {}" if folder_id else "t.folder_id IS NULL"
        where.append(sql.SQL(condition).format(sql.Literal(folder_id)) if is_id else sql.SQL("FALSE"))
    typed = identity_key(printable(q[:QUERY_MOST]))
    where.extend(_has_word(word.removeprefix("/")) for word in typed.split()[:8])
    order: sql.Composable = sql.SQL("ORDER BY t.name_key, t.channel, t.id")
    if typed:
        plain = typed.removeprefix("/")
        order = _RANK.format(
            q=sql.Literal(plain),
            start=sql.Literal(f"{escape_like(plain)}%"),
            within=sql.Literal(f"%{escape_like(plain)}%"),
        )
    rows = _read(sql.SQL("SELECT {} {} WHERE {} {} LIMIT {}").format(
        sql.SQL(_COLUMNS), sql.SQL(_FROM), sql.SQL(" AND ").join(where), order,
        sql.Literal(min(limit, ARCHIVED_MOST if archived else TEMPLATES_MOST)),
    ))  # fmt: skip
    return TemplateList([TemplateRow(**_values(row)) for row in rows])


def _has_word(word: str) -> sql.Composable:
    pattern = sql.Literal(f"%{escape_like(word)}%")
    columns = ("f_unaccent(t.name_key)", "t.shortcut", "lower(f_unaccent(v.subject))", "lower(f_unaccent(v.text))")
    either = [sql.SQL(column + " LIKE f_unaccent({})").format(pattern) for column in columns]
    return sql.SQL("({})").format(sql.SQL(" OR ").join(either))


def _read(query: sql.Composable) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _values(row: tuple[Any, ...]) -> dict[str, Any]:
    return {
        "id": row[0],
        "name": row[1],
        "shortcut": row[2],
        "channel": row[3],
        "channel_label": str(Channel(row[3]).label),
        "folder": ref_from(row[4], row[5]),
        "purpose": row[6],
        "purpose_label": str(Purpose(row[6]).label),
        "subject": row[7],
        "preview": " ".join(row[8].split()),
        "version": row[9],
        "number": row[10],
        "version_id": row[11],
        "changed_at": row[12],
        "changed_by": ref_from(row[13], row[14]),
        "last_used_at": row[15],
        "archived_at": row[16],
    }


@requires(Permission.TEMPLATES_READ)
def get_template(*, actor: Actor, template_id: int) -> Template:
    """One template, in the trash or not. Raises `NotFound`."""
    return read_template(template_id)


def read_template(template_id: int) -> Template:
    """One template as it stands. Raises `NotFound`."""
    check_id(template_id)
    rows = _read(
        sql.SQL(
            "SELECT {}, v.text, v.html, o.id, o.name {} LEFT JOIN conversations_messagetemplate o ON "
            "o.name_key = t.name_key AND o.channel <> t.channel AND o.archived_at IS NULL AND t.archived_at IS NULL "
            "WHERE t.id = {}"
        ).format(sql.SQL(_COLUMNS), sql.SQL(_FROM), sql.Literal(template_id))
    )
    if not rows:
        raise NotFound
    row = rows[0]
    return Template(**_values(row), text=row[17], html=row[18], variant=ref_from(row[19], row[20]))


@requires(Permission.TEMPLATES_READ)
def list_template_folders(*, actor: Actor) -> list[FolderRow]:
    """All folders, by name."""
    rows = _read(
        sql.SQL(
            "SELECT f.id, f.name, (SELECT count(*) FROM conversations_messagetemplate t WHERE t.folder_id = f.id "
            "AND t.archived_at IS NULL) FROM conversations_templatefolder f ORDER BY f.name_key, f.id"
        )
    )
    return [FolderRow(*row) for row in rows]


def read_folder(folder: TemplateFolder) -> FolderRow:
    """One folder with how many stand in it."""
    rows = _read(
        sql.SQL(
            "SELECT count(*) FROM conversations_messagetemplate WHERE folder_id = {} AND archived_at IS NULL"
        ).format(sql.Literal(folder.pk))
    )
    return FolderRow(folder.pk, folder.name, rows[0][0])


_VERSIONS: LiteralString = (
    "SELECT v.id, v.number, v.purpose, v.subject, v.text, v.html, " + iso("v.created_at") + ", u.id, u.name "
    "FROM conversations_templateversion v LEFT JOIN accounts_user u ON u.id = v.created_by_id "
    "WHERE v.template_id = {id} ORDER BY v.number DESC LIMIT {limit}"
)  # fmt: skip


@requires(Permission.TEMPLATES_READ)
def list_template_versions(*, actor: Actor, template_id: int) -> list[VersionRow]:
    """What a template has said, the newest first; the last hundred versions. Raises `NotFound`."""
    check_id(template_id)
    query = sql.SQL(_VERSIONS).format(id=sql.Literal(template_id), limit=sql.Literal(VERSIONS_SHOWN))
    versions = [
        VersionRow(
            id=row[0],
            number=row[1],
            purpose=row[2],
            purpose_label=str(Purpose(row[2]).label),
            subject=row[3],
            text=row[4],
            html=row[5],
            created_at=row[6],
            created_by=ref_from(row[7], row[8]),
        )
        for row in _read(query)
    ]
    if not versions:
        raise NotFound
    return versions


_OF_TEMPLATE: LiteralString = (
    "FROM conversations_templateversion v JOIN conversations_message m ON m.template_version_id = v.id "
    "WHERE v.template_id = {id}"
)
_USES: LiteralString = (
    "SELECT m.id, m.conversation_id, k.id, k.first_name, k.last_name, k.email, k.phone, v.number, "  # noqa: S608 - constants
    "m.state, " + iso("m.at") + " FROM (SELECT m.* " + _OF_TEMPLATE + " ORDER BY m.id DESC LIMIT {limit}) m "
    "JOIN conversations_templateversion v ON v.id = m.template_version_id "
    "JOIN conversations_conversation t ON t.id = m.conversation_id JOIN contacts_contact k ON k.id = t.contact_id "
    "ORDER BY m.id DESC"
)  # fmt: skip
_COUNT: LiteralString = "SELECT count(*) FROM (SELECT 1 " + _OF_TEMPLATE + " LIMIT {limit}) found"  # noqa: S608


@requires(Permission.TEMPLATES_READ)
def list_template_uses(*, actor: Actor, template_id: int) -> TemplateUses:
    """The messages that were made from a template, the newest first. Raises `NotFound`."""
    read_template(template_id)
    if not actor.may(Permission.CONVERSATIONS_READ):
        return TemplateUses(0, False, [])
    counted = _read(sql.SQL(_COUNT).format(id=sql.Literal(template_id), limit=sql.Literal(USES_COUNTED + 1)))[0][0]
    rows = _read(sql.SQL(_USES).format(id=sql.Literal(template_id), limit=sql.Literal(USES_SHOWN)))
    items = [
        UseRow(
            message_id=row[0],
            conversation_id=row[1],
            contact=Ref(row[2], full_name_of(*row[3:7])),
            number=row[7],
            state=row[8],
            state_label=str(MessageState(row[8]).label),
            at=row[9],
        )
        for row in rows
    ]
    return TemplateUses(min(counted, USES_COUNTED), counted > USES_COUNTED, items)
