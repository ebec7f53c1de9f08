"""What the conversations room refuses."""

from crm.core.errors import Refusal


class FileTooLarge(Refusal):
    """A file is larger than a message may carry."""

    status = 413
    code = "file_too_large"
    title = "This file is larger than 25 MB"


class FileNotHere(Refusal):
    """A file was not fetched yet, or could not be."""

    code = "file_not_here"
    title = "This file is not here"


class PayloadIsWaiting(Refusal):
    """What has yet to be read is not read again."""

    code = "payload_is_waiting"
    title = "This has not been read yet. It will be by itself"


class PayloadIsGone(Refusal):
    """What was posted was deleted since: it is kept for a month, or held somebody who was erased."""

    code = "payload_is_gone"
    title = "What was posted is no longer kept"


class ChannelInUse(Refusal):
    """Messages were sent or received by it, and name it for ever."""

    code = "channel_in_use"
    title = "Messages were sent or received by this channel. Switch it off instead"


class SenderInUse(Refusal):
    """Messages were sent from it, and name it for ever."""

    code = "sender_in_use"
    title = "Messages were sent from here. Switch it off instead"


class ChangedMeanwhile(Refusal):
    """Somebody has saved it since it was read."""

    code = "changed_meanwhile"
    title = "Somebody else has changed this meanwhile. Look at it again before you save"


class SendRefused(Refusal):
    """The gate says no. `verdict` says why; `message_id` is the message as it stands in the thread, not sent."""

    code = "send_refused"
    title = "This may not be sent"


class ContactInTrash(Refusal):
    """Nobody writes to somebody in the trash."""

    code = "contact_in_trash"
    title = "This person is in the trash. Restore them first"


class AlreadySent(Refusal):
    """It is on its way, or further: nothing can take it back."""

    code = "already_sent"
    title = "This has left already"


class NotToRetry(Refusal):
    """Only what was not delivered is sent again."""

    code = "not_to_retry"
    title = "Only a message that was not delivered can be sent again"


class MayBeSentTwice(Refusal):
    """It is not known whether it was sent, and whoever sends it again has to accept that it may come twice."""

    code = "may_be_sent_twice"
    title = "It isn't known whether this was sent. Sent again, it may arrive twice"


class TemplateNameTaken(Refusal):
    """Another template of the channel has come to be called so, or to have this shortcut."""

    code = "template_name_taken"
    title = "Another template has this name or shortcut by now. Rename that one first"


class NotForTests(Refusal):
    """A test goes to oneself or to a contact kept for tests, never to a customer."""

    code = "not_for_tests"
    title = "A test goes to your own address, or to a contact with the tag Test"
