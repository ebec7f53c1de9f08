"""By what contacts can be filtered. Keys are stored in saved views: they are never given another meaning."""

from typing import LiteralString

from crm.accounts.selectors import names_of
from crm.companies.selectors import company_names
from crm.contacts.enums import ContactSort
from crm.contacts.selectors.tags import tag_names
from crm.contacts.selectors.visibility import INTEGER_MOST, visible_to
from crm.core.access import Permission
from crm.core.filters import (
    IdSet,
    Link,
    LinkedText,
    LinkSet,
    Moment,
    Number,
    Phone,
    Subject,
    Text,
    register_fields,
    register_subject,
)

# At companies that they have not left, and that are not in the trash.
_PRESENT_LINKS: LiteralString = (
    "FROM contacts_contactcompany l "
    "WHERE l.contact_id = c.id AND l.ended_on IS NULL AND NOT l.is_hidden AND l.role <> ''"
)
# Of a company in the trash too: whom it would have.
_PEOPLE: LiteralString = (
    "(SELECT count(*) FROM contacts_contactcompany l JOIN contacts_contact p ON p.id = l.contact_id "
    "WHERE l.company_id = c.id AND l.ended_on IS NULL AND p.archived_at IS NULL)"
)
CONTACTS = Subject(
    key="contact",
    table="contacts_contact",
    permission=Permission.CONTACTS_READ,
    visible_to=visible_to,
    sorts=tuple(sort.value for sort in ContactSort if not sort.value.endswith("archived_at")),
)

register_subject(
    CONTACTS,
    IdSet(key="tags", label="Tag", column="c.tag_ids", element="int", most=INTEGER_MOST, named=tag_names,
          offered="/tags"),
    Link(key="assigned_user", label="Assigned user", column="c.assigned_user_id", is_person=True, named=names_of,
         offered="/users"),
    LinkSet(key="company", label="Company", column="c.company_ids", named=company_names, offered="/companies/suggest"),
    LinkedText(key="company_role", label="Role", column="l.role", rows=_PRESENT_LINKS),
    Link(key="primary_company", label="Primary company", column="c.company_id", named=company_names,
         offered="/companies/suggest"),
    Moment(key="created_at", label="Created", column="c.created_at", verb="created"),
    Moment(key="updated_at", label="Last changed", column="c.updated_at", verb="changed"),
    Text(key="first_name", label="First name", column="c.first_name", is_searched=True),
    Text(key="last_name", label="Last name", column="c.last_name", is_searched=True),
    Text(key="email", label="Email", column="c.email", is_searched=True),
    Phone(key="phone", label="Phone"),
    Text(key="notes", label="Notes", column="c.notes"),
    Link(key="created_by", label="Created by", column="c.created_by_id", is_person=True, verb="created by",
         named=names_of, offered="/users"),
)  # fmt: skip
register_fields("company", Number(key="people", label="People", column=_PEOPLE))
