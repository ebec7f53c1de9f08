"""Measuring a text before it is sent."""

from crm.conversations.segments import Measure, measure
from crm.core.access import Actor, Permission, requires


@requires(Permission.CONVERSATIONS_READ)
def measure_text(*, actor: Actor, text: str) -> Measure:
    """In how many parts a text message is sent, and which characters make it more."""
    return measure(text)
