"""Hands the contact, their opportunity or their conversation to a colleague."""

from collections.abc import Iterator
from typing import Any, Literal

from django.db import connection
from pydantic import Field

from crm.accounts.selectors import active_users, names_of
from crm.bulk.enums import OutcomeState
from crm.contacts.services.batches import assign_contacts
from crm.conversations.services import assign_conversation, open_conversation
from crm.pipelines.services.batches import assign_opportunities
from crm.workflows.catalogue import Settings, StepKind, step_kind
from crm.workflows.engine.context import RunContext
from crm.workflows.engine.deals import deal_of
from crm.workflows.engine.outcomes import Outcome, StepFailed
from crm.workflows.fields import UserId, widget
from crm.workflows.references import Names

WHAT = {"contact": "the contact", "opportunity": "the opportunity", "conversation": "the conversation"}


@step_kind
class Assign(StepKind):
    """To one colleague, or to several in turn. Who may not sign in any more is passed over."""

    key = "assign"
    label = "Assign"
    help = "To one colleague, or to several in turn."
    icon = "user-check"
    group = "Contact"

    class Config(Settings):
        """What, and to whom."""

        what: Literal["contact", "opportunity", "conversation"] = Field(
            default="contact", title="What", json_schema_extra=widget("choice", labels=WHAT)
        )
        user_ids: list[UserId] = Field(
            default=[], title="To", description="Several take turns.", max_length=50,
            json_schema_extra=widget("user"),
        )  # fmt: skip
        only_if_nobody: bool = Field(default=False, title="Only where nobody has it yet")

    def check(self, config: Any) -> Iterator[tuple[str, str]]:
        if not config.user_ids:
            yield "user_ids", "Choose at least one colleague."

    def words(self, config: Any, names: Names) -> str:
        people = [names.of("user", user_id) for user_id in config.user_ids]
        return f"Assign {WHAT[config.what]} to {' or '.join(people[:3])}{' …' if len(people) > 3 else ''}"

    def run(self, context: RunContext, config: Any) -> Outcome:
        contact_id = context.run.contact_id
        if config.only_if_nobody and config.what == "contact" and context.contact.assigned_user:
            return Outcome(words=f"Nothing changed: {context.contact.assigned_user.name} has the contact.")
        user_id = _whose_turn(context, config)
        if config.what == "conversation":
            conversation = open_conversation(actor=context.actor, contact_id=contact_id)
            assign_conversation(actor=context.actor, conversation_id=conversation.id, user_id=user_id)
        elif config.what == "opportunity":
            deal = deal_of(context)
            if deal is None:
                raise StepFailed("This contact has no open opportunity.")
            _check(assign_opportunities(actor=context.actor, opportunity_ids=[deal], user_id=user_id).get(deal))
        else:
            _check(assign_contacts(actor=context.actor, contact_ids=[contact_id], user_id=user_id).get(contact_id))
        name = names_of([user_id]).get(user_id, "")
        return Outcome(words=f"{WHAT[config.what].capitalize()} went to {name}.", output={"user_id": user_id})

    def preview(self, context: RunContext, config: Any) -> Outcome:
        names = names_of(config.user_ids)
        return Outcome(words=f"{WHAT[config.what].capitalize()} would go to {' or '.join(names.values())}.")


def _check(found: Any) -> None:
    if found is None or found.state is OutcomeState.REFUSED:
        raise StepFailed(found.reason if found else "The record is gone.")


def _whose_turn(context: RunContext, config: Any) -> int:
    present = active_users(config.user_ids)
    willing = [user_id for user_id in config.user_ids if user_id in present]
    if not willing:
        raise StepFailed("None of these colleagues may sign in any more.")
    if len(willing) == 1:
        return int(willing[0])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workflows_workflow SET turns = turns + 1 WHERE id = %s RETURNING turns", [context.run.workflow_id]
        )
        (turn,) = cursor.fetchone() or (1,)
    return int(willing[(turn - 1) % len(willing)])
