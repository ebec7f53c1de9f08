"""Rows of the journal as events. One list of columns for all who read them."""

from typing import Any, LiteralString

from crm.journal.catalogue import read_event
from crm.journal.publishing import Published

# In the order of `published_from`; the table goes by the name e.
COLUMNS: LiteralString = (
    "e.id, e.name, e.at, e.data, e.actor_kind, e.actor_id, e.actor_name, e.via, e.change_id, e.undoes, e.caused_by, "
    "e.depth, e.subject, e.subject_id, e.contact_id, e.company_id, e.opportunity_id, e.set_id"
)
COLUMN_COUNT = 18


def published_from(row: tuple[Any, ...]) -> Published:
    """The event in a row of `COLUMNS`, whatever has become of its class."""
    return Published(
        id=row[0],
        name=row[1],
        at=row[2],
        event=read_event(row[1], row[3]),
        actor_kind=row[4],
        actor_id=row[5],
        actor_name=row[6],
        via=row[7],
        change_id=row[8],
        undoes=row[9],
        caused_by=row[10],
        depth=row[11],
        subject=row[12],
        subject_id=row[13],
        contact_id=row[14],
        company_id=row[15],
        opportunity_id=row[16],
        set_id=row[17],
    )
