"""Templates of the demo: some of the library, in folders, with the words that are typed for them."""

from crm.conversations.services.template_folders import create_template_folder, save_signature, update_letterhead
from crm.conversations.services.templates import clone_library_template, update_template
from crm.core.access import Actor

_FOLDERS = {
    "Sales": {
        "introduction_email": "hello", "introduction_sms": "hello", "follow_up_email": "talk", "no_reply_sms": "nudge",
        "quote_email": "quote",
    },
    "Service": {
        "appointment_confirmed_sms": "booked", "reminder_sms": "tomorrow", "invoice_email": "invoice",
        "thanks_sms": "thanks",
    },
    "News": {"win_back_email": "", "review_sms": ""},
}  # fmt: skip


def fill(*, administrator: Actor, user: Actor) -> int:
    """Makes the templates and what they carry; how many."""
    made = 0
    for folder, keys in _FOLDERS.items():
        folder_id = create_template_folder(actor=administrator, name=folder).id
        for key, shortcut in keys.items():
            template = clone_library_template(actor=administrator, key=key, folder_id=folder_id)
            update_template(
                actor=administrator, template_id=template.id, version=template.version, changes={"shortcut": shortcut}
            )
            made += 1
    update_letterhead(
        actor=administrator, version=0, name="Kith & Company", address="12 Harbour Street\nPortland, ME 04101"
    )
    for person in (administrator, user):
        save_signature(actor=person, text=f"{person.name}\nKith & Company")
    return made
