"""What the gate would say of a message, while it is being written."""

from django.db import connection

from crm.consent.enums import Channel, Purpose
from crm.consent.gate import Verdict
from crm.conversations.selectors.one import check_conversation
from crm.conversations.sending.asking import ask_gate
from crm.conversations.sending.writing import address_of, sender_of
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound


@requires(Permission.CONVERSATIONS_READ)
def get_verdict(
    *, actor: Actor, conversation_id: int, channel: str, sender_id: int | None = None, purpose: str = "one_to_one"
) -> Verdict:
    """Whether the person may be written to by the channel now, and why not. Raises `NotFound`, `InvalidInput`."""
    if channel not in Channel.values:
        raise InvalidInput(fields={"channel": ["Use email or sms."]})
    if purpose not in Purpose.values:
        raise InvalidInput(fields={"purpose": ["Use one_to_one, transactional or marketing."]})
    check_conversation(actor, conversation_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact_id FROM conversations_conversation WHERE id = %s", [conversation_id])
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    by = Channel(channel)
    return ask_gate(
        actor=actor,
        contact_id=row[0],
        channel=by,
        address=address_of(row[0], conversation_id, by),
        purpose=Purpose(purpose),
        sender=sender_of(sender_id, conversation_id, by),
        override=False,
    )
