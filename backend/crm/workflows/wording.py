"""Texts of steps with variables in them, in the language of templates."""

from collections.abc import Iterator

from crm.consent.enums import Channel
from crm.conversations.selectors.template_values import values_for
from crm.conversations.templating.language import placeholders
from crm.conversations.templating.rendering import TemplateWords, render
from crm.conversations.templating.variables import VARIABLES
from crm.workflows.engine.context import RunContext
from crm.workflows.engine.outcomes import StepFailed


def faults_of_text(text: str) -> Iterator[str]:
    """What is wrong with the variables of a text that nobody looks at before it is used."""
    for one in placeholders(text):
        if one.is_question:
            yield f"Nobody is there to fill in {one.name[1:] or 'a gap'} when the step is carried out."
        elif one.name not in VARIABLES:
            yield f"There is no variable called {one.name}."


def filled_block(context: RunContext, text: str) -> str:
    """The text for the run's person. Raises `StepFailed` where a variable has neither a value nor a fallback."""
    if "{{" not in text:
        return text
    whom = values_for(context.actor, channel=Channel.SMS, contact_id=context.run.contact_id)
    rendered = render(TemplateWords(subject="", text=text, html=""), whom.values, typed={}, whom=whom.name)
    if rendered.missing:
        names = ", ".join(one.name for one in rendered.missing)
        raise StepFailed(f"Nothing is known to fill in for {names}. Give it a word to fall back on.")
    return rendered.text


def filled_line(context: RunContext, text: str) -> str:
    """As `filled_block`, in one line."""
    return " ".join(filled_block(context, text).split())
