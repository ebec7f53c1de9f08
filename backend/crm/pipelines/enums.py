"""The states and sorts of what the pipelines room keeps."""

from django.db.models import TextChoices


class Status(TextChoices):
    """Whether an opportunity is still worked on, and how it ended."""

    OPEN = "open", "Open"
    WON = "won", "Won"
    LOST = "lost", "Lost"
    ABANDONED = "abandoned", "Abandoned"


CLOSED = (Status.WON, Status.LOST, Status.ABANDONED)


class Source(TextChoices):
    """What an opportunity came from."""

    MANUAL = "manual", "Manual"
    FORM = "form", "Form"
    WORKFLOW = "workflow", "Workflow"
    IMPORT = "import", "Import"
    API = "api", "API"


class RequiredField(TextChoices):
    """What a stage can ask for before an opportunity enters it."""

    VALUE = "value", "Value"
    EXPECTED_CLOSE_ON = "expected_close_on", "Expected close date"
    CONTACT = "contact", "Contact"
    COMPANY = "company", "Company"
    ASSIGNED_USER = "assigned_user", "Assigned user"
    NEXT_STEP = "next_step", "Next step"


class StageColor(TextChoices):
    """The colours of stages: the eight that tags have."""

    IRIS = "iris", "Iris"
    TEAL = "teal", "Teal"
    AMBER = "amber", "Amber"
    RED = "red", "Red"
    BLUE = "blue", "Blue"
    VIOLET = "violet", "Violet"
    LIME = "lime", "Lime"
    ORANGE = "orange", "Orange"


class OpportunitySort(TextChoices):
    """The orders of the list of opportunities."""

    NEWEST = "-created_at", "Newest first"
    OLDEST = "created_at", "Oldest first"
    TITLE = "title", "Title"
    TITLE_DOWN = "-title", "Title, from the end"
    CHANGED = "-updated_at", "Changed last first"
    VALUE = "-value", "Largest value first"
    VALUE_UP = "value", "Smallest value first"
    CLOSING = "expected_close_on", "Closing soonest first"
    # The trash's own.
    ARCHIVED = "-archived_at", "Archived last first"
