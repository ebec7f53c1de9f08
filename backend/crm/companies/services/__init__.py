"""Writing companies. Archiving, restoring and deleting touch people's links: `crm.contacts.services` does these."""

from crm.companies.services.creating import create_company
from crm.companies.services.editing import update_company
from crm.companies.services.finding import get_or_create_companies, get_or_create_company, lock_live_companies
from crm.companies.services.stored import CompanyChanged
from crm.companies.values import clean_company_name
from crm.core.rows import Ref as CompanyRef

__all__ = [
    "CompanyChanged",
    "CompanyRef",
    "clean_company_name",
    "create_company",
    "get_or_create_companies",
    "get_or_create_company",
    "lock_live_companies",
    "update_company",
]
