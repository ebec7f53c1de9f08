"""The table role → permissions. A permission is decided here and nowhere else."""

from crm.accounts.enums import Role
from crm.core.access import Permission

# How a person looks at lists is a setting of their own, like the colours.
_OWN_ACCOUNT = {Permission.SELF_MANAGE, Permission.VIEWS_READ, Permission.VIEWS_WRITE}
_READ = {
    Permission.CONTACTS_READ,
    Permission.COMPANIES_READ,
    Permission.TAGS_READ,
    Permission.TIMELINE_READ,
    Permission.USERS_READ,
    Permission.OPPORTUNITIES_READ,
    Permission.REPORTS_READ,
    Permission.CONVERSATIONS_READ,
    Permission.TEMPLATES_READ,
    Permission.TASKS_READ,
}
_WRITE = {
    Permission.CONTACTS_WRITE,
    Permission.CONTACTS_IMPORT,
    Permission.CONTACTS_BULK,
    Permission.CONTACTS_EXPORT,
    Permission.COMPANIES_WRITE,
    Permission.COMPANIES_EXPORT,
    Permission.OPPORTUNITIES_EXPORT,
    Permission.TAGS_WRITE,
    Permission.VIEWS_SHARE,
    Permission.CHANGES_UNDO,
    Permission.OPPORTUNITIES_WRITE,
    Permission.REPORTS_EXPORT,
    Permission.CONVERSATIONS_WRITE,
    Permission.MESSAGES_SEND,
    Permission.TEMPLATES_WRITE,
    Permission.SIMULATOR_USE,
    Permission.TASKS_WRITE,
    Permission.WORKFLOWS_READ,
    Permission.WORKFLOWS_WRITE,
    Permission.FORMS_READ,
}

PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission),
    Role.USER: frozenset(_OWN_ACCOUNT | _READ | _WRITE),
    Role.VIEWER: frozenset(_OWN_ACCOUNT | _READ),
}


def permissions_of(role: str) -> frozenset[Permission]:
    """What `role` may do; nothing for a role that is unknown."""
    return PERMISSIONS.get(role, frozenset())
