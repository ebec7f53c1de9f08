"""What became of messages that were sent: reports move a state forward, never back (R10)."""

import contextlib
import uuid
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from crm.conversations.enums import RANK, Direction, MessageState
from crm.conversations.events import MessageFailed
from crm.conversations.facts import channel_of, hand_on
from crm.conversations.models import ChannelAccount, DeliveryReport, Message
from crm.conversations.port import Fact, Report
from crm.conversations.receiving.people import hold
from crm.conversations.sending.asking import sender_key
from crm.core import clock
from crm.core.access import system_actor
from crm.core.work import Work
from crm.journal.notices import Notice, tell_pages
from crm.journal.publishing import publish

# A report may be here before the provider's answer is: its message is looked for again, later and later, for a day.
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 5, 15, 60, 600, 3600, 86_400))
AT_ONCE = 50


def record_report(account: ChannelAccount, report: Report, *, after: float = 0) -> str:
    """Keeps a provider's word on a message, once for the report's key, and moves the message by it: `after` so many s.

    Publishes `message.failed` when that is news; tells the pages of all else. What came of it, in words.
    """
    row, is_new = DeliveryReport.objects.get_or_create(
        account=account,
        key=report.key.replace("\0", "")[:200],
        defaults={
            "provider_id": report.provider_id.replace("\0", "")[:998],
            "message_key": report.message_key.replace("\0", "")[:100],
            "state": report.state.value if report.state else "",
            "provider_state": report.provider_state.replace("\0", "")[:60],
            "error_code": report.code.replace("\0", "")[:60],
            "text": report.text.replace("\0", "")[:500],
            "next_act": report.next_act.value,
            "segments": report.segments,
            "at": report.at,
            "due_at": clock.now() + max(PAUSES[0], timedelta(seconds=after)),
        },
    )
    if not is_new:
        return "A report was known already"
    if report.fact is not None:
        _hand_on(account, row, report.fact)
    if after > 0:
        return "A report of what is to come was kept"
    return "A report was noted" if _apply(row) else "A report of a message that is not known was kept"


def _hand_on(account: ChannelAccount, row: DeliveryReport, fact: Fact) -> None:
    """Has what a report tells of an address entered, whether its message is known yet or not: before its locks."""
    found = _message_of(row)
    sent_from = Message.objects.filter(pk=found[0]).values_list("from_address", flat=True).first() if found else None
    ours = fact.sender_address or sent_from or ""
    contact_id = found[2] if found else None
    if contact_id is not None:
        hold(contact_id)
    hand_on(
        fact,
        channel=channel_of(fact),
        sender_key=sender_key(account.pk, ours),
        contact_id=contact_id,
        at=row.at,
    )


def _apply(row: DeliveryReport) -> bool:
    """Moves the message that a report is of, when there is such a message."""
    found = _message_of(row)
    if found is None:
        return False
    message_id, conversation_id, contact_id = found
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM conversations_conversation WHERE id = %s FOR NO KEY UPDATE", [conversation_id])
    message = Message.objects.select_for_update(of=("self",), no_key=True).filter(pk=message_id).first()
    if message is None:
        return False
    DeliveryReport.objects.filter(pk=row.pk).update(message_id=message_id, due_at=None)
    has_failed = message.state != MessageState.FAILED and row.state == MessageState.FAILED
    changes = _changes(message, row)
    if not changes:
        return True
    Message.objects.filter(pk=message_id).update(**changes)
    if has_failed and changes.get("state") == MessageState.FAILED:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE conversations_conversation SET failed_count = failed_count + 1 WHERE id = %s", [conversation_id]
            )
        failed = MessageFailed(
            subject_id=message_id, contact_id=contact_id, conversation_id=conversation_id, channel=message.channel
        )
        publish(failed, actor=system_actor("Kith"))
    else:
        tell_pages([Notice("message.changed", "conversation", conversation_id, contact_id)])
    return True


def _message_of(row: DeliveryReport) -> tuple[int, int, int] | None:
    """Ids of the message, its conversation and its contact, by our own key of it, else by the provider's."""
    which = Q(pk__in=[])
    with contextlib.suppress(ValueError):
        which |= Q(client_id=uuid.UUID(row.message_key))
    if row.provider_id:
        which |= Q(account_id=row.account_id, provider_id=row.provider_id)
    return (
        Message.objects.filter(which, direction=Direction.OUT)
        .values_list("pk", "conversation_id", "conversation__contact_id")
        .first()
    )


def _changes(message: Message, row: DeliveryReport) -> dict[str, Any]:
    """What a report changes of a locked message: the same in whatever order reports come.

    Only a higher rank moves the state; an error stays whatever comes after it, and of several the first one counts.
    That a part was delivered is noted in any case.
    """
    changes: dict[str, Any] = {}
    if row.segments is not None and message.provider_segments is None:
        changes["provider_segments"] = row.segments
    if row.provider_id and not message.provider_id and message.account_id == row.account_id:
        changes["provider_id"] = row.provider_id
    if row.state == MessageState.DELIVERED and (message.delivered_at is None or row.at < message.delivered_at):
        changes["delivered_at"] = row.at
    if row.state in {MessageState.SENT, MessageState.DELIVERED} and message.sent_at is None:
        changes["sent_at"] = row.at
    if row.state not in RANK:
        return changes
    is_further = RANK[row.state] > RANK[message.state]
    if is_further:
        changes |= {"state": row.state, "provider_state": row.provider_state}
    if row.state == MessageState.FAILED and (is_further or _is_first_error(message, row)):
        changes |= {
            "provider_state": row.provider_state,
            "error_code": row.error_code,
            "error_text": row.text,
            "next_act": row.next_act,
        }
    return changes


def _is_first_error(message: Message, row: DeliveryReport) -> bool:
    if message.state != MessageState.FAILED:
        return False
    others = DeliveryReport.objects.filter(message_id=message.pk, state=MessageState.FAILED).exclude(pk=row.pk)
    first = others.order_by("at", "key").values_list("at", "key").first()
    return first is not None and (row.at, row.key) < first


def match_reports(limit: int = AT_ONCE) -> int:
    """Looks again for the messages of reports that came too early. Returns how many it looked at."""
    with transaction.atomic():
        now = clock.now()
        rows = list(
            DeliveryReport.objects.select_for_update(skip_locked=True)
            .filter(due_at__lte=now)
            .order_by("due_at")[:limit]
        )
        for row in rows:
            if not _apply(row):
                attempts = row.attempts + 1
                due_at = now + PAUSES[attempts] if attempts < len(PAUSES) else None
                DeliveryReport.objects.filter(pk=row.pk).update(attempts=attempts, due_at=due_at)
    return len(rows)


def seconds_until_report(most: float) -> float:
    """Seconds until a report is to be looked at again, at most `most`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM min(due_at) - clock_timestamp()) FROM conversations_deliveryreport "
            "WHERE due_at IS NOT NULL"
        )
        (seconds,) = cursor.fetchone() or (None,)
    return most if seconds is None else max(0.0, min(float(seconds), most))


MATCHING = Work("reports of messages", match_reports, seconds_until_report)
