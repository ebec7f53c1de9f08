"""The table role → permissions. A permission is decided here and nowhere else."""

from crm.accounts.enums import Role
from crm.core.access import Permission as P

_OWN_ACCOUNT = {P.SELF_MANAGE}
_READ = {P.CONTACTS_READ, P.COMPANIES_READ, P.TAGS_READ, P.TIMELINE_READ, P.USERS_READ}
_WRITE = {P.CONTACTS_WRITE, P.COMPANIES_WRITE, P.TAGS_WRITE, P.CHANGES_UNDO}

PERMISSIONS: dict[str, frozenset[P]] = {
    Role.ADMIN: frozenset(P),
    Role.USER: frozenset(_OWN_ACCOUNT | _READ | _WRITE),
    Role.VIEWER: frozenset(_OWN_ACCOUNT | _READ),
}


def permissions_of(role: str) -> frozenset[P]:
    """What `role` may do; nothing for a role that is unknown."""
    return PERMISSIONS.get(role, frozenset())
