"""The journal is written once: the database itself refuses the rest."""

import pytest
from django.db import DatabaseError, connection, transaction

from crm.companies.events import CompanyCreated
from crm.core.access import system_actor
from crm.journal.models import Event
from crm.journal.publishing import publish


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_event SET name = 'another'",
        "DELETE FROM journal_event",
        "TRUNCATE journal_event CASCADE",
        "INSERT INTO journal_event SELECT * FROM journal_event ON CONFLICT (id) DO UPDATE SET name = 'another'",
        "WITH gone AS (DELETE FROM journal_event RETURNING *) SELECT * FROM gone",
    ],
)
def test_the_database_refuses_to_change_what_was_written(statement: str) -> None:
    with transaction.atomic():
        publish(CompanyCreated(subject_id=1), actor=system_actor("Kith"))
        # PostgreSQL refuses to truncate beside checks that are yet to be made, whoever asks.
        connection.check_constraints()
    before = Event.objects.values().get()
    with pytest.raises(DatabaseError, match=r"append-only|Cannot update or delete"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Event.objects.values().get() == before
