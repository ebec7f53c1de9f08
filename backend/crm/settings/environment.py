"""Reads the environment: `NAME`, or the file that `NAME_FILE` names. Nonsense stops the start with a plain word."""

import os
import secrets
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
    if path.exists():
        return path.read_text(encoding="utf-8").strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = secrets.token_urlsafe(48)
    try:
        # O_EXCL: of two processes that start at once, one writes the key and the other reads it.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(fresh)
    return fresh
