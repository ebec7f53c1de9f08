"""A body that was posted → flat fields: JSON, or a form as browsers send it. Everything in it is hostile."""

import codecs
import io
from collections.abc import Iterator
from typing import Any

import msgspec
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import QueryDict
from django.http.multipartparser import MultiPartParser, MultiPartParserError

FIELDS_MOST, NAME_MOST, VALUE_MOST, DEPTH_MOST = 200, 100, 5000, 6


class CannotParse(Exception):
    """There are no fields to be found in it, in words."""


def parse_body(content_type: str, body: bytes) -> dict[str, str]:
    """The fields by name, nested ones as `a.b`, several values joined by commas. Raises `CannotParse`."""
    kind, _, rest = content_type.partition(";")
    match kind.strip().lower():
        case "application/json" | "text/json":
            pairs = list(_of_json(body))
        case "application/x-www-form-urlencoded":
            pairs = list(_of_query(QueryDict(body, encoding=_charset(rest))))
        case "multipart/form-data":
            pairs = list(_of_query(_multipart(content_type, body)))
        case _:
            raise CannotParse("It is neither JSON nor a form.")
    if len(pairs) > FIELDS_MOST:
        raise CannotParse(f"It has more than {FIELDS_MOST} fields.")
    return {_kept(name, NAME_MOST): _kept(value, VALUE_MOST) for name, value in pairs}


def _kept(text: str, most: int) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "�").strip()[:most]


def _charset(rest: str) -> str:
    for part in rest.split(";"):
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            try:
                return codecs.lookup(value.strip(' "')).name
            except LookupError:
                break
    return "utf-8"


def _of_json(body: bytes) -> Iterator[tuple[str, str]]:
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise CannotParse("It says that it is JSON, and is not.") from error
    if not isinstance(found, dict):
        raise CannotParse("The JSON is no object with fields.")
    yield from _flat(found, "", 0)


def _flat(found: dict[str, Any], before: str, depth: int) -> Iterator[tuple[str, str]]:
    for name, value in found.items():
        path = f"{before}{name}"
        if isinstance(value, dict) and depth < DEPTH_MOST:
            yield from _flat(value, f"{path}.", depth + 1)
        elif isinstance(value, list) and not any(isinstance(one, dict | list) for one in value):
            yield path, ", ".join(_said(one) for one in value)
        else:
            yield path, _said(value)


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _of_query(found: QueryDict) -> Iterator[tuple[str, str]]:
    for name, values in found.lists():
        yield str(name), ", ".join(str(value) for value in values)


def _multipart(content_type: str, body: bytes) -> QueryDict:
    try:
        # No handlers: files that come along are not kept.
        post, _ = MultiPartParser(
            {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body))}, io.BytesIO(body), []
        ).parse()
    except (MultiPartParserError, RequestDataTooBig, SuspiciousOperation, ValueError) as error:
        raise CannotParse("The form can't be taken apart.") from error
    return post
