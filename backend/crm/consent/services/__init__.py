"""Changing what is known of addresses."""

from crm.consent.services.contacts import block_contact_address, lift_contact_block, review_contact_opt_out
from crm.consent.services.deciding import block_address, lift_block, review_opt_out
from crm.consent.services.entering import Proof, lock_address
from crm.consent.services.preferences import Preferences, choose_by_link, get_preferences, unsubscribe_by_link
from crm.consent.services.recording import (
    lift_carrier_block,
    record_bounce,
    record_carrier_block,
    record_free_text_opt_out,
    record_keyword,
    record_spam_report,
    record_unreachable_number,
    record_unsubscribe,
)
from crm.consent.services.statements import LEDGER_LOCK, record_statements

__all__ = [
    "LEDGER_LOCK",
    "Preferences",
    "Proof",
    "block_address",
    "block_contact_address",
    "choose_by_link",
    "get_preferences",
    "lift_block",
    "lift_carrier_block",
    "lift_contact_block",
    "lock_address",
    "record_bounce",
    "record_carrier_block",
    "record_free_text_opt_out",
    "record_keyword",
    "record_spam_report",
    "record_statements",
    "record_unreachable_number",
    "record_unsubscribe",
    "review_contact_opt_out",
    "review_opt_out",
    "unsubscribe_by_link",
]
