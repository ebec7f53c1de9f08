"""Who acts in these tests."""

import pytest

from crm.core.access import Actor, system_actor
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
def kith(db: None) -> Actor:
    """Kith itself, which hears what people and providers say."""
    return system_actor("Kith", via="a text message that came in")
