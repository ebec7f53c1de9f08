"""Who acts in these tests, and passwords that cost nothing."""

import pytest

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
