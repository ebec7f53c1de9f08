"""Who acts in these tests, and passwords that cost nothing."""

from typing import Any

import pytest

from crm.core.access import Actor
from tests import cast


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["tests.accounts.stand_ins.QuickHasher"]


@pytest.fixture
def ada(db: None) -> Actor:
    """The administrator."""
    return cast.as_actor(cast.ada())


@pytest.fixture
def vic(db: None) -> Actor:
    """The viewer."""
    return cast.as_actor(cast.vic())
