"""Writing to deliveries: trying again, tidying up."""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models.functions import Now

from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.journal.enums import DeliveryState
from crm.journal.errors import DeliveryNotFailed
from crm.journal.models import Delivery
from crm.journal.selectors import DeliveryRow, read_delivery

KEEP_DONE = timedelta(days=14)
# Few enough rows at a time that nobody waits behind the purge.
PURGE_CHUNK = 5000


@requires(Permission.DELIVERIES_WRITE)
@transaction.atomic
def retry_delivery(*, actor: Actor, delivery_id: int) -> DeliveryRow:
    """Has a failed delivery tried again from the start. Raises `NotFound`, `DeliveryNotFailed`."""
    delivery = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
    if delivery is None:
        raise NotFound
    if delivery.state != DeliveryState.FAILED:
        raise DeliveryNotFailed
    Delivery.objects.filter(pk=delivery_id).update(**_AFRESH)
    return read_delivery(delivery_id)


@requires(Permission.DELIVERIES_WRITE)
@transaction.atomic
def retry_failed_deliveries(*, actor: Actor) -> int:
    """Has all failed deliveries tried again. Returns how many there were."""
    return Delivery.objects.filter(state=DeliveryState.FAILED).update(**_AFRESH)


_AFRESH = {"state": DeliveryState.PENDING, "attempts": 0, "due_at": Now(), "finished_at": None}


def purge_deliveries(*, older_than: timedelta = KEEP_DONE) -> int:
    """Takes away deliveries that were done longer ago than that. Returns how many. The events themselves stay for ever.

    A delivery is made once, when its event is published, so that none can come again for one that was taken away.
    """
    total = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM journal_delivery WHERE id IN (SELECT id FROM journal_delivery WHERE state = 'done' "
                "AND finished_at < clock_timestamp() - %s * interval '1 second' ORDER BY finished_at LIMIT %s)",
                [older_than.total_seconds(), PURGE_CHUNK],
            )
            taken: int = cursor.rowcount
        total += taken
        if taken < PURGE_CHUNK:
            return total
