"""Taking back what was done to a view."""

import uuid
from collections.abc import Sequence

from django.db import connection

from crm.accounts.actors import person_id
from crm.accounts.selectors import active_users
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.journal.catalogue import Change, Event
from crm.journal.errors import UndoConflict
from crm.journal.publishing import Published, publish
from crm.journal.undo import undoes as takes_back
from crm.views.errors import NotYourView
from crm.views.events import FIELD_LABELS, ViewCreated, ViewDeleted, ViewUpdated
from crm.views.models import Pin, View
from crm.views.services.saving import remove_view
from crm.views.services.stored import StoredView, check_may_share, lock_view, write_fields


@takes_back(ViewCreated, ViewUpdated, ViewDeleted)
@requires(Permission.VIEWS_WRITE)
def undo_view_change(*, actor: Actor, events: Sequence[Published], change_id: uuid.UUID, undoes: uuid.UUID) -> None:
    """Writes the opposite of `events`, for whoever may do so by hand.

    Raises `UndoConflict` when what is to be taken back has been changed since, or the view is gone; `NotYourView`,
    `NotFound`.
    """
    publish(*(_undo(actor, told.event) for told in events), actor=actor, change_id=change_id, undoes=undoes)


def _undo(actor: Actor, event: Event) -> Event:
    match event:
        case ViewDeleted():
            return _bring_back(actor, event)
        case ViewUpdated():
            return _undo_fields(actor, event)
    return remove_view(_lock(actor, event.subject_id))


def _lock(actor: Actor, view_id: int) -> StoredView:
    try:
        return lock_view(actor, view_id)
    except NotFound as missing:
        raise UndoConflict("This view has been deleted.") from missing


def _undo_fields(actor: Actor, event: ViewUpdated) -> ViewUpdated:
    stored = _lock(actor, event.subject_id)
    later = [field for field, change in event.fields.items() if stored.values[field].kept != change.after]
    if later:
        said = {field: [f"The {FIELD_LABELS[field]} has been changed since."] for field in later}
        raise UndoConflict(" ".join(message for messages in said.values() for message in messages), fields=said)
    opposite = {
        field: Change(
            before=change.after, after=change.before, before_text=change.after_text, after_text=change.before_text
        )
        for field, change in event.fields.items()
    }
    if opposite["is_shared"].after if "is_shared" in opposite else stored.is_shared:
        check_may_share(actor)
    return ViewUpdated(subject_id=stored.id, view=stored.name, version=write_fields(stored, opposite), fields=opposite)


def _bring_back(actor: Actor, event: ViewDeleted) -> ViewCreated:
    kept = dict(event.kept)
    owner, is_shared = kept.pop("owner"), bool(kept["is_shared"])
    if owner != person_id(actor):
        if not is_shared:
            raise NotFound
        if not actor.may(Permission.VIEWS_MANAGE):
            raise NotYourView
    if is_shared:
        check_may_share(actor)
    with connection.cursor() as cursor:
        # Two who bring it back at once: the second one waits here, and finds it.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('view ' || %s, 0))", [str(event.subject_id)])
    if View.objects.filter(pk=event.subject_id).exists():
        raise UndoConflict("This view has been brought back already.")
    View.objects.create(id=event.subject_id, owner_id=owner, **{**kept, "version": kept["version"] + 1})
    people = active_users(user_id for user_id, _ in event.pins)
    Pin.objects.bulk_create(
        Pin(user_id=user_id, view_id=event.subject_id, position=position)
        for user_id, position in event.pins
        if user_id in people
    )
    return ViewCreated(subject_id=event.subject_id, view=event.view)
