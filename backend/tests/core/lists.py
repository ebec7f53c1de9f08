"""The ways in which a list may be read, each forced in turn."""

from collections.abc import Iterator

import pytest

from crm.core import listing


def every_way(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Walks the order; finds first and sorts then; walks a little way before it finds; and a longer one."""
    for scarce, few, near in ((-1.0, -1.0, 1), (1.0, 1.0, 1), (0.0, 1.0, 3), (0.0, 1.0, 150)):
        monkeypatch.setattr(listing, "SCARCE", scarce)
        monkeypatch.setattr(listing, "FEW", few)
        monkeypatch.setattr(listing, "NEAR_MOST", near)
        yield
