"""The table role → permissions. A permission is decided here and nowhere else."""

from crm.accounts.enums import Role
from crm.core.access import Permission

_OWN_ACCOUNT = {Permission.SELF_MANAGE}
_READ = {
    Permission.CONTACTS_READ,
    Permission.COMPANIES_READ,
    Permission.TAGS_READ,
    Permission.TIMELINE_READ,
    Permission.USERS_READ,
    Permission.OPPORTUNITIES_READ,
    Permission.REPORTS_READ,
}
_WRITE = {
    Permission.CONTACTS_WRITE,
    Permission.CONTACTS_BULK,
    Permission.CONTACTS_EXPORT,
    Permission.COMPANIES_WRITE,
    Permission.TAGS_WRITE,
    Permission.CHANGES_UNDO,
    Permission.OPPORTUNITIES_WRITE,
    Permission.REPORTS_EXPORT,
}

PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission),
    Role.USER: frozenset(_OWN_ACCOUNT | _READ | _WRITE),
    Role.VIEWER: frozenset(_OWN_ACCOUNT | _READ),
}


def permissions_of(role: str) -> frozenset[Permission]:
    """What `role` may do; nothing for a role that is unknown."""
    return PERMISSIONS.get(role, frozenset())
