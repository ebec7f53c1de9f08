"""What happens to the addresses that contacts have, as their timelines tell it."""

from datetime import datetime

from crm.contacts.imports.events import CONSENT
from crm.journal.catalogue import Event

_CHANNELS = {"email": "email", "sms": "text messages"}


def _quoted(words: str) -> str:
    return f" (“{words}”)" if words else ""


class OptedOut(Event, kw_only=True, frozen=True):
    """Somebody said that they want no more of it. `how` is keyword_out or unsubscribed; `stream` says from what."""

    name = "consent.opted_out"
    kind = CONSENT
    wording = "{what}"
    subject = "contact"

    channel: str
    address: str
    how: str
    stream: str = ""

    @property
    def what(self) -> str:
        """What was said, as a part of a sentence."""
        if self.how == "keyword_out":
            return f"noted that {self.address} answered STOP: no more {_CHANNELS.get(self.channel, self.channel)}"
        stream = "everything that is sent by itself" if self.stream == "all" else "news and offers"
        return f"noted that {self.address} unsubscribed from {stream}"


class OptedIn(Event, kw_only=True, frozen=True):
    """Somebody who had opted out wants to hear from us again. `how` is keyword_in or page_in."""

    name = "consent.opted_in"
    kind = CONSENT
    wording = "{what}"
    subject = "contact"

    channel: str
    address: str
    how: str

    @property
    def what(self) -> str:
        """What was said, as a part of a sentence."""
        said = "answered START" if self.how == "keyword_in" else "asked to hear from us again"
        return f"noted that {self.address} {said}"


class MarketingPaused(Event, kw_only=True, frozen=True):
    """Marketing waits: somebody asked for a pause (`until`), or wrote what seems to be an opt-out (`said`)."""

    name = "consent.paused"
    kind = CONSENT
    wording = "{what}"
    subject = "contact"

    channel: str
    address: str
    until: str = ""
    said: str = ""

    @property
    def what(self) -> str:
        """Why it waits, as a part of a sentence."""
        if not self.until:
            return f"paused marketing to {self.address}, who seems to ask that we stop{_quoted(self.said)}"
        return f"noted that {self.address} asked for a pause until {self._day}"

    @property
    def _day(self) -> str:
        try:
            moment = datetime.fromisoformat(self.until)
        except ValueError:
            return self.until
        return f"{moment.day} {moment:%b %Y}"


class OptOutReviewed(Event, kw_only=True, frozen=True):
    """One of us read what seemed to be an opt-out. `decision` is keep or dismiss."""

    name = "consent.reviewed"
    kind = CONSENT
    wording = "{what}"
    subject = "contact"

    channel: str
    address: str
    decision: str
    said: str = ""

    @property
    def what(self) -> str:
        """What came of it, as a part of a sentence."""
        it_is = "is an opt-out" if self.decision == "keep" else "is no opt-out"
        return f"found that what {self.address} wrote {it_is}{_quoted(self.said)}"


_BLOCKED = {
    "stopped": "stopped marketing to {address}",
    "blocked": "blocked {address}",
    "carrier_block": "noted that the carrier delivers nothing from one of our senders to {address}",
    "hard_bounce": "noted that mail to {address} came back for good",
    "spam_report": "noted that {address} reported a mail as spam",
    "unreachable": "noted that {address} can't get text messages",
}


class AddressBlocked(Event, kw_only=True, frozen=True):
    """Something stands against writing to an address from now on. `how` is the sort of it, `reason` says why."""

    name = "consent.blocked"
    kind = CONSENT
    wording = "{what}"
    subject = "contact"

    channel: str
    address: str
    how: str
    reason: str = ""

    @property
    def what(self) -> str:
        """What was done or found, as a part of a sentence."""
        words = _BLOCKED.get(self.how, "blocked {address}").replace("{address}", self.address)
        return f"{words}: {self.reason}" if self.reason else words


class BlockLifted(Event, kw_only=True, frozen=True):
    """What stood against an address does so no more. `how` is the sort of what was lifted, `reason` says why."""

    name = "consent.block_lifted"
    kind = CONSENT
    wording = "{what}"
    subject = "contact"

    channel: str
    address: str
    how: str
    label: str = ""
    reason: str = ""

    @property
    def what(self) -> str:
        """What was lifted, as a part of a sentence."""
        if self.how == "carrier_block" and not self.reason:
            return f"noted that the carrier delivers to {self.address} again"
        words = f"lifted what stood against {self.address}"
        words += f" ({self.label.lower()})" if self.label else ""
        return f"{words}: {self.reason}" if self.reason else words
