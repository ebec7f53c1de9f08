"""Short ways to companies."""

from typing import Any

from crm.companies import selectors, services
from crm.companies.selectors.rows import Company
from crm.companies.services import CompanyChanged
from crm.core.access import Actor


def found(actor: Actor, name: str = "Acme", **fields: Any) -> Company:
    """A company, made by the service."""
    return services.create_company(actor=actor, name=name, **fields).company


def rewrite(actor: Actor, company: Company, *, version: int | None = None, **changes: str) -> CompanyChanged:
    """An edit that began when `company` was read."""
    return services.update_company(
        actor=actor, company_id=company.id, version=company.version if version is None else version, changes=changes
    )


def look(actor: Actor, company: Company) -> Company:
    """The company as it is now."""
    return selectors.get_company(actor=actor, company_id=company.id)
