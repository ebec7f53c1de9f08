"""What the gate would say of a message, while it is being written."""

from collections.abc import Sequence

from django.db import connection

from crm.consent.enums import Channel, Purpose
from crm.consent.gate import Verdict
from crm.conversations.selectors.one import check_conversation
from crm.conversations.sending.asking import ask_gate
from crm.conversations.sending.copies import clean_copies
from crm.conversations.sending.writing import address_of, purpose_with, sender_of
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound


@requires(Permission.CONVERSATIONS_READ)
def get_verdict(
    *,
    actor: Actor,
    conversation_id: int,
    channel: str,
    sender_id: int | None = None,
    purpose: str = "one_to_one",
    template_version_id: int | None = None,
    cc: Sequence[str] = (),
) -> Verdict:
    """Whether the person may be written to by the channel now, and why not; each of the copies among it.

    Made from a template for marketing it is marketing, whatever `purpose` says. Raises `NotFound`, `InvalidInput`.
    """
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
    copies, wrong = clean_copies(cc, by)
    if wrong:
        raise InvalidInput(fields=wrong)
    address = address_of(row[0], conversation_id, by)
    return ask_gate(
        actor=actor,
        contact_id=row[0],
        channel=by,
        address=address,
        cc=[one for one in copies if one != address],
        purpose=purpose_with(template_version_id, Purpose(purpose)),
        sender=sender_of(sender_id, conversation_id, by),
        override=False,
    )
