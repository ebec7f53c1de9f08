"""What happens to templates. What they say stands in their versions, not in the journal."""

from crm.journal.catalogue import Event, Kind

TEMPLATES = Kind("template", "Templates")


class _OfTemplate(Event, kw_only=True, frozen=True):
    """Base of what happens to a template."""

    is_registered = False

    template: str


class TemplateCreated(_OfTemplate, kw_only=True, frozen=True):
    """A template was written, or taken from the library."""

    name = "template.created"
    kind = TEMPLATES
    wording = "made the template {template}"
    subject = "template"
    is_registered = True


class TemplateChanged(_OfTemplate, kw_only=True, frozen=True):
    """A template was changed; `number` is the version that its text is in now, `fields` name what changed."""

    name = "template.changed"
    kind = TEMPLATES
    wording = "changed {what} of the template {template}"
    subject = "template"
    is_registered = True

    fields: list[str]
    number: int
    restored_number: int | None = None

    @property
    def what(self) -> str:
        """The names of what was changed."""
        if self.restored_number:
            return f"the text back to version {self.restored_number}"
        words = {"folder_id": "folder", "html": "text"}
        named = list(dict.fromkeys(words.get(field, field) for field in self.fields))
        return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named) or "nothing"


class TemplateArchived(_OfTemplate, kw_only=True, frozen=True):
    """A template was put into the trash: nobody is offered it any more, messages still name it."""

    name = "template.archived"
    kind = TEMPLATES
    wording = "moved the template {template} to the trash"
    subject = "template"
    is_registered = True


class TemplateRestored(_OfTemplate, kw_only=True, frozen=True):
    """A template came back out of the trash."""

    name = "template.restored"
    kind = TEMPLATES
    wording = "restored the template {template}"
    subject = "template"
    is_registered = True


class _OfFolder(Event, kw_only=True, frozen=True):
    """Base of what happens to a folder of templates."""

    is_registered = False

    folder: str


class TemplateFolderAdded(_OfFolder, kw_only=True, frozen=True):
    """A folder for templates was made."""

    name = "template.folder_added"
    kind = TEMPLATES
    wording = "made the folder {folder} for templates"
    subject = "template_folder"
    is_registered = True


class TemplateFolderRenamed(_OfFolder, kw_only=True, frozen=True):
    """A folder of templates has another name."""

    name = "template.folder_renamed"
    kind = TEMPLATES
    wording = "renamed the folder {former} of templates to {folder}"
    subject = "template_folder"
    is_registered = True

    former: str


class TemplateFolderRemoved(_OfFolder, kw_only=True, frozen=True):
    """A folder of templates was deleted; its templates stand in no folder since."""

    name = "template.folder_removed"
    kind = TEMPLATES
    wording = "deleted the folder {folder} of templates"
    subject = "template_folder"
    is_registered = True


class LetterheadChanged(Event, kw_only=True, frozen=True):
    """The organisation's name or postal address was changed, which marketing carries."""

    name = "template.letterhead_changed"
    kind = TEMPLATES
    wording = "changed the name and postal address that templates carry"
    subject = "letterhead"
    is_audited = True
