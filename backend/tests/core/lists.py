"""The ways in which a list may be read, each forced in turn."""

from collections.abc import Iterator

import pytest

from crm.core import listing


def every_way(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Walks the order; finds first and sorts then; the same among few days; walks a little way first; a longer one."""
    ways = ((-1.0, -1.0, 1, 0), (1.0, 1.0, 1, 0), (1.0, 1.0, 1, 9999), (0.0, 1.0, 3, 0), (0.0, 1.0, 150, 0))
    for scarce, few, near, stretch in ways:
        monkeypatch.setattr(listing, "SCARCE", scarce)
        monkeypatch.setattr(listing, "SCARCE_AS_STORED", scarce)
        monkeypatch.setattr(listing, "FEW", few)
        monkeypatch.setattr(listing, "FEW_BY_NAME", few)
        monkeypatch.setattr(listing, "NEAR_MOST", near)
        monkeypatch.setattr(listing, "STRETCH_MOST", stretch)
        yield
