"""What the consent room refuses."""

from crm.core.errors import Refusal


class LedgerIsBusy(Refusal):
    """Somebody is being erased at this moment."""

    code = "ledger_is_busy"
    title = "Somebody is being erased. Try again in a moment"
