"""Reading companies."""

from crm.companies.selectors.duplicates import find_company_duplicates
from crm.companies.selectors.lists import count_companies, list_companies, suggest_companies
from crm.companies.selectors.one import check_company, company_names, get_company, read_company
from crm.companies.selectors.visibility import visible_to

__all__ = [
    "check_company",
    "company_names",
    "count_companies",
    "find_company_duplicates",
    "get_company",
    "list_companies",
    "read_company",
    "suggest_companies",
    "visible_to",
]
