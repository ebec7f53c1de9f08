"""Who else a mail goes to: their addresses, and what the gate says of each of them."""

from collections.abc import Sequence

import msgspec

from crm.consent.enums import Channel
from crm.consent.gate import Ground, Verdict
from crm.contacts.services import clean_email
from crm.core.values import Refused

COPIES_MOST = 20
ADDRESS_MOST = 254


def clean_copies(typed: Sequence[str], channel: Channel) -> tuple[list[str], dict[str, list[str]]]:
    """The addresses, each once, in lower case and in their order; and what is wrong with what was typed, by field."""
    wrong: list[str] = []
    kept: dict[str, None] = {}
    if typed and channel is Channel.SMS:
        return [], {"cc": ["A text message goes to one person."]}
    if len(typed) > COPIES_MOST:
        return [], {"cc": [f"A mail goes to {COPIES_MOST} copies at most."]}
    for one in typed:
        try:
            address = clean_email(one).lower()
        except Refused:
            # The line of somebody's program may be long: what is quoted is enough to find it by.
            wrong.append(f"“{one.strip()[:80]}” does not look like an email address.")
            continue
        if address:
            kept[address] = None
    return list(kept), {"cc": wrong} if wrong else {}


def with_copies(verdict: Verdict, copies: Sequence[tuple[str, Verdict]]) -> Verdict:
    """One verdict on the mail: the strictest counts, and what is said of a copy names its address."""
    if not copies:
        return verdict
    verdicts = [verdict, *(one for _, one in copies)]
    refusals = [one for one in verdicts if one.answer == "no"]
    held = [one.hold_until for one in verdicts if one.hold_until is not None]
    is_held = not refusals and any(one.answer == "hold" for one in verdicts)
    return msgspec.structs.replace(
        verdict,
        answer="no" if refusals else "hold" if is_held else "yes",
        hold_until=max(held, default=None) if is_held else None,
        reasons=[*verdict.reasons, *(_named(address, one) for address, of in copies for one in of.reasons)],
        warnings=[*verdict.warnings, *(_named(address, one) for address, of in copies for one in of.warnings)],
        can_override=bool(refusals) and all(one.can_override for one in refusals),
    )


def _named(address: str, ground: Ground) -> Ground:
    return msgspec.structs.replace(ground, text=f"Copy to {address}: {ground.text}")
