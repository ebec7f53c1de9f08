"""Writing the ledger of consent."""

import datetime as dt
from collections.abc import Sequence
from typing import LiteralString

from django.db import connection, transaction
from psycopg import sql

from crm.consent.enums import Channel, Status
from crm.consent.errors import LedgerIsBusy
from crm.consent.hashing import hash_address
from crm.consent.models import ConsentStatement
from crm.contacts.imports.events import ConsentStated, ConsentTakenBack
from crm.core.access import Actor, Permission, requires
from crm.core.erasure import ERASED
from crm.journal.erasing import erased_among
from crm.journal.publishing import Published

# Nothing is entered while a person is erased: an event that was read before that would be entered after it. Whoever
# enters does not wait, but tries again: an erasure may wait for the very deliveries that it holds.
LEDGER_LOCK = "consent ledger"


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def record_statements(*, actor: Actor, events: Sequence[Published]) -> None:
    """Enters what the events state, each once however often they are brought, and marks what they take back.

    Statements about erased people are left out. Publishes nothing: the ledger is a reading of what was published.
    Raises `LedgerIsBusy`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(hashtextextended(%s, 0))", [LEDGER_LOCK])
        (may_enter,) = cursor.fetchone() or (False,)
    if not may_enter:
        raise LedgerIsBusy
    erased = erased_among({told.subject_id for told in events})
    told_of = [told for told in events if told.subject_id not in erased]
    lines = [line for told in told_of if (line := _line_from(told)) is not None]
    ConsentStatement.objects.bulk_create(lines, ignore_conflicts=True)
    _take_back("s.event_id = ANY(%s)", [line.event_id for line in lines])
    _take_back("e.id = ANY(%s)", [told.id for told in told_of if isinstance(told.event, ConsentTakenBack)])


def _take_back(where: LiteralString, event_ids: list[int]) -> None:
    """Marks lines whose change was undone; those too whose undo was heard of first."""
    if not event_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "UPDATE consent_consentstatement s SET taken_back_at = e.at FROM journal_event e "
                "WHERE e.undoes = s.change_id AND e.name = %s AND e.data ->> 'channel' = s.channel "
                "AND s.taken_back_at IS NULL AND {}"
            ).format(sql.SQL(where)),
            [ConsentTakenBack.name, event_ids],
        )


def _line_from(told: Published) -> ConsentStatement | None:
    """The line for a statement; None for what is none that can be kept."""
    event = told.event
    if not isinstance(event, ConsentStated) or isinstance(event, ConsentTakenBack):
        return None
    if event.address in {"", ERASED} or event.channel not in Channel.values or event.status not in Status.values:
        return None
    channel = Channel(event.channel)
    return ConsentStatement(
        event_id=told.id,
        change_id=told.change_id,
        kind=channel.kind,
        hash=hash_address(channel.kind, event.address),
        channel=channel,
        status=event.status,
        source=event.source,
        wording=event.consent_wording,
        stated_on=dt.date.fromisoformat(event.stated_on) if event.stated_on else None,
        recorded_at=told.at,
        recorded_by_id=told.actor_id if told.actor_kind == "user" else None,
    )
