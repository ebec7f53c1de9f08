"""`manage.py write_events`: the list of all events, docs/events.md."""

from collections.abc import Iterator
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandParser
from msgspec.structs import FieldInfo

from crm.core.drift import write_or_check
from crm.journal.catalogue import EVENTS, Event
from crm.journal.publishing import listeners_of
from crm.journal.undo import UNDOERS
from crm.settings.environment import REPOSITORY

PATH = REPOSITORY / "docs" / "events.md"
HEAD = """\
# Events

Everything that the journal tells. Written from the event classes by `make contract`; don't edit it by hand.

Each has `subject_id`, the id of the record that it is about. In the timeline its wording follows the actor's name.
"""


def events_text() -> str:
    """The list as Markdown, by name."""
    return HEAD + "".join("\n" + "\n".join(_section(EVENTS[name])) + "\n" for name in sorted(EVENTS))


def _section(event: type[Event]) -> Iterator[str]:
    yield f"## {event.name}"
    yield ""
    yield " ".join((event.__doc__ or "").split())
    yield ""
    yield f"- Subject: {event.subject}. Kind: {event.kind.label}. {_properties(event)}".rstrip()
    yield f"- Wording: “{event.wording}”"
    for field in msgspec.structs.fields(event):
        if field.name != "subject_id":
            yield f"- `{field.name}`: {_type_name(field)}"
    yield f"- Heard by: {', '.join(listeners_of(event.name)) or 'nobody'}"


def _properties(event: type[Event]) -> str:
    audited = "In the audit log. " if event.is_audited else ""
    return audited + ("Can be undone." if event.name in UNDOERS else "")


def _type_name(field: FieldInfo) -> str:
    return field.type.__name__ if isinstance(field.type, type) else str(field.type).replace("typing.", "")


class Command(BaseCommand):
    """Writes docs/events.md, or checks that it is up to date."""

    help = "Writes docs/events.md from the event classes."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether the file is up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(write_or_check(PATH, events_text(), check=options["check"]))
