"""Having what a provider posted read again."""

from django.db import transaction

from crm.conversations.enums import PayloadState
from crm.conversations.errors import PayloadIsGone, PayloadIsWaiting
from crm.conversations.events import PayloadReplayed
from crm.conversations.models import Payload
from crm.conversations.selectors.payloads import PayloadRow, read_payload_row
from crm.conversations.selectors.visibility import check_id
from crm.core import clock
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.journal.publishing import publish


@requires(Permission.CHANNELS_WRITE)
@transaction.atomic
def replay_payload(*, actor: Actor, payload_id: int) -> PayloadRow:
    """Has the worker read a payload again. What it brought before is known by its ids, and comes in no second time.

    Publishes `channel.payload_replayed`. Raises `NotFound`, `PayloadIsWaiting`, `PayloadIsGone`.
    """
    check_id(payload_id)
    payload = Payload.objects.select_for_update().defer("body").filter(pk=payload_id).first()
    if payload is None:
        raise NotFound
    if payload.state == PayloadState.QUEUED:
        raise PayloadIsWaiting
    if not Payload.objects.filter(pk=payload_id).exclude(body=b"").exists():
        raise PayloadIsGone
    Payload.objects.filter(pk=payload_id).update(
        state=PayloadState.QUEUED, attempts=0, due_at=clock.now(), error_text="", outcome="", done_at=None
    )
    publish(PayloadReplayed(subject_id=payload.account_id, payload_id=payload_id), actor=actor)
    return read_payload_row(payload_id)
