"""What happens to companies."""

from crm.journal.catalogue import Event, Kind

CREATING = Kind("created", "Created")


class CompanyCreated(Event, kw_only=True, frozen=True):
    """A company came to be, by its own form, by a contact's, or by an import."""

    name = "company.created"
    kind = CREATING
    wording = "created this company"
    subject = "company"
