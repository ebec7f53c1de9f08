"""Who acts in these tests, and an account that messages come in by."""

import pytest

from crm.conversations.models import ChannelAccount
from crm.core.access import Actor
from tests import cast
from tests.conversations.posting import pigeons


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
def account(db: None) -> ChannelAccount:
    """An account of the sort that these tests register."""
    return pigeons()
