"""Reads the environment: `NAME`, or the file that `NAME_FILE` names. Nonsense stops the start with a plain word."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

REPOSITORY = Path(__file__).resolve().parents[3]

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """Value of `name`, else the stripped contents of the file named by `name_FILE`, else `default`."""
    if name in os.environ:
        return os.environ[name]
    path = os.environ.get(f"{name}_FILE")
    if path is None:
        return default
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE names a file that can't be read: {error}.") from error


def boolean(name: str, *, default: bool) -> bool:
    """True for 1/true/yes/on, False for 0/false/no/off; anything else stops the start."""
    raw = text(name, "1" if default else "0").strip().lower()
    if raw in _TRUE:
        return True
    if raw in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {raw!r}.")


def integer(name: str, default: int, *, lowest: int, highest: int) -> int:
    """A whole number between `lowest` and `highest`, both allowed."""
    raw = text(name, str(default)).strip()
    try:
        number = int(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {raw!r}.") from error
    if not lowest <= number <= highest:
        raise ImproperlyConfigured(f"{name} must lie between {lowest} and {highest}, not {number}.")
    return number


def data_folder() -> Path:
    """Where this Kith keeps what is not in the database: `KITH_DATA`, else `.kith` beside the code."""
    return Path(text("KITH_DATA") or REPOSITORY / ".kith").expanduser().resolve()


def secret_key() -> str:
    """`KITH_SECRET_KEY`, else a key made once and kept in the data folder, readable by its owner alone."""
    given = text("KITH_SECRET_KEY")
    if given:
        if len(given) < 32:
            raise ImproperlyConfigured("KITH_SECRET_KEY must have at least 32 characters.")
        return given
    path = data_folder() / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written whole and then given its name: nobody reads half a key, and of two who start at once one wins.
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret_key.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        os.unlink(draft)
    kept = path.read_text(encoding="utf-8").strip()
    if len(kept) < 32:
        raise ImproperlyConfigured(f"The secret key in {path} is damaged: put it back from a backup.")
    return kept
