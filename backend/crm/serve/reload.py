"""Sees changes of the code while it is being written."""

import time
from pathlib import Path


class Watcher:
    """Looks at the Python files below a folder, at most each half second: some milliseconds for a few hundred files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen = self._look()
        self._looked_at = time.monotonic()

    def changed(self) -> str:
        """The name of a file that was changed, added or taken away since the last time; empty when there is none."""
        if time.monotonic() - self._looked_at < 0.5:
            return ""
        self._looked_at = time.monotonic()
        seen, before = self._look(), self._seen
        self._seen = seen
        changed = {path for path in seen.keys() | before.keys() if seen.get(path) != before.get(path)}
        return min(path.name for path in changed) if changed else ""

    def _look(self) -> dict[Path, int]:
        times: dict[Path, int] = {}
        for path in self._folder.rglob("*.py"):
            if "tests" not in path.parts:
                try:
                    times[path] = path.stat().st_mtime_ns
                except FileNotFoundError:
                    continue
        return times
