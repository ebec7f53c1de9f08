"""What the companies room refuses."""

from crm.core.errors import Refusal


class CompanyExists(Refusal):
    """Another company has this name. `company` says which."""

    code = "company_exists"
    title = "There is a company of this name already"


class CompanyIsArchived(Refusal):
    """A company in the trash is neither changed nor linked to."""

    code = "company_is_archived"
    title = "This company is in the trash. Restore it first"


class CompanyIsNotArchived(Refusal):
    """Only what is in the trash is destroyed."""

    code = "company_is_not_archived"
    title = "Only an archived company can be deleted for good. Archive it first"
