"""The gate: whether somebody may be messaged, for what, now. Nothing leaves without having asked here (docs/rules.md).

Room `conversations` asks when a message is written and again when it leaves. `may_send` reads; nothing is kept of it
but by whoever asks.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from crm.consent.enums import Purpose
from crm.consent.grounds import Ground
from crm.consent.models import SentMark
from crm.consent.reading import hash_of, known_of, tidy
from crm.consent.weighing import Ask, Verdict, weigh
from crm.core.access import Actor, Permission, requires

__all__ = ["Ask", "Ground", "Verdict", "may_send", "may_send_many", "note_sent"]

# Of which what leaves is counted: the others have no rate.
COUNTED = frozenset({Purpose.MARKETING})


@requires(Permission.CONTACTS_READ)
def may_send(*, actor: Actor, ask: Ask, override: bool = False) -> Verdict:
    """Whether a message may leave now, and why not. Four statements.

    `override`: whoever writes to one person has seen what stands against it and sends all the same; it counts where the
    ground says `can_override`, and nowhere else. That it was used is kept with the message, by who sends.
    """
    ask = tidy(ask)
    return weigh(ask, known_of([ask])[0], override=override)


@requires(Permission.CONTACTS_READ)
def may_send_many(*, actor: Actor, asks: Sequence[Ask], override: bool = False) -> list[Verdict]:
    """As `may_send`, for each of `asks` in their order, in as many statements as for one."""
    tidied = [tidy(ask) for ask in asks]
    return [weigh(ask, known, override=override) for ask, known in zip(tidied, known_of(tidied), strict=True)]


@requires(Permission.MESSAGES_SEND)
@transaction.atomic
def note_sent(*, actor: Actor, ask: Ask) -> None:
    """Counts what has just left at `ask.at`, once for each moment. Publishes nothing: the message is what is told.

    For room `conversations` alone, which calls it where the provider has taken the message.
    """
    ask = tidy(ask)
    if ask.purpose not in COUNTED:
        return
    mark = SentMark(channel=ask.channel, hash=hash_of(ask), purpose=ask.purpose, at=ask.at)
    SentMark.objects.bulk_create([mark], ignore_conflicts=True)


def forget_sent(before: dt.datetime) -> int:
    """Deletes counts that no rate asks for any more. Returns how many."""
    deleted, _ = SentMark.objects.filter(at__lt=before).delete()
    return deleted
