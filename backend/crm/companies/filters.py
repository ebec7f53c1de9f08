"""By what companies can be filtered. Keys are stored in saved views: they are never given another meaning.

The number of a company's people is the field of the room that knows them.
"""

from crm.accounts.selectors import names_of
from crm.companies.enums import CompanySort
from crm.companies.selectors.visibility import visible_to
from crm.core.access import Permission
from crm.core.filters import Link, Moment, Phone, Subject, Text, register_subject

register_subject(
    Subject(
        key="company", table="companies_company", permission=Permission.COMPANIES_READ, visible_to=visible_to,
    sorts=tuple(sort.value for sort in CompanySort if not sort.value.endswith("archived_at"))
    ),
    Text(key="name", label="Name", column="c.name", is_searched=True),
    Text(key="industry", label="Industry", column="c.industry"),
    Text(key="website", label="Website", column="c.website"),
    Phone(key="phone", label="Phone"),
    Text(key="address", label="Address", column="c.address"),
    Text(key="notes", label="Notes", column="c.notes"),
    Moment(key="created_at", label="Created", column="c.created_at", verb="created"),
    Moment(key="updated_at", label="Last changed", column="c.updated_at", verb="changed"),
    Link(key="created_by", label="Created by", column="c.created_by_id", is_person=True, verb="created by",
         named=names_of, offered="/users"),
)  # fmt: skip
