"""What an export is to hold, checked when it is asked for."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from crm.bulk.catalogue import EXPORTS, Export, Subject, read_params
from crm.bulk.enums import FileFormat
from crm.core.access import Actor
from crm.core.errors import InvalidInput


class ExportParams(msgspec.Struct, frozen=True, kw_only=True):
    """The kind of file and its columns, in order; all of them when none is named."""

    format: FileFormat = FileFormat.CSV
    columns: list[str] = []


def prepare_export(actor: Actor, subject: Subject, params: Mapping[str, Any]) -> tuple[Export, ExportParams, str]:
    """How to export, with columns that there are, and what the job is called. Raises `InvalidInput`."""
    export = EXPORTS.get(subject.key)
    if export is None:
        raise InvalidInput(fields={"action": [f"{subject.many.capitalize()} can't be exported."]})
    given = read_params(ExportParams, params)
    known = [column.key for column in export.columns(actor)]
    wanted = list(dict.fromkeys(given.columns)) or known
    unknown = [key for key in wanted if key not in known]
    if unknown:
        raise InvalidInput(
            fields={"params.columns": [f"There is no column {unknown[0][:50]}. Use {', '.join(known)}."]}
        )
    return export, ExportParams(format=given.format, columns=wanted), f"Export as {given.format.upper()}"


def labels_of(export: Export, actor: Actor, columns: Sequence[str]) -> list[str]:
    """The header."""
    labels = {column.key: column.label for column in export.columns(actor)}
    return [labels[key] for key in columns]


def file_name(subject: Subject, kind: FileFormat, actor: Actor, now: datetime) -> str:
    """`contacts-2027-01-31.csv`: the day is the actor's."""
    return f"{subject.many}-{now.astimezone(ZoneInfo(actor.time_zone)):%Y-%m-%d}.{kind.value}"
