"""What a message must carry to be marketing that may leave: a way out, and in a mail the sender's postal address.

The gate knows addresses and not words; these grounds are added to its verdict where a message is written.
"""

import re

import msgspec
from django.conf import settings

from crm.consent.addresses import normal_address
from crm.consent.enums import Channel, Purpose
from crm.consent.gate import Ground, Verdict
from crm.consent.links import read_token
from crm.conversations.mail_text import plain_of_ours
from crm.conversations.selectors.template_values import house_words
from crm.conversations.sending.writing import Words
from crm.conversations.templating.checks import STOP_WORDS

_NO_WAY_OUT = {
    # 15 U.S.C. 7704(a)(3) and (5)(A)(ii): a working way to opt out, and a notice of it.
    Channel.EMAIL: Ground(
        code="no_unsubscribe",
        text="News and offers by email need a way out, and this has none for this person.",
        act="Use a template with {{unsubscribe_link}}.",
    ),
    # CTIA, Messaging Principles and Best Practices, 5.1.3: opt-out instructions.
    Channel.SMS: Ground(
        code="no_stop",
        text="News and offers by text message say how to stop them, and this does not.",
        act="Add “Reply STOP to opt out”.",
    ),
}
# 15 U.S.C. 7704(a)(5)(A)(iii): a valid physical postal address of the sender.
_NO_ADDRESS = Ground(
    code="no_postal_address",
    text="News and offers by email need your postal address, and this does not name it.",
    act="Use a template with {{our_address}}.",
)
# A link to unsubscribe is of one person, who would be taken off by whoever gets the copy.
_COPIES = Ground(
    code="copies_of_marketing",
    text="News and offers go to one person at a time: whoever gets a copy would have no way out of their own.",
    act="Take the copies out, or write to each of them.",
)
_ADDRESS_UNKNOWN = Ground(
    code="postal_address_unknown",
    text="News and offers by email need your postal address, which nobody has entered yet.",
    act="Enter it once under Settings → Templates.",
)


def with_what_marketing_lacks(verdict: Verdict, words: Words, address: str) -> Verdict:
    """The gate's verdict on a message to `address`, with the grounds that its own words give. None is overridden."""
    is_marketing = words.purpose is Purpose.MARKETING
    lacking = [*([_COPIES] if words.cc else []), *_lacks(words, address)] if is_marketing else []
    if not lacking:
        return verdict
    reasons = [*(verdict.reasons if verdict.answer == "no" else []), *lacking]
    return msgspec.structs.replace(verdict, answer="no", hold_until=None, reasons=reasons, can_override=False)


def _lacks(words: Words, address: str) -> list[Ground]:
    if words.channel is Channel.SMS:
        return [] if STOP_WORDS.search(words.text) else [_NO_WAY_OUT[Channel.SMS]]
    # Of two parts a mail program shows one: what is asked for stands in both.
    parts = [part for part in (words.html, words.text) if part]
    lacking = [] if all(_leads_out(part, address) for part in parts) else [_NO_WAY_OUT[Channel.EMAIL]]
    ours = _letters(house_words()["our_address"])
    if not ours:
        return [*lacking, _ADDRESS_UNKNOWN]
    plain = [plain_of_ours(words.html)] * bool(words.html) + [words.text]
    return lacking if all(ours in _letters(part) for part in plain) else [*lacking, _NO_ADDRESS]


def _leads_out(part: str, address: str) -> bool:
    """Whether a link stands there that takes this address off, and not somebody else's."""
    links = re.findall(rf"{re.escape(settings.PUBLIC_URL)}/(?:unsubscribe|preferences)/([\w-]+)", part)
    owners = {link.address for link in map(read_token, links) if link is not None}
    return normal_address(Channel.EMAIL, address) in owners


def _letters(text: str) -> str:
    """Letters and digits alone: an address is the same in one line and in four."""
    return "".join(char for char in text.casefold() if char.isalnum())
