"""Edits of a record's fields: values before and after, what others have changed meanwhile, and the conflict of both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

from django.conf import settings
from django.db import connection

from crm.core.access import ActorKind
from crm.core.phone import parse_phone, show_typed
from crm.journal.catalogue import Change, Event
from crm.journal.publishing import Published
from crm.journal.reading import COLUMNS, published_from
from crm.journal.timeline import NamePeople

# An edit that was begun longer ago than so many changes sees the values of the oldest of these as the original.
CHANGES_MOST = 500


@dataclass(frozen=True, slots=True)
class Value:
    """A field's value as the journal keeps it (JSON; an id for a link), and as people read it when that differs."""

    kept: Any
    text: str | None = None


NOTHING = Value(None)


def text_value(text: str) -> Value:
    """The value of a text field."""
    return Value(text)


def link_value(record_id: int | None, name: str | None) -> Value:
    """The value of a link to another record."""
    return NOTHING if record_id is None else Value(record_id, name)


def phone_value(raw: str, e164: str) -> Value:
    """The value of a phone field. Both forms are kept: from where it was dialled is not known later on."""
    return Value([raw, e164], show_typed(e164, raw)) if raw else NOTHING


def read_phone(raw: str, region: str | None = None) -> Value:
    """What was typed as a phone number, dialled from `region`, or from where this Kith stands."""
    return phone_value(raw, parse_phone(raw, region=region or settings.DEFAULT_PHONE_REGION).e164 or "")


def differences(stored: Mapping[str, Value], wanted: Mapping[str, Value]) -> dict[str, Change]:
    """Those of `wanted` that differ from what is stored."""
    return {
        field: Change(
            before=stored[field].kept,
            after=value.kept,
            before_text=stored[field].text,
            after_text=value.text,
        )
        for field, value in wanted.items()
        if value.kept != stored[field].kept
    }


@dataclass(frozen=True, slots=True)
class FieldHistory:
    """What became of one field: the first change since, the last one, and who made that one."""

    first: Change
    last: Change
    changed_by: str
    changed_at: datetime


def history_since(
    *, subject: LiteralString, subject_id: int, version: int, events: Iterable[type[Event]], name_people: NamePeople
) -> dict[str, FieldHistory]:
    """For each field of a record that was changed after `version`: its history since. By name of the field.

    `events` are the classes that tell of changed fields; each has the record's `version` since then.
    """
    with connection.cursor() as reading:
        reading.execute(
            f"SELECT {COLUMNS} FROM journal_event e WHERE e.subject = %s AND e.subject_id = %s "  # noqa: S608 - a constant
            "AND e.name = ANY(%s) AND (e.data->>'version')::int > %s ORDER BY e.id DESC LIMIT %s",
            [subject, subject_id, [event.name for event in events], version, CHANGES_MOST],
        )
        found = [published_from(row) for row in reversed(reading.fetchall())]
    return _history(found, name_people)


def _history(events: list[Published], name_people: NamePeople) -> dict[str, FieldHistory]:
    names = name_people(
        {event.actor_id for event in events if event.actor_kind == ActorKind.USER and event.actor_id is not None}
    )
    history: dict[str, FieldHistory] = {}
    for event in events:
        by = names.get(event.actor_id or 0) or event.actor_name
        for field, change in event.event.changes().items():
            before = history.get(field)
            history[field] = FieldHistory(
                first=before.first if before else change, last=change, changed_by=by, changed_at=event.at
            )
    return history


def conflicts(
    stored: Mapping[str, Value], different: Mapping[str, Change], history: Mapping[str, FieldHistory]
) -> dict[str, dict[str, Any]]:
    """Fields that this edit and another one have both changed: the values of both, and the one that was seen."""
    return {
        field: {
            "yours": change.after_shown,
            "current": change.before_shown,
            "original": history[field].first.before_shown,
            "changed_by": history[field].changed_by,
            "changed_at": history[field].changed_at,
        }
        for field, change in different.items()
        # Changed and changed back is what was seen.
        if field in history and history[field].first.before != stored[field].kept
    }
