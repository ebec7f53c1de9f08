"""Choices of the consent room."""

from django.db.models import TextChoices


class AddressKind(TextChoices):
    """What sort of address it is."""

    EMAIL = "email", "Email"
    PHONE = "phone", "Phone"


class Reason(TextChoices):
    """Why an address is blocked."""

    ERASED = "erased", "The person was erased"


class Channel(TextChoices):
    """What somebody may be written to by."""

    EMAIL = "email", "Email"
    SMS = "sms", "Text messages"

    @property
    def kind(self) -> AddressKind:
        """The sort of address that it goes to."""
        return AddressKind.EMAIL if self is Channel.EMAIL else AddressKind.PHONE


class Purpose(TextChoices):
    """What a message is for. Each has rules of its own for whether it may be sent."""

    ONE_TO_ONE = "one_to_one", "Answer to one person"
    TRANSACTIONAL = "transactional", "About something the person has asked for"
    MARKETING = "marketing", "Marketing"


class Status(TextChoices):
    """What is known of somebody's consent. What nobody has stated anything of is unknown, too."""

    OPTED_IN = "opted_in", "Opted in"
    OPTED_OUT = "opted_out", "Opted out"
    PAUSED = "paused", "Paused"
    UNKNOWN = "unknown", "Not known"
    BLOCKED = "blocked", "Blocked"


class Keyword(TextChoices):
    """What a text message of one word says to whom it was sent to."""

    STOP = "STOP", "STOP"
    START = "START", "START"
    HELP = "HELP", "HELP"


class Stream(TextChoices):
    """What somebody can be taken off by a link in a mail."""

    MARKETING = "marketing", "News and offers"
    ALL = "all", "Everything that is sent by itself"

    @property
    def purposes(self) -> frozenset[Purpose]:
        """What is in it. What one person writes to another is in none."""
        return frozenset(
            {Purpose.MARKETING} if self is Stream.MARKETING else {Purpose.MARKETING, Purpose.TRANSACTIONAL}
        )


class Reach(TextChoices):
    """How much one of us has stopped."""

    MARKETING = "marketing", "Marketing"
    ALL = "all", "Everything"


class FactKind(TextChoices):
    """What happened to an address. The first ones stand against writing to it, the last ones lift what does."""

    KEYWORD_OUT = "keyword_out", "Said STOP"
    TEXT_OUT = "text_out", "Seems to ask that we stop"
    UNSUBSCRIBED = "unsubscribed", "Unsubscribed"
    PAUSED = "paused", "Asked for a pause"
    STOPPED = "stopped", "Marketing stopped by us"
    BLOCKED = "blocked", "Blocked by us"
    CARRIER_BLOCK = "carrier_block", "Blocked by the carrier"
    HARD_BOUNCE = "hard_bounce", "Mail came back"
    SOFT_BOUNCE = "soft_bounce", "Mail came back for now"
    SPAM_REPORT = "spam_report", "Reported as spam"
    UNREACHABLE = "unreachable", "Number can't be reached"
    KEYWORD_IN = "keyword_in", "Said START"
    PAGE_IN = "page_in", "Asked to hear from us again"
    CARRIER_LIFT = "carrier_lift", "Carrier's block lifted"
    LIFT = "lift", "Lifted by us"
    KEEP = "keep", "Read, and it is an opt-out"


class Decision(TextChoices):
    """What one of us makes of a message that seems to be an opt-out."""

    KEEP = "keep", "It is an opt-out"
    DISMISS = "dismiss", "It is none"


class ZoneSource(TextChoices):
    """Where it is known from what time it is for somebody."""

    CONTACT = "contact", "The contact's own zone"
    NUMBER = "number", "The number's area code"
    SEVERAL = "several", "All zones that the number may be in"
    NONE = "none", "Nothing"


class Choice(TextChoices):
    """What somebody chooses on the page that each mail links to; the labels are what they read and agree to."""

    NEWS = "news", "Send me news and offers"
    PAUSE_30 = "pause_30", "Pause news and offers for 30 days"
    PAUSE_90 = "pause_90", "Pause news and offers for 90 days"
    NO_NEWS = "no_news", "No news and offers"
    NOTHING = "nothing", "Nothing that is sent by itself"

    @property
    def days(self) -> int:
        """How long a pause is; 0 for what is none."""
        return {Choice.PAUSE_30: 30, Choice.PAUSE_90: 90}.get(self, 0)
