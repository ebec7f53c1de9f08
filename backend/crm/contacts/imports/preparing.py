"""Everything about an import before it is loaded: upload, settings, mappings under a name."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from crm.accounts.actors import person_id
from crm.contacts.enums import DuplicatePolicy
from crm.contacts.imports import looking
from crm.contacts.imports.consent import WORDING_MOST, position_of
from crm.contacts.imports.enums import DELIMITERS, ENCODINGS, ConsentAnswer, ConsentChannel, DateOrder, ImportState
from crm.contacts.imports.errors import ImportIsOver, ImportIsUnderWay
from crm.contacts.imports.files import Upload, keep_file, kept_file, spooled
from crm.contacts.imports.mapping import FIELDS
from crm.contacts.imports.models import ContactImport, ImportFix, ImportPiece, ImportRow, SavedMapping
from crm.contacts.imports.names import header_key
from crm.contacts.imports.reading import How
from crm.contacts.imports.selectors import ImportView, MappingView, find_import, mapping_view, view_of
from crm.contacts.values import clean_tags
from crm.core.access import Actor, Permission, requires
from crm.core.clock import now
from crm.core.errors import InvalidInput, NotFound
from crm.core.phone import is_region
from crm.core.text import has_refused_characters, tidy_line

FILE_NAME_MOST = 200
MAPPING_NAME_MOST = 100
_BEFORE = {ImportState.UPLOADED, ImportState.READY, ImportState.FAILED}
_UNDER_WAY = {ImportState.PREVIEWING, ImportState.RUNNING}
# What changes the reading of the file itself.
_READING = ("encoding", "delimiter", "sheet", "has_header")


@requires(Permission.CONTACTS_IMPORT)
def upload_import(*, actor: Actor, file: Upload, file_name: str) -> ImportView:
    """Keeps a file and says what it was taken for. Nothing of it is loaded.

    Raises `FileCannotBeRead`, in words for whoever chose the file.
    """
    with spooled(file) as (path, size):
        # Looked at before the transaction: it may take a second.
        look = looking.look_at(path, How())
        with transaction.atomic():
            batch = ContactImport(
                file_name=tidy_file_name(file_name), size=size, user_id=person_id(actor), guessed=list(looking.GUESSES),
                region=settings.DEFAULT_PHONE_REGION, columns=[], consent={"wording": ""},
            )  # fmt: skip
            looking.take_look(batch, look)
            batch.save()
            keep_file(batch.pk, path)
            return view_of(batch)


@requires(Permission.CONTACTS_IMPORT)
@transaction.atomic
def change_import(*, actor: Actor, import_id: int, changes: Mapping[str, Any]) -> ImportView:
    """Changes settings of an import; the file is read again when that makes a difference. A preview is thrown away.

    `mapping` and `consent` are changed by key, the rest stays. Raises `NotFound`, `ImportIsUnderWay`, `ImportIsOver`,
    `FileCannotBeRead`, `InvalidInput` with the setting's name.
    """
    batch = find_import(actor, import_id, lock=True)
    check_is_open(batch)
    _check_choices(batch, changes)
    for name in looking.GUESSES:
        if name in changes:
            setattr(batch, name, changes[name])
            batch.guessed = [guess for guess in batch.guessed if guess != name]
    if any(name in changes for name in _READING):
        _read_again(batch, changes)
    if "saved_mapping_id" in changes:
        _use_saved(batch, changes["saved_mapping_id"])
    _map(batch, changes.get("mapping") or {})
    _note_consent(batch, changes.get("consent") or {})
    for name in ("duplicates", "runs_workflows"):
        if name in changes:
            setattr(batch, name, changes[name])
    if "tags" in changes:
        batch.tags, wrong = clean_tags(list(changes["tags"]))
        if wrong:
            raise InvalidInput(fields={"tags": wrong})
    forget_preview(batch)
    batch.save()
    return view_of(batch)


@requires(Permission.CONTACTS_IMPORT)
@transaction.atomic
def delete_import(*, actor: Actor, import_id: int) -> None:
    """Takes an import off the list, with its file and the cells of its rows. What it has loaded stays.

    Raises `NotFound`, `ImportIsUnderWay`.
    """
    batch = find_import(actor, import_id, lock=True)
    if batch.state in _UNDER_WAY:
        raise ImportIsUnderWay
    forget_contents(batch)
    batch.hidden_at = now()
    batch.save(update_fields=["hidden_at", "first_rows", "columns"])


@requires(Permission.CONTACTS_IMPORT)
@transaction.atomic
def save_import_mapping(*, actor: Actor, import_id: int, name: str) -> MappingView:
    """Keeps the mapping of an import under a name, for files with the same header; one of that name is replaced.

    Raises `NotFound`, `InvalidInput`.
    """
    batch = find_import(actor, import_id)
    tidy = tidy_line(name)
    if not tidy or len(tidy) > MAPPING_NAME_MOST or has_refused_characters(tidy):
        raise InvalidInput(fields={"name": [f"Give it a name of at most {MAPPING_NAME_MOST} characters."]})
    columns = [column["name"] for column in batch.columns]
    values = {"columns": columns, "mapping": batch.mapping, "created_by_id": actor.user_id}
    saved, _ = SavedMapping.objects.update_or_create(name=tidy, header_key=header_key(columns), defaults=values)
    return mapping_view(saved)


@requires(Permission.CONTACTS_IMPORT)
@transaction.atomic
def delete_import_mapping(*, actor: Actor, mapping_id: int) -> None:
    """Forgets a mapping that was kept. Raises `NotFound`."""
    if not 0 < mapping_id < 2**63 or not SavedMapping.objects.filter(pk=mapping_id).delete()[0]:
        raise NotFound


def check_is_open(batch: ContactImport) -> None:
    """Raises `ImportIsUnderWay` or `ImportIsOver` unless settings may still be changed."""
    if batch.state in _UNDER_WAY:
        raise ImportIsUnderWay
    if batch.state not in _BEFORE or batch.set_id is not None:
        raise ImportIsOver


def forget_preview(batch: ContactImport) -> None:
    """Takes back what a preview has noted; what people have mended stays. The import is not saved yet."""
    ImportRow.objects.filter(batch=batch).delete()
    batch.state, batch.error = ImportState.UPLOADED.value, ""
    batch.created = batch.merged = batch.skipped = batch.refused = batch.warnings = batch.done = 0


def forget_contents(batch: ContactImport) -> None:
    """Deletes the file and all cells: nothing of anybody in it is kept here any more. The import is not saved yet."""
    ImportPiece.objects.filter(batch=batch).delete()
    ImportFix.objects.filter(batch=batch).delete()
    ImportRow.objects.filter(batch=batch).delete()
    batch.first_rows = []
    batch.columns = [{**column, "samples": []} for column in batch.columns]


def tidy_file_name(name: str) -> str:
    """The name of a file as it is shown: no folders, nothing that can't be seen."""
    last = name.replace("\\", "/").rpartition("/")[2]
    # Marks that turn the direction of writing would show another name than it has.
    seen = [character for character in last if unicodedata.category(character) != "Cf"]
    tidy = tidy_line("".join(" " if has_refused_characters(character) else character for character in seen))
    return tidy[-FILE_NAME_MOST:] or "file"


