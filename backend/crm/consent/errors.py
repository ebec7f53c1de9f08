"""What the consent room refuses."""

from crm.core.errors import Refusal, TooManyRequests


class LedgerIsBusy(Refusal):
    """Somebody is being erased at this moment."""

    code = "ledger_is_busy"
    title = "Somebody is being erased. Try again in a moment"


class NothingToLift(Refusal):
    """What was to be lifted or looked at stands against the address no more."""

    code = "nothing_to_lift"
    title = "This does not stand in the way any more"


class NoSuchAddress(Refusal):
    """The contact has no address by that channel."""

    code = "no_such_address"
    title = "This contact has no address by that channel"


class TooManyChoices(TooManyRequests):
    """Somebody, or something, keeps changing what an address is to get."""

    code = "too_many_choices"
    title = "This was changed very often within an hour. Try again later"
