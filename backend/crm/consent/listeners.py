"""Writes the ledger from what the journal tells."""

from collections.abc import Sequence

from crm.consent.services import record_statements
from crm.contacts.imports.events import ConsentStated, ConsentTakenBack
from crm.core.access import system_actor
from crm.journal.publishing import Published, on_batch


@on_batch(ConsentStated, ConsentTakenBack)
def keep_consent(events: Sequence[Published]) -> None:
    """Enters what was stated of addresses, and marks what was taken back."""
    record_statements(actor=system_actor("Kith"), events=events)
