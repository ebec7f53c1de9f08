"""What the worker does besides coarse jobs: tables whose rows are their own queue entries (see `claims.py`).

A room registers its work when its app is ready; the worker process runs all that is registered and knows no room.
"""

from collections.abc import Callable
from dataclasses import dataclass

# A statement-level trigger on each such table notifies this channel, without payload: who hears it looks for itself.
WORK_CHANNEL = "kith_work"


def _has_ended(seconds: float) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Work:
    """One table's work: `do_some` does a batch and returns how many rows it took, 0 when none was due.

    `seconds_until_due` says when to come again, at most the seconds it is given. `stop` is for work that goes on beside
    the main thread: told that the process ends, it returns within the seconds it is given, and says whether all of it
    has ended.
    """

    name: str
    do_some: Callable[[], int]
    seconds_until_due: Callable[[float], float]
    stop: Callable[[float], bool] = _has_ended


WORK: dict[str, Work] = {}


def register_work(work: Work) -> None:
    """Has the worker do `work`."""
    if WORK.setdefault(work.name, work) != work:
        raise RuntimeError(f"Two sorts of work are named {work.name}.")
