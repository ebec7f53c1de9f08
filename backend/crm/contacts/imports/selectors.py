"""Reading imports: those of one's own, all of them for administrators."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import Count, QuerySet

from crm.accounts.selectors import names_of
from crm.bulk.selectors import find_undo_of
from crm.contacts.enums import DuplicatePolicy
from crm.contacts.imports.consent import speaks_of_consent
from crm.contacts.imports.enums import DELIMITERS, ENCODINGS, ConsentAnswer, DateOrder, ImportState
from crm.contacts.imports.files import FILE_MOST
from crm.contacts.imports.mapping import FIELDS
from crm.contacts.imports.models import ContactImport, ImportFix, SavedMapping
from crm.contacts.imports.names import header_key
from crm.contacts.selectors.visibility import check_id
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.core.phone import regions
from crm.core.rows import Ref

LISTED = 50


class Choice(msgspec.Struct, frozen=True):
    """Something to choose."""

    key: str
    label: str


class Explained(msgspec.Struct, frozen=True):
    """Something to choose, and what it means."""

    key: str
    label: str
    explanation: str


class ImportChoices(msgspec.Struct, frozen=True):
    """All that can be chosen for an import."""

    encodings: list[Choice]
    delimiters: list[Choice]
    date_orders: list[Choice]
    regions: list[Choice]
    duplicates: list[Explained]
    consent_answers: list[Choice]
    fields: list[Choice]
    most_bytes: int


class Column(msgspec.Struct, frozen=True):
    """A column of the file: what is in it, and what is made of it."""

    key: str
    name: str
    samples: list[str]
    field: str | None
    is_guess: bool
    speaks_of_consent: bool


class Counts(msgspec.Struct, frozen=True):
    """Rows by what became of them, or would; `warnings` of them were taken with something left to look at."""

    created: int
    merged: int
    skipped: int
    refused: int
    warnings: int


class ImportView(msgspec.Struct, frozen=True, kw_only=True):
    """An import, as its page shows it."""

    id: int
    file_name: str
    size: int
    state: str
    encoding: str
    delimiter: str
    sheet: str
    sheets: list[str]
    has_header: bool
    date_order: str
    region: str
    guessed: list[str]
    rows_total: int | None
    columns: list[Column]
    first_rows: list[list[str]]
    fields: list[Choice]
    mapping: dict[str, str]
    duplicates: str
    consent: dict[str, Any]
    tags: list[str]
    runs_workflows: bool
    counts: Counts
    done: int
    fixes_waiting: int
    set_id: uuid.UUID | None
    undo_job_id: int | None
    actor: Ref | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    error: str
    problems: list[str]
    saved_mapping_id: int | None


class MappingView(msgspec.Struct, frozen=True):
    """A mapping that was kept under a name."""

    id: int
    name: str
    columns: list[str]
    mapping: dict[str, str]


_POLICIES = {
    DuplicatePolicy.SKIP: ("Skip them", "Who is here already stays as they are; the row is left out."),
    DuplicatePolicy.MERGE: (
        "Merge them",
        "What is empty is filled, tags and notes are added. Nothing that is there is replaced.",
    ),
    DuplicatePolicy.CREATE: ("Create them all the same", "Each row becomes a new contact, whoever is here already."),
}
_FIELD_CHOICES = [Choice(key, label) for key, label in FIELDS.items()]


@requires(Permission.CONTACTS_IMPORT)
def list_import_choices(*, actor: Actor) -> ImportChoices:
    """What can be chosen, with the words for it."""
    return ImportChoices(
        encodings=[Choice(key, label) for key, label in ENCODINGS.items()],
        delimiters=[Choice(key, label) for key, label in DELIMITERS.items()],
        date_orders=[Choice(str(key), str(label)) for key, label in DateOrder.choices],
        regions=[Choice(region, f"{region} +{code}") for region, code in regions().items()],
        duplicates=[Explained(key.value, *words) for key, words in _POLICIES.items()],
        consent_answers=[Choice(str(key), str(label)) for key, label in ConsentAnswer.choices],
        fields=_FIELD_CHOICES,
        most_bytes=FILE_MOST,
    )


@requires(Permission.CONTACTS_IMPORT)
def list_imports(*, actor: Actor) -> list[ImportView]:
    """The latest imports, newest first."""
    batches = list(visible_imports(actor).order_by("-id")[:LISTED])
    return views_of(batches)


@requires(Permission.CONTACTS_IMPORT)
def get_import(*, actor: Actor, import_id: int) -> ImportView:
    """One import. Raises `NotFound`."""
    return view_of(find_import(actor, import_id))


@requires(Permission.CONTACTS_IMPORT)
def list_import_mappings(*, actor: Actor) -> list[MappingView]:
    """The mappings that were kept, by name."""
    return [mapping_view(saved) for saved in SavedMapping.objects.order_by("name", "id")]


def visible_imports(actor: Actor) -> QuerySet[ContactImport]:
    """Whose imports an actor sees: their own; all of them who may manage users."""
    listed = ContactImport.objects.filter(hidden_at__isnull=True)
    return listed if actor.may(Permission.USERS_WRITE) else listed.filter(user_id=actor.user_id or 0)


def find_import(actor: Actor, import_id: int, *, lock: bool = False) -> ContactImport:
    """The import; locked until the transaction ends. Raises `NotFound`."""
    check_id(import_id)
    found = visible_imports(actor).filter(pk=import_id)
    batch = (found.select_for_update() if lock else found).first()
    if batch is None:
        raise NotFound
    return batch


def mapping_view(saved: SavedMapping) -> MappingView:
    """A kept mapping as it goes out."""
    return MappingView(id=saved.pk, name=saved.name, columns=saved.columns, mapping=saved.mapping)


def view_of(batch: ContactImport) -> ImportView:
    """The import as its page shows it."""
    return views_of([batch])[0]


def views_of(batches: list[ContactImport]) -> list[ImportView]:
    """The same for many, in as many statements as for one."""
    names = names_of({batch.user_id for batch in batches if batch.user_id is not None})
    headers = {batch.pk: header_key(column["name"] for column in batch.columns) for batch in batches}
    saved = dict(
        SavedMapping.objects.filter(header_key__in=set(headers.values())).order_by("id").values_list("header_key", "id")
    )
    undone = {batch.pk: find_undo_of(batch.set_id) for batch in batches if batch.set_id is not None}
    waiting = waiting_fixes([batch.pk for batch in batches])
    return [
        ImportView(
            id=batch.pk,
            file_name=batch.file_name,
            size=batch.size,
            state=_state(batch, undone.get(batch.pk)),
            encoding=batch.encoding,
            delimiter=batch.delimiter,
            sheet=batch.sheet,
            sheets=batch.sheets,
            has_header=batch.has_header,
            date_order=batch.date_order,
            region=batch.region,
            guessed=batch.guessed,
            rows_total=batch.rows_total,
            columns=[_column(batch, column) for column in batch.columns],
            first_rows=batch.first_rows,
            fields=_FIELD_CHOICES,
            mapping=batch.mapping,
            duplicates=batch.duplicates,
            consent={"email": None, "sms": None, "wording": "", **batch.consent},
            tags=batch.tags,
            runs_workflows=batch.runs_workflows,
            counts=Counts(batch.created, batch.merged, batch.skipped, batch.refused, batch.warnings),
            done=batch.done,
            fixes_waiting=waiting.get(batch.pk, 0),
            set_id=batch.set_id,
            undo_job_id=undo[0] if (undo := undone.get(batch.pk)) else None,
            actor=Ref(batch.user_id, names.get(batch.user_id, "Somebody who has left")) if batch.user_id else None,
            created_at=batch.created_at,
            started_at=batch.started_at,
            finished_at=batch.finished_at,
            error=batch.error,
            problems=batch.problems,
            saved_mapping_id=saved.get(headers[batch.pk]),
        )
        for batch in batches
    ]


def _state(batch: ContactImport, undo: tuple[int, str] | None) -> str:
    """The import's state; an undo, which is a job of its own, stands before it."""
    if undo is None:
        return batch.state
    return {"open": ImportState.UNDOING.value, "done": ImportState.UNDONE.value}.get(undo[1], batch.state)


def waiting_fixes(import_ids: Collection[int]) -> dict[int, int]:
    """How many mended rows wait to be run, by import."""
    counted = ImportFix.objects.filter(batch_id__in=import_ids, is_waiting=True).values_list("batch_id")
    return dict(counted.annotate(Count("id")))


def _column(batch: ContactImport, column: dict[str, Any]) -> Column:
    return Column(
        key=column["key"],
        name=column["name"],
        samples=column["samples"],
        field=batch.mapping.get(column["key"]),
        is_guess=column.get("is_guess", False),
        speaks_of_consent=speaks_of_consent(column["name"]),
    )
