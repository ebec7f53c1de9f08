"""Taking many changes of opportunities back at once, each by the rules of a single undo."""

import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction

from crm.core.access import Actor, Permission, requires
from crm.core.errors import Refusal
from crm.journal.publishing import Published
from crm.journal.sets import sentence_of, undoes_many
from crm.pipelines.events import (
    OpportunityArchived,
    OpportunityClosed,
    OpportunityMoved,
    OpportunityReopened,
    OpportunityRestored,
    OpportunityUpdated,
)
from crm.pipelines.services.stages import lock_stages
from crm.pipelines.services.stored import lock_opportunities
from crm.pipelines.undo import undo_opportunity_change


@undoes_many(
    OpportunityMoved,
    OpportunityUpdated,
    OpportunityClosed,
    OpportunityReopened,
    OpportunityArchived,
    OpportunityRestored,
)
@requires(Permission.OPPORTUNITIES_WRITE)
def undo_opportunity_changes(
    *, actor: Actor, changes: Mapping[uuid.UUID, Sequence[Published]]
) -> Mapping[uuid.UUID, str]:
    """Takes the changes back, newest first; says of those that could not be why. Publishes what each undo publishes."""
    events = [published.event for several in changes.values() for published in several]
    # All stages before all cards, as whoever moves one does: two such jobs can't wait for each other.
    lock_stages([event.before_id for event in events if isinstance(event, OpportunityMoved)])
    lock_opportunities(actor, [event.subject_id for event in events if event.subject_id])
    reasons: dict[uuid.UUID, str] = {}
    for change_id, several in changes.items():
        try:
            with transaction.atomic():
                undo_opportunity_change(actor=actor, events=several, change_id=uuid.uuid4(), undoes=change_id)
        except Refusal as refusal:
            reasons[change_id] = sentence_of(refusal)
    return reasons
