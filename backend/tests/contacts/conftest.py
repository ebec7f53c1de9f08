"""Who acts in these tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crm.contacts.models import ContactCompany
from crm.core.access import Actor
from tests import cast


@pytest.fixture
def ada(db: None) -> Actor:
    """The administrator."""
    return cast.as_actor(cast.ada())


@pytest.fixture
def uma(db: None) -> Actor:
    """The user."""
    return cast.as_actor(cast.uma())


@pytest.fixture
def vic(db: None) -> Actor:
    """The viewer."""
    return cast.as_actor(cast.vic())


@pytest.fixture
def aged() -> Any:
    """Makes it that links were made the day before yesterday."""

    def age() -> None:
        ContactCompany.objects.update(created_at=datetime.now(UTC) - timedelta(days=2))

    return age
