"""What workflows hear of other rooms: only what some workflow asks for (`engine/interest.py`), and nothing quiet."""

from collections.abc import Sequence

from crm.journal.publishing import Published, on_batch
from crm.workflows.catalogue import TRIGGERS, load_catalogue
from crm.workflows.engine.starting import hear

load_catalogue()
_HEARD = {event for kind in TRIGGERS.values() for event in kind.events}


@on_batch(*_HEARD, on_request=True, skips_quiet=True)
def start_runs(events: Sequence[Published]) -> None:
    """Starts, wakes and ends runs."""
    hear(events)