def _check_choices(batch: ContactImport, changes: Mapping[str, Any]) -> None:
    allowed: dict[str, Any] = {
        "encoding": ENCODINGS,
        "delimiter": DELIMITERS,
        "sheet": batch.sheets,
        "date_order": DateOrder.values,
        "duplicates": list(DuplicatePolicy),
    }
    wrong = {
        name: ["This is not one of the choices."]
        for name, choices in allowed.items()
        if name in changes and changes[name] not in choices
    }
    if "region" in changes and not is_region(changes["region"]):
        wrong["region"] = ["This is no country that numbers can be dialled from."]
    if wrong:
        raise InvalidInput(fields=wrong)


def _read_again(batch: ContactImport, changes: Mapping[str, Any]) -> None:
    # A sheet of another shape may have no header where the former had one, and the other way round.
    is_other_table = any(name in changes for name in ("encoding", "delimiter", "sheet"))
    how = looking.how_to_read(batch)
    if is_other_table and "has_header" in batch.guessed:
        how = How(encoding=how.encoding, delimiter=how.delimiter, sheet=how.sheet)
    if "encoding" in changes and "delimiter" in batch.guessed:
        how = How(encoding=how.encoding, sheet=how.sheet, has_header=how.has_header)
    with kept_file(batch.pk) as path:
        looking.take_look(batch, looking.look_at(path, how))
    ImportFix.objects.filter(batch=batch).delete()
    batch.rows_total = None


def _map(batch: ContactImport, changes: Mapping[str, str | None]) -> None:
    known = {column["key"]: column for column in batch.columns}
    wrong: dict[str, Sequence[str]] = {}
    for key, target in changes.items():
        if key not in known:
            wrong[f"mapping.{key[:20]}"] = ["There is no such column."]
        elif target is None:
            batch.mapping.pop(key, None)
            known[key]["is_guess"] = False
        elif target not in FIELDS:
            wrong[f"mapping.{key}"] = ["There is no such field."]
        else:
            batch.mapping[key] = target
            known[key]["is_guess"] = False
    if wrong:
        raise InvalidInput(fields=wrong)


def _use_saved(batch: ContactImport, mapping_id: int) -> None:
    columns = [column["name"] for column in batch.columns]
    saved = SavedMapping.objects.filter(pk=mapping_id, header_key=header_key(columns)).first()
    if saved is None:
        raise InvalidInput(fields={"saved_mapping_id": ["There is no such mapping for these columns."]})
    fields = {position_of(key): target for key, target in saved.mapping.items() if target in FIELDS}
    looking.set_mapping(batch, fields, is_guess=False)


def _note_consent(batch: ContactImport, changes: Mapping[str, Any]) -> None:
    keys = {column["key"] for column in batch.columns}
    wrong: dict[str, list[str]] = {}
    for channel in ConsentChannel:
        if channel.value not in changes:
            continue
        given = changes[channel.value] or {}
        column, answer = given.get("column"), given.get("answer")
        if column and answer:
            wrong[f"consent.{channel.value}"] = ["Choose a column or an answer, not both."]
        elif column and column not in keys:
            wrong[f"consent.{channel.value}"] = ["There is no such column."]
        elif answer and answer not in ConsentAnswer.values:
            wrong[f"consent.{channel.value}"] = ["This is not one of the answers."]
        else:
            batch.consent[channel.value] = {"column": column} if column else {"answer": answer} if answer else None
    wording = changes.get("wording")
    if wording is not None:
        if len(wording) > WORDING_MOST or has_refused_characters(wording, lines=True):
            wrong["consent.wording"] = [f"At most {WORDING_MOST:,} characters that can be stored."]
        batch.consent["wording"] = wording.strip()
    if wrong:
        raise InvalidInput(fields=wrong)
