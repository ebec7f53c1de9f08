"""Folders for databases that root's stand-in account can reach."""

from pathlib import Path

import pytest


@pytest.fixture
def open_tmp_path(tmp_path: Path) -> Path:
    """`tmp_path`, with every folder that pytest made on the way to it open to pass through.

    Otherwise the database of a test run by root would be put in /var/lib/kith, and stay there.
    """
    folder = tmp_path
    while not folder.name.startswith("pytest-of-") and folder != folder.parent:
        folder.chmod(0o711)
        folder = folder.parent
    folder.chmod(0o711)
    return tmp_path
