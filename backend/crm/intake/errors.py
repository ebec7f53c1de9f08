"""What the intake room refuses."""

from crm.core.errors import Refusal


class ChangedMeanwhile(Refusal):
    """Somebody has saved it since it was read."""

    code = "changed_meanwhile"
    title = "Somebody else has changed this form meanwhile. Look at it anew"


class FormIsArchived(Refusal):
    """What is in the trash takes nothing in and is not changed."""

    code = "form_is_archived"
    title = "This form is in the trash. Restore it first"


class SubmissionIsDone(Refusal):
    """A contact was made of it already."""

    code = "submission_is_done"
    title = "This submission was taken in already"


class TooMany(Refusal):
    """More than the form takes in a minute."""

    status = 429
    code = "too_many"
    title = "Too many submissions. Try again in a minute"


class NotSigned(Refusal):
    """The form has a secret, and the signature is missing or wrong."""

    status = 403
    code = "not_signed"
    title = "This submission is not signed as it should be"


class TooLarge(Refusal):
    """More than a form may hold."""

    status = 413
    code = "too_large"
    title = "A submission may have 256 kB at the most"


class PostOnly(Refusal):
    """Nothing is to be read here."""

    status = 405
    code = "post_only"
    title = "Only POST is answered here"
