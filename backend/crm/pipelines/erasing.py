"""Forgetting a person: opportunities stay, with their value and course, but no longer say whose they were."""

from psycopg import sql

from crm.core.erasure import Person, erases, redact
from crm.journal.erasing import blank_events_naming

# The texts of an opportunity, and how long each may be.
_COLUMNS = {
    "title": 200,
    "notes": 100_000,
    "next_step": 200,
    "close_reason": 80,
    "close_note": 100_000,
    "source_detail": 200,
}


@erases
def erase_from_opportunities(person: Person) -> None:
    """Takes the person's names, addresses and numbers out of what is written in their opportunities."""
    theirs = sql.SQL(
        "(contact_id = {person} OR id IN "
        "(SELECT opportunity_id FROM pipelines_opportunitycontact WHERE contact_id = {person}))"
    ).format(person=sql.Literal(person.contact_id))
    for column, most in _COLUMNS.items():
        redact("pipelines_opportunity", column, (*person.terms, *person.name_parts), where=theirs, most=most)
    # What was told of an opportunity before it was theirs, or after.
    blank_events_naming("opportunity", person.marks)
