"""What the bulk room refuses."""

from crm.core.errors import InvalidInput, NotFound, Refusal


class NothingSelected(InvalidInput):
    """There is no record that the job could be about."""

    code = "nothing_selected"
    title = "No record is selected"


class SelectionChanged(Refusal):
    """Many more or fewer records match than the person was shown. `count` says how many do now."""

    code = "selection_changed"
    title = "The selection has changed since it was counted"


class JobIsOver(Refusal):
    """What has ended can't be cancelled."""

    code = "job_is_over"
    title = "This job has ended already"


class JobCannotBeUndone(Refusal):
    """An export changed nothing; what is under way must end first; what was undone is not undone twice."""

    code = "job_cannot_be_undone"
    title = "This job can't be undone"


class FileIsGone(NotFound):
    """The job made no file, or its time is over."""

    code = "file_is_gone"
    title = "This file is here no more. Files are kept for seven days; export again"


class TooManyJobs(Refusal):
    """So many jobs of one person wait or run that another would only make all of them slower."""

    status = 429
    code = "too_many_jobs"
    title = "Too many of your jobs are under way. Wait until some of them have ended"
