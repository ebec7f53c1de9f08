"""What happens to pipelines, stages and opportunities, as timelines tell it."""

from crm.journal.catalogue import Change, Event, Kind

CREATING = Kind("created", "Created")
EDITING = Kind("field", "Edits")
ARCHIVING = Kind("archive", "Archive")
MOVING = Kind("opportunity", "Opportunities")
PIPELINES = Kind("pipeline", "Pipelines")

FIELD_LABELS = {
    "title": "title",
    "value": "value",
    "expected_close_on": "expected close date",
    "assigned_user": "assigned user",
    "contact": "contact",
    "company": "company",
    "source": "source",
    "notes": "notes",
    "next_step": "next step",
    "next_step_on": "date of the next step",
}


def name_fields(fields: list[str]) -> str:
    """`title, value and source`."""
    labels = [FIELD_LABELS.get(field, field) for field in fields]
    return " and ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)


class PipelineCreated(Event, kw_only=True, frozen=True):
    """A pipeline came to be."""

    name = "pipeline.created"
    kind = PIPELINES
    wording = "created the pipeline {title}"
    subject = "pipeline"

    title: str


class PipelineUpdated(Event, kw_only=True, frozen=True):
    """A pipeline was renamed, or the order of pipelines changed."""

    name = "pipeline.updated"
    kind = PIPELINES
    wording = "changed the pipeline {title}"
    subject = "pipeline"

    title: str
    fields: dict[str, Change]

    def changes(self) -> dict[str, Change]:
        return self.fields


class PipelineDeleted(Event, kw_only=True, frozen=True):
    """An empty pipeline was deleted, with its stages."""

    name = "pipeline.deleted"
    kind = PIPELINES
    wording = "deleted the pipeline {title}"
    subject = "pipeline"

    title: str


class StageCreated(Event, kw_only=True, frozen=True):
    """A stage was added to a pipeline."""

    name = "stage.created"
    kind = PIPELINES
    wording = "added the stage {title}"
    subject = "stage"

    title: str
    pipeline_id: int


class StageUpdated(Event, kw_only=True, frozen=True):
    """A stage was renamed, got other rules, or another place."""

    name = "stage.updated"
    kind = PIPELINES
    wording = "changed the stage {title}"
    subject = "stage"

    title: str
    pipeline_id: int
    fields: dict[str, Change]

    def changes(self) -> dict[str, Change]:
        return self.fields


class StageDeleted(Event, kw_only=True, frozen=True):
    """A stage was deleted. What stood there has moved in the same change."""

    name = "stage.deleted"
    kind = PIPELINES
    wording = "deleted the stage {title}"
    subject = "stage"

    title: str
    pipeline_id: int
    moved_to_id: int | None = None


class StageReordered(Event, kw_only=True, frozen=True):
    """A card got another place in its stage."""

    name = "stage.reordered"
    kind = PIPELINES
    wording = "put a card in another place of the stage"
    subject = "stage"

    opportunity_id: int


class OpportunityEvent(Event, kw_only=True, frozen=True):
    """Stands in for what all events of opportunities share; never published itself."""

    name = "opportunity.event"
    kind = MOVING
    wording = "did something to the opportunity {title}"
    subject = "opportunity"
    is_registered = False

    title: str
    contact_id: int | None = None
    company_id: int | None = None

    @property
    def contact(self) -> int | None:
        return self.contact_id

    @property
    def company(self) -> int | None:
        return self.company_id


class OpportunityCreated(OpportunityEvent, kw_only=True, frozen=True):
    """An opportunity came to be."""

    name = "opportunity.created"
    kind = MOVING
    wording = "created the opportunity {title} in {stage}"
    is_registered = True

    stage: str
    stage_id: int


class OpportunityUpdated(OpportunityEvent, kw_only=True, frozen=True):
    """Fields of an opportunity were changed. `version` is the opportunity's version since then."""

    name = "opportunity.updated"
    kind = EDITING
    wording = "changed {what} of the opportunity {title}"
    labels = {field: label.capitalize() for field, label in FIELD_LABELS.items()}
    is_registered = True

    version: int
    fields: dict[str, Change]

    @property
    def what(self) -> str:
        """The changed fields as a person names them."""
        return name_fields(list(self.fields))

    def changes(self) -> dict[str, Change]:
        return self.fields


class OpportunityMoved(OpportunityEvent, kw_only=True, frozen=True):
    """An opportunity went to another stage, maybe of another pipeline. Ranks are decimal numbers as text."""

    name = "opportunity.moved"
    kind = MOVING
    wording = "moved the opportunity {title} from {before} to {after}"
    is_registered = True

    before: str
    before_id: int
    before_rank: str
    after: str
    after_id: int
    pipeline_before_id: int
    pipeline_after_id: int
    version: int


class OpportunityClosed(OpportunityEvent, kw_only=True, frozen=True):
    """An opportunity was won, lost or given up."""

    name = "opportunity.closed"
    kind = MOVING
    wording = "marked the opportunity {title} as {status}{because}"
    is_registered = True

    status: str
    reason: str
    version: int
    fields: dict[str, Change]

    @property
    def because(self) -> str:
        """The reason, as the end of a sentence."""
        return f" ({self.reason})" if self.reason else ""

    def changes(self) -> dict[str, Change]:
        return {field: change for field, change in self.fields.items() if field in FIELD_LABELS}


class OpportunityReopened(OpportunityEvent, kw_only=True, frozen=True):
    """A closed opportunity is worked on again."""

    name = "opportunity.reopened"
    kind = MOVING
    wording = "reopened the opportunity {title}"
    is_registered = True

    status_before: str
    version: int
    fields: dict[str, Change]


class OpportunityArchived(OpportunityEvent, kw_only=True, frozen=True):
    """An opportunity was moved to the trash."""

    name = "opportunity.archived"
    kind = ARCHIVING
    wording = "archived the opportunity {title}"
    is_registered = True


class OpportunityRestored(OpportunityEvent, kw_only=True, frozen=True):
    """An opportunity came back from the trash."""

    name = "opportunity.restored"
    kind = ARCHIVING
    wording = "restored the opportunity {title}"
    is_registered = True


class OpportunityDeleted(Event, kw_only=True, frozen=True):
    """An opportunity was destroyed for good."""

    name = "opportunity.deleted"
    kind = ARCHIVING
    wording = "deleted opportunity {subject_id} for good"
    subject = "opportunity"
    is_audited = True


class OpportunityContactAdded(OpportunityEvent, kw_only=True, frozen=True):
    """A further person has a part in the opportunity. Stands in that person's timeline."""

    name = "opportunity.contact_added"
    kind = MOVING
    wording = "added {person} to the opportunity {title}{part}"
    is_registered = True

    person: str
    role: str

    @property
    def part(self) -> str:
        """The role, as the end of a sentence."""
        return f" as {self.role}" if self.role else ""


class OpportunityContactRemoved(OpportunityEvent, kw_only=True, frozen=True):
    """A further person has no part in the opportunity any more."""

    name = "opportunity.contact_removed"
    kind = MOVING
    wording = "removed {person} from the opportunity {title}"
    is_registered = True

    person: str
    role: str
