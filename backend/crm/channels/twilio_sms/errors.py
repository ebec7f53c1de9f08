"""What Twilio's error codes mean: in plain words, with the right next act, and what they tell of the address.

Source: Twilio's error dictionary (twilio.com/docs/api/errors).
"""

from dataclasses import dataclass

from crm.conversations.enums import NextAct
from crm.conversations.port import Fact


@dataclass(frozen=True, slots=True)
class Meaning:
    """`fact` is the kind of `Fact`, empty when it tells nothing of the address."""

    text: str
    next_act: NextAct
    fact: str = ""


_BLOCKED = "carrier_block"
_UNREACHABLE = "unreachable_number"
MEANINGS: dict[str, Meaning] = {
    "11200": Meaning("Twilio could not fetch a file from this Kith.", NextAct.RETRY),
    "12300": Meaning("A file is of a sort that phones are not sent.", NextAct.FIX_TEXT),
    "20003": Meaning("Twilio does not know the channel's credentials.", NextAct.FIX_CHANNEL),
    "20005": Meaning("The Twilio account is not active.", NextAct.FIX_CHANNEL),
    "20404": Meaning("Twilio does not know this account.", NextAct.FIX_CHANNEL),
    "21211": Meaning("This is no phone number that Twilio can write to.", NextAct.FIX_ADDRESS, _UNREACHABLE),
    "21212": Meaning("The sender's number is not valid.", NextAct.FIX_CHANNEL),
    "21408": Meaning("The Twilio account may not write to this country.", NextAct.FIX_CHANNEL),
    "21606": Meaning("The sender's number is not one of this Twilio account's.", NextAct.FIX_CHANNEL),
    "21608": Meaning("A trial account writes to verified numbers only.", NextAct.FIX_CHANNEL),
    "21610": Meaning("They have told this sender to stop, by the carrier.", NextAct.OTHER_CHANNEL, _BLOCKED),
    "21611": Meaning("Too many messages wait with this sender.", NextAct.RETRY),
    "21612": Meaning("There is no way from this sender to this number.", NextAct.OTHER_CHANNEL),
    "21614": Meaning("This number does not take text messages.", NextAct.OTHER_CHANNEL, _UNREACHABLE),
    "21617": Meaning("The text is longer than 1,600 characters.", NextAct.FIX_TEXT),
    "21620": Meaning("Twilio could not make out where a file is.", NextAct.FIX_TEXT),
    "21623": Meaning("A text message carries ten files at most.", NextAct.FIX_TEXT),
    "21656": Meaning("Twilio does not take this text.", NextAct.FIX_TEXT),
    "21659": Meaning("The sender's number is not one of this Twilio account's.", NextAct.FIX_CHANNEL),
    "21660": Meaning("The sender's number belongs to another Twilio account.", NextAct.FIX_CHANNEL),
    "21703": Meaning("The messaging service has no number that can send this.", NextAct.FIX_CHANNEL),
    "30001": Meaning("Too many messages waited at Twilio.", NextAct.RETRY),
    "30002": Meaning("The Twilio account is suspended.", NextAct.FIX_CHANNEL),
    "30003": Meaning("The phone is switched off or out of reach.", NextAct.RETRY),
    "30004": Meaning("The number blocks messages.", NextAct.OTHER_CHANNEL, _BLOCKED),
    "30005": Meaning("The number does not exist any more.", NextAct.FIX_ADDRESS, _UNREACHABLE),
    "30006": Meaning(
        "The number is a landline, or its carrier takes no messages.", NextAct.OTHER_CHANNEL, _UNREACHABLE
    ),
    "30007": Meaning("The carrier has filtered this message as unwanted.", NextAct.FIX_TEXT),
    "30008": Meaning("The carrier did not say why.", NextAct.RETRY),
    "30019": Meaning("The files are larger than the carrier takes.", NextAct.FIX_TEXT),
    "30022": Meaning("Messages were sent faster than the carrier allows this sender.", NextAct.RETRY),
    "30023": Meaning("The day's most messages of this brand are sent.", NextAct.RETRY),
    "30032": Meaning("The toll-free number is not verified.", NextAct.FIX_CHANNEL),
    "30034": Meaning("The number is not registered for US messages (A2P 10DLC).", NextAct.FIX_CHANNEL),
    "63038": Meaning("The account's most messages of a day are sent.", NextAct.RETRY),
}


def meaning_of(code: str, told: str = "") -> Meaning:
    """What a code means; of one that is not known, what Twilio says itself."""
    known = MEANINGS.get(code)
    if known is not None:
        return known
    said = " ".join(told.split())[:200] or (f"Twilio names error {code}." if code else "Twilio does not say why.")
    return Meaning(said, NextAct.NONE)


def fact_of(code: str, address: str, *, sender_address: str = "") -> Fact | None:
    """What a code tells of the address it was sent to."""
    meaning = MEANINGS.get(code)
    if meaning is None or not meaning.fact:
        return None
    return Fact(kind=meaning.fact, address=address, code=code, text=meaning.text, sender_address=sender_address)
