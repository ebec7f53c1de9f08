"""What the contacts room refuses."""

from crm.core.errors import InvalidInput, Refusal


class ContactIsArchived(Refusal):
    """A contact in the trash is not changed."""

    code = "contact_is_archived"
    title = "This contact is in the trash. Restore it first"


class ContactIsNotArchived(Refusal):
    """Only what is in the trash is destroyed."""

    code = "contact_is_not_archived"
    title = "Only an archived contact can be deleted for good. Archive it first"


class FileCannotBeRead(InvalidInput):
    """The file is no table, and why, in words for whoever chose it."""

    code = "file_cannot_be_read"
    title = "This file can't be read as a table"


class TagExists(Refusal):
    """The name is another tag's. `tag` tells which: the two can be merged."""

    code = "tag_exists"
    title = "There is a tag of that name already"


class TagIsGone(Refusal):
    """A tag that a job works on was merged or deleted by somebody else meanwhile."""

    code = "tag_is_gone"
    title = "The tag exists no more: somebody has merged or deleted it"
