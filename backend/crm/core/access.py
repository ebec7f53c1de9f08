"""Who acts, and what they may do. Permissions are listed here; which role holds which stands in `accounts/roles.py`."""

import functools
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from crm.core.errors import NotAllowed


class Permission(StrEnum):
    """Everything that can be allowed, as `room:verb`."""

    SELF_MANAGE = "self:manage"
    CONTACTS_READ = "contacts:read"
    CONTACTS_WRITE = "contacts:write"
    CONTACTS_DELETE = "contacts:delete"
    CONTACTS_IMPORT = "contacts:import"
    CONTACTS_BULK = "contacts:bulk"
    CONTACTS_EXPORT = "contacts:export"
    CONTACTS_ERASE = "contacts:erase"
    COMPANIES_READ = "companies:read"
    COMPANIES_WRITE = "companies:write"
    COMPANIES_DELETE = "companies:delete"
    COMPANIES_EXPORT = "companies:export"
    OPPORTUNITIES_EXPORT = "opportunities:export"
    TAGS_READ = "tags:read"
    TAGS_WRITE = "tags:write"
    TIMELINE_READ = "timeline:read"
    USERS_READ = "users:read"
    USERS_WRITE = "users:write"
    SETTINGS_READ = "settings:read"
    SETTINGS_WRITE = "settings:write"
    VIEWS_READ = "views:read"
    VIEWS_WRITE = "views:write"
    VIEWS_SHARE = "views:share"
    VIEWS_MANAGE = "views:manage"
    CHANGES_UNDO = "changes:undo"
    OPPORTUNITIES_READ = "opportunities:read"
    OPPORTUNITIES_WRITE = "opportunities:write"
    OPPORTUNITIES_DELETE = "opportunities:delete"
    PIPELINES_WRITE = "pipelines:write"
    REPORTS_READ = "reports:read"
    REPORTS_EXPORT = "reports:export"
    CONVERSATIONS_READ = "conversations:read"
    CONVERSATIONS_WRITE = "conversations:write"
    MESSAGES_SEND = "messages:send"
    TEMPLATES_READ = "templates:read"
    TEMPLATES_WRITE = "templates:write"
    CHANNELS_READ = "channels:read"
    CHANNELS_WRITE = "channels:write"
    SIMULATOR_USE = "simulator:use"
    CONSENT_MANAGE = "consent:manage"
    DELIVERIES_READ = "deliveries:read"
    DELIVERIES_WRITE = "deliveries:write"
    TASKS_READ = "tasks:read"
    TASKS_WRITE = "tasks:write"
    WORKFLOWS_READ = "workflows:read"
    WORKFLOWS_WRITE = "workflows:write"
    WORKFLOWS_MANAGE = "workflows:manage"
    FORMS_READ = "forms:read"
    FORMS_WRITE = "forms:write"
    WEBHOOKS_READ = "webhooks:read"
    WEBHOOKS_WRITE = "webhooks:write"


class ActorKind(StrEnum):
    """What stands behind an action: a person, an API key, or Kith itself."""

    USER = "user"
    KEY = "key"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Cause:
    """The event of the journal that somebody acts upon, and how many such steps it stands away from a person's act."""

    event_id: int
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: carried through every service, written into every event.

    `id` is the user's or key's id (None for Kith itself), `via` says by what means when it is not the page
    ("CSV import of people.csv"), `permissions` is the whole of what is allowed. `change_set` joins many changes into
    one that can be undone as a whole (a bulk action, an import): all that is published by this actor carries it.
    `cause` is what a workflow acts upon: what this actor publishes stands one deeper. What a quiet actor does starts no
    workflow.
    """

    kind: ActorKind
    name: str
    permissions: frozenset[Permission]
    id: int | None = None
    role: str | None = None
    time_zone: str = "UTC"
    via: str | None = None
    change_set: uuid.UUID | None = None
    cause: Cause | None = None
    is_quiet: bool = False
    session_key: str | None = field(default=None, repr=False)

    @property
    def user_id(self) -> int | None:
        """The person's id, for columns that name a user; None when no person acts."""
        return self.id if self.kind is ActorKind.USER else None

    def may(self, permission: Permission) -> bool:
        """Whether this actor holds `permission`."""
        return permission in self.permissions


def system_actor(name: str, *, via: str | None = None) -> Actor:
    """Kith acting by itself (a command, a migration of data): it may do everything, and is named in the journal."""
    return Actor(kind=ActorKind.SYSTEM, name=name, permissions=frozenset(Permission), via=via)


# Operation name → the permission it declares; None for an operation that needs no identity.
OPERATIONS: dict[str, Permission | None] = {}

_F = TypeVar("_F", bound=Callable[..., Any])


def requires(permission: Permission) -> Callable[[_F], _F]:
    """Lets the service or selector run only when its `actor` keyword holds `permission`; else raises `NotAllowed`."""

    def decorate(function: _F) -> _F:
        _declare(function.__name__, permission)

        @functools.wraps(function)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            actor: Actor = kwargs["actor"]
            if permission not in actor.permissions:
                raise NotAllowed(permission)
            return function(*args, **kwargs)

        return guarded  # type: ignore[return-value]

    return decorate


def open_to_all(function: _F) -> _F:
    """Declares a service that needs no identity (first set-up, an invitation's look-up). Its own token is its guard."""
    _declare(function.__name__, None)
    return function


def _declare(name: str, permission: Permission | None) -> None:
    if OPERATIONS.setdefault(name, permission) != permission:
        raise RuntimeError(f"Two operations are named {name} and ask for different permissions.")
