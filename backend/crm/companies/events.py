"""What happens to companies, as the timeline tells it."""

from crm.journal.catalogue import Change, Event, Kind

CREATING = Kind("created", "Created")
EDITING = Kind("field", "Edits")
ARCHIVING = Kind("archive", "Archive")

# Fields that people edit, as they are called in a sentence.
FIELD_LABELS = {
    "name": "name",
    "website": "website",
    "phone": "phone",
    "address": "address",
    "industry": "industry",
    "notes": "notes",
}


def name_fields(fields: list[str]) -> str:
    """`name, phone and notes`."""
    labels = [FIELD_LABELS.get(field, field) for field in fields]
    return " and ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)


class CompanyCreated(Event, kw_only=True, frozen=True):
    """A company came to be: by its own form, or by the way, for a contact or an import that named it."""

    name = "company.created"
    kind = CREATING
    wording = "created this company"
    subject = "company"

    # One that came by the way stays when what it came with is taken back.
    has_own_form: bool = False

    @property
    def is_undoable(self) -> bool:
        return self.has_own_form


class CompanyUpdated(Event, kw_only=True, frozen=True):
    """Fields of a company were changed. `version` is the company's version since then."""

    name = "company.updated"
    kind = EDITING
    wording = "changed {what}"
    subject = "company"
    labels = {field: label.capitalize() for field, label in FIELD_LABELS.items()}

    version: int
    fields: dict[str, Change]

    @property
    def what(self) -> str:
        """The changed fields as a person names them."""
        return name_fields(list(self.fields))

    def changes(self) -> dict[str, Change]:
        return self.fields


class CompanyArchived(Event, kw_only=True, frozen=True):
    """A company was moved to the trash. Its people stay; their links to it are hidden."""

    name = "company.archived"
    kind = ARCHIVING
    wording = "archived this company"
    subject = "company"


class CompanyRestored(Event, kw_only=True, frozen=True):
    """A company came back from the trash, and its people's links with it."""

    name = "company.restored"
    kind = ARCHIVING
    wording = "restored this company"
    subject = "company"


class CompanyDeleted(Event, kw_only=True, frozen=True):
    """A company was destroyed for good. Nothing of it is told but the id."""

    name = "company.deleted"
    kind = ARCHIVING
    wording = "deleted company {subject_id} for good"
    subject = "company"
    is_audited = True
