"""What happens to workflows and their runs, as timelines tell it."""

from crm.journal.catalogue import Event, Kind

WORKFLOWS = Kind("workflow", "Workflows")


class _OfWorkflow(Event, kw_only=True, frozen=True):
    """Base of what people do to workflows: it stands in the audit log."""

    is_registered = False
    is_audited = True

    workflow: str


class WorkflowCreated(_OfWorkflow, kw_only=True, frozen=True):
    """A workflow came to be."""

    name = "workflow.created"
    kind = WORKFLOWS
    wording = "created the workflow {workflow}"
    subject = "workflow"
    is_registered = True


class WorkflowUpdated(_OfWorkflow, kw_only=True, frozen=True):
    """A workflow was renamed, described or given to somebody. Drafts are saved without a word of it."""

    name = "workflow.updated"
    kind = WORKFLOWS
    wording = "changed the workflow {workflow}"
    subject = "workflow"
    is_registered = True

    fields: list[str]


class WorkflowActivated(_OfWorkflow, kw_only=True, frozen=True):
    """A version of a workflow went live."""

    name = "workflow.activated"
    kind = WORKFLOWS
    wording = "activated version {number} of the workflow {workflow}"
    subject = "workflow"
    is_registered = True

    number: int


class WorkflowPaused(_OfWorkflow, kw_only=True, frozen=True):
    """A workflow starts nothing any more, and what was under way is held."""

    name = "workflow.paused"
    kind = WORKFLOWS
    wording = "paused the workflow {workflow}"
    subject = "workflow"
    is_registered = True


class WorkflowResumed(_OfWorkflow, kw_only=True, frozen=True):
    """A paused workflow goes on."""

    name = "workflow.resumed"
    kind = WORKFLOWS
    wording = "resumed the workflow {workflow}"
    subject = "workflow"
    is_registered = True


class WorkflowArchived(_OfWorkflow, kw_only=True, frozen=True):
    """A workflow went to the trash: it starts nothing, and what was under way is held."""

    name = "workflow.archived"
    kind = WORKFLOWS
    wording = "moved the workflow {workflow} to the trash"
    subject = "workflow"
    is_registered = True


class WorkflowRestored(_OfWorkflow, kw_only=True, frozen=True):
    """A workflow came back from the trash, paused or as a draft."""

    name = "workflow.restored"
    kind = WORKFLOWS
    wording = "restored the workflow {workflow}"
    subject = "workflow"
    is_registered = True


class WorkflowRunsMoved(_OfWorkflow, kw_only=True, frozen=True):
    """People under way in one version go on in another."""

    name = "workflow.runs_moved"
    kind = WORKFLOWS
    wording = "moved {count} people of the workflow {workflow} from version {before} to version {after}"
    subject = "workflow"
    is_registered = True

    count: int
    before: int
    after: int


class _OfRun(Event, kw_only=True, frozen=True):
    """Base of what becomes of a run: it stands in the person's timeline."""

    is_registered = False

    contact_id: int
    workflow_id: int
    workflow: str

    @property
    def contact(self) -> int:
        return self.contact_id


class RunStarted(_OfRun, kw_only=True, frozen=True):
    """Somebody was taken into a workflow."""

    name = "run.started"
    kind = WORKFLOWS
    wording = "started the workflow {workflow}"
    subject = "run"
    is_registered = True


class RunFailed(_OfRun, kw_only=True, frozen=True):
    """A run can't go on by itself. Why, stands with its step."""

    name = "run.failed"
    kind = WORKFLOWS
    wording = "could not go on with the workflow {workflow}: {step}"
    subject = "run"
    is_registered = True

    step: str


class RunCancelled(_OfRun, kw_only=True, frozen=True):
    """Somebody has taken a person out of a workflow."""

    name = "run.cancelled"
    kind = WORKFLOWS
    wording = "took this person out of the workflow {workflow}"
    subject = "run"
    is_registered = True


class RunWaitSkipped(_OfRun, kw_only=True, frozen=True):
    """Somebody has cut a wait short."""

    name = "run.wait_skipped"
    kind = WORKFLOWS
    wording = "cut a wait of the workflow {workflow} short"
    subject = "run"
    is_registered = True


class RunReplayed(_OfRun, kw_only=True, frozen=True):
    """Somebody had a run done again."""

    name = "run.replayed"
    kind = WORKFLOWS
    wording = "replayed the workflow {workflow}"
    subject = "run"
    is_registered = True

    run_id: int
