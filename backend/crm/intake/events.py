"""What happens to forms; that one was filled in is told by `contacts.events.FormSubmitted`."""

from crm.contacts.events import FORMS
from crm.journal.catalogue import Event


class FormCreated(Event, kw_only=True, frozen=True):
    """A form was set up: an address that anybody may post to."""

    name = "form.created"
    kind = FORMS
    wording = "set up the form {form}"
    subject = "form"
    is_audited = True

    form: str


class FormChanged(Event, kw_only=True, frozen=True):
    """A form's settings were changed; which, without their values."""

    name = "form.changed"
    kind = FORMS
    wording = "changed the form {form}"
    subject = "form"
    is_audited = True

    form: str
    fields: list[str]
