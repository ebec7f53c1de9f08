"""Who waits for whose answer: what the room of conversations knows, which stands above this one and tells it here."""

from dataclasses import dataclass
from typing import LiteralString

# Whole days after which silence is what keeps an opportunity from going on: of theirs, and of ours.
NO_REPLY_DAYS = 7
UNANSWERED_DAYS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplySource:
    """SQL on the contact `p.contact_id`: a join of one row at most, and two moments, null where nobody waits.

    `they_wait_since`: since when they wait for our answer. `we_wait_since`: since when we wait for theirs.
    """

    join: LiteralString
    they_wait_since: LiteralString
    we_wait_since: LiteralString


_sources: list[ReplySource] = []


def register_reply_source(source: ReplySource) -> None:
    """Called once, when the application starts. Raises `ValueError` for a second one."""
    if _sources:
        raise ValueError("There is a source of replies already.")
    _sources.append(source)


def reply_source() -> ReplySource:
    """What was registered; else a source that knows of nobody."""
    nobody = ReplySource(join="", they_wait_since="NULL::timestamptz", we_wait_since="NULL::timestamptz")
    return _sources[0] if _sources else nobody


def whole_days_since(moment: LiteralString) -> LiteralString:
    """SQL for the whole days that have gone by since a moment; null for none."""
    return "floor(date_part('epoch', statement_timestamp() - " + moment + ") / 86400)::int"


def is_silent(contact_id: LiteralString) -> LiteralString:
    """SQL: whether somebody waits for an answer for so long that the opportunity counts as stuck."""
    source = reply_source()
    return (
        "EXISTS (SELECT 1 FROM (SELECT "  # noqa: S608 - constants
        + contact_id
        + " AS contact_id) AS p "
        + source.join
        + f" WHERE {whole_days_since(source.they_wait_since)} >= {UNANSWERED_DAYS} "
        + f"OR {whole_days_since(source.we_wait_since)} >= {NO_REPLY_DAYS})"
    )
