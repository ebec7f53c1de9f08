"""The board: all cards of a pipeline in one statement, totals in another."""

from typing import Any

import msgspec
from django.db import connection
from psycopg import sql

from crm.core.access import Actor, Permission, requires
from crm.core.prepared import prepared_cursor
from crm.pipelines.selectors.conditions import matching
from crm.pipelines.selectors.pipelines import PipelineRow, read_pipeline
from crm.pipelines.selectors.rows import BoardCard, board_card_from, board_columns, board_joins, today_of

# More cards than these nobody reads in one column; its count and sums are of all.
CARDS_MOST_IN_COLUMN = 500


class Total(msgspec.Struct, frozen=True):
    """A sum in one currency's minor units, and the same weighted by how likely each is to be won."""

    currency: str
    value_cents: int
    weighted_cents: int


class Column(msgspec.Struct, frozen=True):
    """A stage on the board. `count` and `totals` are of all that match, however many `cards` are shown."""

    stage_id: int
    count: int
    totals: list[Total]
    cards: list[BoardCard]
    has_more: bool


class Board(msgspec.Struct, frozen=True):
    """A pipeline's board."""

    pipeline: PipelineRow
    columns: list[Column]


_CARDS = sql.SQL(
    "SELECT {columns} FROM (SELECT c.*, row_number() OVER (PARTITION BY c.stage_id ORDER BY c.rank) AS place "
    "FROM pipelines_opportunity c WHERE {where}) AS p {joins} WHERE p.place <= {most} ORDER BY p.stage_id, p.rank"
)
_TOTALS = sql.SQL(
    "SELECT c.stage_id, count(*), c.currency, coalesce(sum(c.value_cents), 0)::bigint, "
    "round(coalesce(sum(c.value_cents::numeric * CASE c.status WHEN 'open' THEN g.win_probability WHEN 'won' THEN 100 "
    "ELSE 0 END), 0) / 100)::bigint, count(c.value_cents) FROM pipelines_opportunity c "
    "JOIN pipelines_stage g ON g.id = c.stage_id WHERE {where} GROUP BY c.stage_id, c.currency "
    # In every stage in one order: the currency that weighs most on the whole board comes first.
    "ORDER BY c.stage_id, sum(sum(c.value_cents)) OVER (PARTITION BY c.currency) DESC NULLS LAST, c.currency"
)


@requires(Permission.OPPORTUNITIES_READ)
def get_board(
    *,
    actor: Actor,
    pipeline_id: int,
    q: str = "",
    filter: str | None = None,  # noqa: A002 - the API's name
    closed: bool = False,
) -> Board:
    """The board of a pipeline, of what `q` and `filter` find; closed ones only with `closed`. Raises `NotFound`."""
    pipeline = read_pipeline(pipeline_id)
    where, values = matching(actor, pipeline_id=pipeline_id, q=q, filter=filter, status=None if closed else "open")
    today = today_of(actor)
    # The plain board is always read the same way; a search is planned with its words in sight.
    with connection.cursor() if q or filter else prepared_cursor() as cursor:
        cursor.execute(
            _CARDS.format(
                columns=sql.SQL(board_columns()),
                where=where,
                joins=sql.SQL(board_joins()),
                most=sql.Literal(CARDS_MOST_IN_COLUMN),
            ),
            values,
        )
        cards: dict[int, list[BoardCard]] = {}
        for row in cursor.fetchall():
            cards.setdefault(row[5], []).append(board_card_from(row, today))
        cursor.execute(_TOTALS.format(where=where), values)
        sums: dict[int, list[tuple[Any, ...]]] = {}
        for row in cursor.fetchall():
            sums.setdefault(row[0], []).append(row)
    return Board(
        pipeline, [_column(stage.id, cards.get(stage.id, []), sums.get(stage.id, [])) for stage in pipeline.stages]
    )


def _column(stage_id: int, cards: list[BoardCard], sums: list[tuple[Any, ...]]) -> Column:
    count = sum(row[1] for row in sums)
    return Column(
        stage_id=stage_id,
        count=count,
        totals=[Total(row[2], row[3], row[4]) for row in sums if row[5]],
        cards=cards,
        has_more=count > len(cards),
    )
