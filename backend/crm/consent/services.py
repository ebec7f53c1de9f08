"""Writing the ledger of consent."""

import datetime as dt
from collections.abc import Sequence

from django.db import connection, transaction

from crm.consent.enums import Channel, Status
from crm.consent.hashing import hash_address
from crm.consent.models import ConsentStatement
from crm.contacts.imports.events import ConsentStated, ConsentTakenBack
from crm.core.access import Actor, Permission, requires
from crm.core.erasure import ERASED
from crm.journal.erasing import erased_among
from crm.journal.publishing import Published

# What writes the ledger and what erases from it wait for each other: an event that was read before an erasure is not
# entered after it.
LEDGER_LOCK = "consent ledger"


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def record_statements(*, actor: Actor, events: Sequence[Published]) -> None:
    """Enters what the events state, each once however often they are brought, and marks what they take back.

    Statements about erased people are left out. Publishes nothing: the ledger is a reading of what was published.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [LEDGER_LOCK])
    erased = erased_among({told.subject_id for told in events})
    told_of = [told for told in events if told.subject_id not in erased]
    lines = [line for told in told_of if (line := _line_from(told)) is not None]
    ConsentStatement.objects.bulk_create(lines, ignore_conflicts=True)
    for told in told_of:
        if isinstance(told.event, ConsentTakenBack) and told.undoes is not None:
            ConsentStatement.objects.filter(
                change_id=told.undoes, channel=told.event.channel, taken_back_at__isnull=True
            ).update(taken_back_at=told.at)


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
