"""Takes one of two ways, by what is true at that moment."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field

from crm.conversations.selectors.texts import has_written_since
from crm.core.errors import InvalidInput
from crm.core.filters import read_filter
from crm.workflows.catalogue import Branch, Settings, StepKind, step_kind
from crm.workflows.engine.context import RunContext
from crm.workflows.engine.deals import deal_of
from crm.workflows.engine.looking import look, words_of_filter
from crm.workflows.engine.outcomes import Outcome, StepFailed
from crm.workflows.fields import widget
from crm.workflows.references import Names

WORDS_MOST = 200
ABOUT = {
    "contact": "the contact",
    "opportunity": "the opportunity",
    "reply": "whether they have replied",
}


@step_kind
class IfElse(StepKind):
    """Looked at when it is reached, on the records as they are then. The values seen stand in the log."""

    key = "if_else"
    label = "If / else"
    help = "Looks at the contact or the opportunity as they are at that moment, or whether the person has replied."
    icon = "arrows-split"
    group = "Flow"
    has_effect = False
    branches = (Branch("yes", "Yes"), Branch("no", "No"))

    class Config(Settings):
        """What is asked."""

        about: Literal["contact", "opportunity", "reply"] = Field(
            default="contact", title="Look at", json_schema_extra=widget("choice", labels=ABOUT)
        )
        filter: dict[str, Any] | None = Field(
            default=None, title="Conditions", json_schema_extra=widget("filter", **{"x-hide-if": {"about": "reply"}})
        )
        channel: Literal["any", "sms", "email"] = Field(
            default="any", title="By", json_schema_extra={"x-show-if": {"about": "reply"}}
        )

    def check(self, config: Any) -> Iterator[tuple[str, str]]:
        if config.about == "reply":
            return
        try:
            checked = read_filter(config.about, config.filter)
        except InvalidInput as wrong:
            yield "filter", " ".join((wrong.fields or {}).get("filter", ["Choose the conditions anew."]))
            return
        if checked is None:
            yield "filter", "Choose at least one condition."

    def words(self, config: Any, names: Names) -> str:
        if config.about == "reply":
            by = {"any": "", "sms": " by text message", "email": " by email"}[config.channel]
            return f"Have they replied{by} since the start?"
        asked = words_of_filter(config.about, config.filter)
        return f"{asked[:WORDS_MOST]}?" if asked else f"Do the conditions on {ABOUT[config.about]} hold?"

    def run(self, context: RunContext, config: Any) -> Outcome:
        if config.about == "reply":
            found = has_written_since(context.run.contact_id, context.run.started_at, config.channel)
            return _answer(found, [{"text": "Has replied since the start", "holds": found, "value": ""}])
        record = context.run.contact_id
        if config.about == "opportunity":
            deal = deal_of(context)
            if deal is None:
                return _answer(False, [{"text": "Has an open opportunity", "holds": False, "value": ""}])
            record = deal
        seen = look(context.actor, config.about, config.filter, record)
        if seen is None:
            raise StepFailed("The conditions name something that is gone. Choose them anew.")
        return _answer(seen.holds, [dict(one) for one in seen.conditions])

    def preview(self, context: RunContext, config: Any) -> Outcome:
        return self.run(context, config)


def _answer(holds: bool, seen: list[Mapping[str, Any]]) -> Outcome:
    return Outcome(words="Yes." if holds else "No.", branch="yes" if holds else "no", seen=seen)
