"""What the journal refuses."""

from crm.core.errors import InvalidInput, NotFound, Refusal


class NothingToUndo(NotFound):
    """The change is unknown, or none of what it did can be taken back."""

    code = "nothing_to_undo"
    title = "There is nothing here that can be undone"


class AlreadyUndone(Refusal):
    """The change has been taken back before. Its undo can be undone in turn."""

    code = "already_undone"
    title = "This was undone already"


class EditConflict(Refusal):
    """Somebody else changed the same field since. `conflict` holds both values and the one that was seen."""

    code = "edit_conflict"
    title = "Somebody else changed this at the same time"


class UndoConflict(Refusal):
    """A value has changed since. `fields` says which, and by whom: nothing is overwritten unseen."""

    code = "undo_conflict"
    title = "This can't be undone: it has been changed since"


class UnknownKind(InvalidInput):
    """A timeline was asked for a kind of event that does not exist."""

    code = "unknown_kind"
    title = "There is no such kind of event"


class DeliveryNotFailed(Refusal):
    """Only a delivery that has failed can be tried again."""

    code = "delivery_not_failed"
    title = "Only a delivery that has failed can be tried again"
