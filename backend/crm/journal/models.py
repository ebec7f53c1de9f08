"""The journal: what happened, append-only, and what each listener still has to hear of it."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from crm.core.work import WORK_CHANNEL
from crm.journal.enums import DeliveryState

# Nobody is trusted to have asked for the right thing: what is written must be exactly what `journal_blanked` makes of
# what stood there, everything else must be as it was, and the person must stand among the erased, or the event itself.
ONLY_ERASURE = """
    IF TG_OP = 'UPDATE' THEN
        IF NEW.data = journal_blanked(OLD.data)
           AND to_jsonb(NEW) - 'data' = to_jsonb(OLD) - 'data'
           AND (EXISTS (SELECT 1 FROM journal_erasure WHERE contact_id = OLD.contact_id)
                OR EXISTS (SELECT 1 FROM journal_erasedevent WHERE event_id = OLD.id)) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'The journal is append-only: % is refused.', TG_OP;
"""


class Event(models.Model):
    """One thing that happened. Rows are never changed: the database refuses UPDATE, DELETE and TRUNCATE. Erasing a
    person empties the values in their events, and nothing else.

    It names records by id without foreign keys: history outlives what it tells of. `change_id` is shared by all events
    of one user action and is the handle for its undo; `undoes` names the change that this event took back.
    """

    name = models.TextField()
    at = models.DateTimeField(db_default=Now())
    actor_kind = models.TextField()
    actor_id = models.BigIntegerField(null=True)
    # Names of users are read when shown; this is for actors that have no row (Kith itself, a command).
    actor_name = models.TextField(blank=True, default="")
    via = models.TextField(null=True)
    change_id = models.UUIDField()
    # Shared by the changes of one bulk action, import or merge, which can be undone as a whole.
    set_id = models.UUIDField(null=True)
    undoes = models.UUIDField(null=True)
    caused_by = models.BigIntegerField(null=True)
    depth = models.SmallIntegerField(default=0)
    subject = models.TextField()
    subject_id = models.BigIntegerField()
    contact_id = models.BigIntegerField(null=True)
    company_id = models.BigIntegerField(null=True)
    opportunity_id = models.BigIntegerField(null=True)
    # The event class's own fields, before and after values among them.
    data = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["contact_id", "-id"], condition=Q(contact_id__isnull=False), name="journal_contact"),
            models.Index(fields=["company_id", "-id"], condition=Q(company_id__isnull=False), name="journal_company"),
            models.Index(
                fields=["opportunity_id", "-id"], condition=Q(opportunity_id__isnull=False), name="journal_opportunity"
            ),
            models.Index(fields=["change_id"], name="journal_change"),
            models.Index(fields=["set_id", "-id"], condition=Q(set_id__isnull=False), name="journal_set"),
            models.Index(fields=["undoes"], condition=Q(undoes__isnull=False), name="journal_undoes"),
            models.Index(fields=["subject", "subject_id", "-id"], name="journal_subject"),
        ]
        triggers = [
            # The one change there is: values become empty in events of a person who was erased (see `erasing.py`).
            pgtrigger.Trigger(
                name="append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                func=ONLY_ERASURE,
            ),
            pgtrigger.Trigger(
                name="no_truncate",
                operation=pgtrigger.Truncate,
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                func="RAISE EXCEPTION 'The journal is append-only: TRUNCATE is refused.';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class Erasure(models.Model):
    """That a person was erased, by the id that their contact had: it says nothing else. Never taken back."""

    contact_id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        triggers = [pgtrigger.Protect(name="stays", operation=pgtrigger.Update | pgtrigger.Delete, level=pgtrigger.Row)]

    def __str__(self) -> str:
        return f"erasure of contact {self.contact_id}"


class ErasedEvent(models.Model):
    """That an event about something else named a person who was erased, and was blanked. Never taken back."""

    event_id = models.BigIntegerField(primary_key=True)

    class Meta:
        triggers = [pgtrigger.Protect(name="stays", operation=pgtrigger.Update | pgtrigger.Delete, level=pgtrigger.Row)]

    def __str__(self) -> str:
        return f"erasure of event {self.event_id}"


class Delivery(models.Model):
    """One event for one listener: its own queue entry. Written in the same statement as the event."""

    # Written in one statement with its event, which is never deleted: nothing is left for the database to check row by
    # row, and the unique constraint is the index.
    event = models.ForeignKey(
        Event, on_delete=models.DO_NOTHING, related_name="deliveries", db_constraint=False, db_index=False
    )
    listener = models.TextField()
    state = models.TextField(choices=DeliveryState.choices, db_default=DeliveryState.PENDING)
    attempts = models.SmallIntegerField(db_default=0)
    due_at = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "listener"], name="journal_delivery_once"),
        ]
        triggers = [
            # One message for a statement, and one for a transaction however many there are: notifying commits wait for
            # each other, so the payload is empty and the worker looks for itself.
            pgtrigger.Trigger(
                name="wake_worker",
                operation=pgtrigger.Insert,
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                referencing=pgtrigger.Referencing(new="told"),  # type: ignore[no-untyped-call]
                # What nobody asked for makes a statement without rows.
                func=f"IF EXISTS (SELECT FROM told) THEN NOTIFY {WORK_CHANNEL}; END IF; RETURN NULL;",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="pending"), name="journal_delivery_due"),
            models.Index(fields=["id"], condition=Q(state="failed"), name="journal_delivery_failed"),
            models.Index(fields=["finished_at"], condition=Q(state="done"), name="journal_delivery_done"),
        ]

    def __str__(self) -> str:
        return f"{self.listener} of event {self.event_id}"


class Interest(models.Model):
    """That a listener on request wants to hear of events of one name. Read by the statement that writes an event."""

    pk = models.CompositePrimaryKey("listener", "event")
    listener = models.TextField()
    event = models.TextField()

    def __str__(self) -> str:
        return f"{self.listener} wants {self.event}"
