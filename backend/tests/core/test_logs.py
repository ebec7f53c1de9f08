"""What stands in the log, and what must not."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from crm.core.logs import LineFormatter, RequestIdFilter


@pytest.fixture
def log() -> Iterator[Any]:
    """A logger and what it has written."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(LineFormatter(fmt="%(levelname)s %(name)s %(message)s"))
    handler.addFilter(RequestIdFilter())
    logger = logging.getLogger("tests.core.logs")
    logger.propagate = False
    logger.addHandler(handler)
    yield logger, written
    logger.removeHandler(handler)


@pytest.mark.django_db
def test_a_traceback_names_no_values_of_rows(log: Any) -> None:
    logger, written = log
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE people (email text UNIQUE) ON COMMIT DROP")
        cursor.execute("INSERT INTO people VALUES ('rosa@example.com')")
        try:
            with transaction.atomic():
                cursor.execute("INSERT INTO people VALUES ('rosa@example.com')")
        except IntegrityError:
            logger.exception("It failed for %s", "Rosa <rosa.luz+x@mail.example.com>")

    text = written.getvalue()
    assert "IntegrityError" in text
    assert "people_email_key" in text
    assert "rosa" not in text
    assert "Rosa <[email]>" in text


def test_decorators_and_other_at_signs_stay(log: Any) -> None:
    logger, written = log

    logger.warning("Called by @requires at 10:00 @ home")

    assert written.getvalue() == "WARNING tests.core.logs Called by @requires at 10:00 @ home\n"
