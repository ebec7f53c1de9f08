"""What a view may hold."""

import re
from collections.abc import Mapping
from typing import Any

from crm.core.errors import InvalidInput
from crm.core.filters import read_filter, subject_of
from crm.core.search import QUERY_MOST
from crm.core.values import Refused, clean_line

NAME_MOST = 80
COLUMNS_MOST = 50
# Which columns a list has is the page's affair; what it may call them is not.
_COLUMN = re.compile(r"[a-z][a-z0-9_.:-]{0,59}")


def clean_view(subject: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Those of a view's fields that are in `given`, as they are stored. Raises `InvalidInput`."""
    cleaned: dict[str, Any] = {}
    wrong: dict[str, list[str]] = {}
    for field, value in given.items():
        try:
            cleaned[field] = _clean(subject, field, value)
        except Refused as refused:
            wrong[field] = [str(refused)]
        except InvalidInput as refused:
            wrong |= refused.fields or {}
    if wrong:
        raise InvalidInput(fields=wrong)
    return cleaned


def _clean(subject: str, field: str, value: Any) -> Any:
    match field:
        case "name":
            return _clean_name(value)
        case "filter":
            read = read_filter(subject, value)
            return read.tree() if read else None
        case "q":
            return clean_line(value, most=QUERY_MOST)
        case "sort":
            return _clean_sort(subject, value)
        case "columns":
            return _clean_columns(value)
        case "layout":
            return _clean_layout(subject, value)
    return value


def _clean_name(value: str) -> str:
    name = clean_line(value, most=NAME_MOST)
    if not name:
        raise Refused("Give the view a name.")
    return name


def _clean_sort(subject: str, value: str) -> str:
    sorts = subject_of(subject).sorts
    if value and value not in sorts:
        raise Refused(f"It can be sorted by {', '.join(sorts)}.")
    return value


def _clean_layout(subject: str, value: str) -> str:
    layouts = subject_of(subject).layouts
    if value and value not in layouts:
        raise Refused(f"It can be laid out as {' or '.join(layouts)}." if layouts else "This list has one layout.")
    return value


def _clean_columns(value: list[str]) -> list[str]:
    columns = list(dict.fromkeys(value))
    if len(columns) > COLUMNS_MOST:
        raise Refused(f"At most {COLUMNS_MOST} columns.")
    if not all(_COLUMN.fullmatch(column) for column in columns):
        raise Refused("Columns are named in lower case, as in first_name.")
    return columns
