"""Files that are written from the code: written, or checked to be what the code says."""

from pathlib import Path

from django.core.management.base import CommandError


def write_or_check(path: Path, text: str, *, check: bool) -> str:
    """Writes `text` to `path`; with `check` raises `CommandError` when the file says anything else.

    Returns what to tell.
    """
    if check:
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            raise CommandError(f"{path.name} is not what the code says: run `make contract` and commit it.")
        return f"{path.name} is up to date."
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return f"{path.name} is written."
