"""What happens to contacts and tags, as the timeline tells it."""

from crm.contacts.imports import events as imports
from crm.journal.catalogue import Change, Event, Kind

ConsentStated = imports.ConsentStated
CREATING = Kind("created", "Created")
EDITING = Kind("field", "Edits")
FORMS = Kind("form", "Forms")
TAGGING = Kind("tag", "Tags")
ARCHIVING = Kind("archive", "Archive")

# Fields that people edit, as they are called in a sentence.
FIELD_LABELS = {
    "first_name": "first name",
    "last_name": "last name",
    "email": "email",
    "phone": "phone",
    "company": "company",
    "assigned_user": "assigned user",
    "notes": "notes",
}


def name_fields(fields: list[str]) -> str:
    """`first name, email and phone`."""
    labels = [FIELD_LABELS.get(field, field) for field in fields]
    return " and ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)


class ContactCreated(Event, kw_only=True, frozen=True):
    """A contact came to be. Its tags follow as events of their own in the same change."""

    name = "contact.created"
    kind = CREATING
    wording = "created this contact"
    subject = "contact"


class ContactUpdated(Event, kw_only=True, frozen=True):
    """Fields of a contact were changed. `version` is the contact's version since then."""

    name = "contact.updated"
    kind = EDITING
    wording = "changed {what}"
    subject = "contact"
    labels = {field: label.capitalize() for field, label in FIELD_LABELS.items()}

    version: int
    fields: dict[str, Change]

    @property
    def what(self) -> str:
        """The changed fields as a person names them."""
        return name_fields(list(self.fields))

    def text(self) -> str:
        return self.wording.format(what=self.what)

    def changes(self) -> dict[str, Change]:
        return self.fields


class ContactTagAdded(Event, kw_only=True, frozen=True):
    """A contact got a tag."""

    name = "contact.tag_added"
    kind = TAGGING
    wording = "added the tag {tag}"
    subject = "contact"

    tag_id: int
    tag: str


class ContactTagRemoved(Event, kw_only=True, frozen=True):
    """A contact lost a tag."""

    name = "contact.tag_removed"
    kind = TAGGING
    wording = "removed the tag {tag}"
    subject = "contact"

    tag_id: int
    tag: str


class ContactArchived(Event, kw_only=True, frozen=True):
    """A contact was moved to the trash."""

    name = "contact.archived"
    kind = ARCHIVING
    wording = "archived this contact"
    subject = "contact"


class ContactRestored(Event, kw_only=True, frozen=True):
    """A contact came back from the trash."""

    name = "contact.restored"
    kind = ARCHIVING
    wording = "restored this contact"
    subject = "contact"


class ContactDeleted(Event, kw_only=True, frozen=True):
    """A contact was destroyed for good. Nothing of the person is told but the id."""

    name = "contact.deleted"
    kind = ARCHIVING
    wording = "deleted contact {subject_id} for good"
    subject = "contact"
    is_audited = True


class ContactErased(Event, kw_only=True, frozen=True):
    """A person was erased everywhere. Nothing of the person is told but the id."""

    name = "contact.erased"
    kind = ARCHIVING
    wording = "erased contact {subject_id} everywhere"
    subject = "contact"
    is_audited = True


class PersonalDataExported(Event, kw_only=True, frozen=True):
    """All that is kept of a person was written to a file."""

    name = "contact.personal_data_exported"
    kind = ARCHIVING
    wording = "exported the personal data of contact {subject_id}"
    subject = "contact"
    is_audited = True


class TagCreated(Event, kw_only=True, frozen=True):
    """A tag came to be."""

    name = "tag.created"
    kind = CREATING
    wording = "created the tag {tag}"
    subject = "tag"

    tag: str


class TagUpdated(Event, kw_only=True, frozen=True):
    """A tag got another name or colour. `tag` is its name before."""

    name = "tag.updated"
    kind = EDITING
    wording = "changed the tag {tag}"
    subject = "tag"
    labels = {"name": "Name", "color": "Colour"}

    tag: str
    fields: dict[str, Change]

    def changes(self) -> dict[str, Change]:
        return self.fields


class TagDeleted(Event, kw_only=True, frozen=True):
    """A tag was deleted. What it was stands here, so that it can come back."""

    name = "tag.deleted"
    kind = TAGGING
    wording = "deleted the tag {tag}"
    subject = "tag"

    tag: str
    color: str
    created_at: str


class TagRestored(TagDeleted, kw_only=True, frozen=True):
    """A deleted tag came back."""

    name = "tag.restored"
    wording = "brought back the tag {tag}"


class TagMerged(TagDeleted, kw_only=True, frozen=True):
    """A tag went up in another one. Who had it, `contact.tag_merged` of the same change or set tells."""

    name = "tag.merged"
    wording = "merged the tag {tag} into {into}"

    into_id: int
    into: str


class TagUnmerged(TagMerged, kw_only=True, frozen=True):
    """A tag that went up in another one stands for itself again."""

    name = "tag.unmerged"
    wording = "took apart the tags {tag} and {into}, which were merged"


class ContactTagDeleted(Event, kw_only=True, frozen=True):
    """A contact lost a tag because the tag was deleted: `contact.tag_removed` is not told, this was not about them."""

    name = "contact.tag_deleted"
    kind = TAGGING
    wording = "deleted the tag {tag}"
    subject = "contact"

    tag_id: int
    tag: str


class ContactTagRestored(ContactTagDeleted, kw_only=True, frozen=True):
    """A contact got back a tag that had been deleted."""

    name = "contact.tag_restored"
    wording = "brought back the tag {tag}"


class ContactTagMerged(ContactTagDeleted, kw_only=True, frozen=True):
    """A contact's tag went up in another one. `had_into`: it had that one before. No `contact.tag_added` is told."""

    name = "contact.tag_merged"
    wording = "merged the tag {tag} into {into}"

    into_id: int
    into: str
    had_into: bool


class ContactTagUnmerged(ContactTagMerged, kw_only=True, frozen=True):
    """A contact has the tag back that had gone up in another one."""

    name = "contact.tag_unmerged"
    wording = "took apart the tags {tag} and {into}, which were merged"


class FormSubmitted(Event, kw_only=True, frozen=True):
    """Somebody filled in a form. The subject is the form; `values` are the fields as they came, cut to a sane length.

    It stands here and not in the room of forms, so that rooms beside that one can hear of it.
    """

    name = "form.submitted"
    kind = FORMS
    wording = "filled in the form {form_name}"
    subject = "form"

    contact_id: int
    submission_id: int
    form_name: str
    values: dict[str, str] = {}

    @property
    def contact(self) -> int:
        return self.contact_id
