"""What a step knows: whose run it is, on whose behalf it acts, and when."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from crm.consent.quiet_hours import whereabouts_of
from crm.contacts.selectors import read_contact
from crm.contacts.selectors.rows import Contact
from crm.core.access import Actor, Cause, Permission, system_actor
from crm.workflows.definition.tree import Definition, Node

# One namespace for the keys of effects: the same step of the same run has the same key however often it is tried.
_KEYS = uuid.UUID("6f0c2f4e-6d3b-4c0a-9f0e-0d0f5c1f7a11")
# What steps may do. No more of Kith is open to a workflow, whoever wrote it.
STEP_PERMISSIONS = frozenset(
    {
        Permission.CONTACTS_READ,
        Permission.CONTACTS_WRITE,
        Permission.COMPANIES_READ,
        Permission.COMPANIES_WRITE,
        Permission.TAGS_READ,
        Permission.TAGS_WRITE,
        Permission.TIMELINE_READ,
        Permission.USERS_READ,
        Permission.OPPORTUNITIES_READ,
        Permission.OPPORTUNITIES_WRITE,
        Permission.CONVERSATIONS_READ,
        Permission.CONVERSATIONS_WRITE,
        Permission.MESSAGES_SEND,
        Permission.TEMPLATES_READ,
        Permission.TASKS_READ,
        Permission.TASKS_WRITE,
    }
)


def workflow_actor(name: str, *, via: str, cause: Cause | None = None, time_zone: str = "UTC") -> Actor:
    """A workflow as the one who acts."""
    actor = system_actor(f"Workflow {name}")
    return Actor(
        kind=actor.kind, name=actor.name, permissions=STEP_PERMISSIONS, via=via, cause=cause, time_zone=time_zone
    )


@dataclass(frozen=True, slots=True)
class Running:
    """A run in hand, as its row was read."""

    id: int
    workflow_id: int
    workflow: str
    version_id: int
    contact_id: int
    opportunity_id: int | None
    root_id: int
    event_id: int | None
    depth: int
    position: str
    is_waiting: bool
    tries: int
    woken_by: str
    started_at: datetime
    owner_id: int | None
    time_zone: str
    status: str


@dataclass(kw_only=True)
class RunContext:
    """What one step of one run knows. `now` is the database's clock."""

    run: Running
    definition: Definition
    node: Node
    now: datetime

    @property
    def key(self) -> uuid.UUID:
        """The key of this step's effect: the same for each try and each replay."""
        return uuid.uuid5(_KEYS, f"{self.run.root_id}:{self.node.id}")

    @cached_property
    def actor(self) -> Actor:
        """The workflow, acting at this step upon what started it."""
        run = self.run
        return workflow_actor(
            run.workflow,
            via=f"workflow #{run.workflow_id}, step {self.definition.numbers[self.node.id]}",
            cause=Cause(run.event_id, run.depth) if run.event_id else None,
            time_zone=run.time_zone,
        )

    @cached_property
    def contact(self) -> Contact:
        """The person as they stand now. Raises `NotFound`."""
        return read_contact(self.actor, self.run.contact_id)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The person's zone where their number tells one, else that of the workflow's owner."""
        where = whereabouts_of(address=self.contact.phone, zone=None)
        return ZoneInfo(where.zones[0] if len(where.zones) == 1 else self.run.time_zone)
