"""What imports refuse."""

from crm.core.errors import Refusal


class ImportIsUnderWay(Refusal):
    """While a worker is at it, nothing of an import is changed."""

    code = "import_is_under_way"
    title = "This import is under way. Wait for it, or cancel it"


class ImportIsOver(Refusal):
    """What has been loaded is not loaded another way afterwards."""

    code = "import_is_over"
    title = "This import is over. Upload the file again to import it another way"


class ImportNotPreviewed(Refusal):
    """A start needs a preview of exactly the present settings."""

    code = "import_not_previewed"
    title = "Look at the preview first: it tells what would happen with these settings"


class NothingToCancel(Refusal):
    """Nothing is under way."""

    code = "nothing_to_cancel"
    title = "This import is not under way"


class NothingIsMended(Refusal):
    """There is no mended row that waits to be run."""

    code = "nothing_is_mended"
    title = "No row of this import has been mended or decided since it ran"


class RowIsDone(Refusal):
    """A row that has been taken is a contact, and is changed there."""

    code = "row_is_done"
    title = "This row has been taken. Change the contact instead"


class ImportWasNotRun(Refusal):
    """There is nothing to take back."""

    code = "import_was_not_run"
    title = "This import has changed nothing that could be undone"
