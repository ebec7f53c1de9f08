"""Views that a person keeps at hand. Everybody's own, like the width of a window: the journal tells nothing of it."""

from collections.abc import Sequence

from django.db import connection, transaction

from crm.accounts.actors import person_id
from crm.core.access import Actor, Permission, requires
from crm.views.models import Pin
from crm.views.selectors import ViewRow, read_view


@requires(Permission.VIEWS_WRITE)
@transaction.atomic
def pin_view(*, actor: Actor, view_id: int) -> ViewRow:
    """Keeps a view at hand, behind those that are. One that is there stays where it is. Raises `NotFound`."""
    view = read_view(actor, view_id)
    if view.is_pinned:
        return view
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO views_pin (user_id, view_id, position) "
            "SELECT %(user)s, %(view)s, coalesce(max(p.position), -1) + 1 "
            "FROM views_pin p JOIN views_view v ON v.id = p.view_id "
            "WHERE p.user_id = %(user)s AND v.subject = %(subject)s ON CONFLICT DO NOTHING",
            {"user": person_id(actor), "view": view.id, "subject": view.subject},
        )
    return read_view(actor, view_id)


@requires(Permission.VIEWS_WRITE)
@transaction.atomic
def unpin_view(*, actor: Actor, view_id: int) -> ViewRow:
    """Keeps a view at hand no more. Raises `NotFound`."""
    view = read_view(actor, view_id)
    Pin.objects.filter(user_id=person_id(actor), view_id=view.id).delete()
    return read_view(actor, view_id)


@requires(Permission.VIEWS_WRITE)
@transaction.atomic
def order_views(*, actor: Actor, subject: str, ids: Sequence[int]) -> None:
    """Puts the views that one keeps at hand into the order of `ids`. Those that are not named follow, as they were."""
    pins = {
        pin.view_id: pin
        for pin in Pin.objects.select_for_update()
        .filter(user_id=person_id(actor), view__subject=subject)
        .order_by("position", "id")
    }
    named = [view_id for view_id in dict.fromkeys(ids) if view_id in pins]
    for position, view_id in enumerate([*named, *(view_id for view_id in pins if view_id not in set(named))]):
        pins[view_id].position = position
    Pin.objects.bulk_update(pins.values(), ["position"])
