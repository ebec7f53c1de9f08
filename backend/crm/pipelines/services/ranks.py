"""Places in a stage: decimal numbers, with always another one between two. Called with the stage locked."""

from decimal import Decimal, localcontext

from django.db import connection

# Halving adds one decimal place each time; from so many on the stage's cards are numbered anew.
PLACES_MOST = 100
_HALF = Decimal("0.5")


def rank_between(stage_id: int, *, after_id: int | None, before_id: int | None, moving_id: int | None) -> Decimal:
    """A place behind the card `after_id`, else before the card `before_id`, else on top of the stage.

    A neighbour that stands elsewhere by now is as if it had not been named. The moving card's own place counts as free.
    """
    lower = _rank_of(stage_id, after_id, moving_id)
    upper = None if lower is not None else _rank_of(stage_id, before_id, moving_id)
    if lower is not None:
        upper = _next(stage_id, lower, moving_id)
    elif upper is not None:
        lower = _previous(stage_id, upper, moving_id)
    else:
        upper = _next(stage_id, None, moving_id)
    place = _middle(lower, upper)
    exponent = place.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > PLACES_MOST:
        _number_anew(stage_id)
        return rank_between(stage_id, after_id=after_id, before_id=before_id, moving_id=moving_id)
    return place


def rank_on_top(stage_id: int) -> Decimal:
    """The place above all cards of the stage."""
    return rank_between(stage_id, after_id=None, before_id=None, moving_id=None)


def ranks_at_end(stage_id: int, count: int) -> list[Decimal]:
    """So many places behind all cards of the stage."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(rank) FROM pipelines_opportunity WHERE stage_id = %s", [stage_id])
        (last,) = cursor.fetchone() or (None,)
    start = Decimal(0) if last is None else last.to_integral_value(rounding="ROUND_CEILING") + 1
    return [start + step for step in range(count)]


def is_free(stage_id: int, rank: Decimal) -> bool:
    """Whether no card of the stage has this place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pipelines_opportunity WHERE stage_id = %s AND rank = %s", [stage_id, rank])
        return cursor.fetchone() is None


def _middle(lower: Decimal | None, upper: Decimal | None) -> Decimal:
    if lower is None and upper is None:
        return Decimal(0)
    if lower is None:
        return (upper or Decimal(0)).to_integral_value(rounding="ROUND_FLOOR") - 1
    if upper is None:
        return lower.to_integral_value(rounding="ROUND_CEILING") + 1
    with localcontext() as context:
        context.prec = 200
        return ((lower + upper) * _HALF).normalize()


def _rank_of(stage_id: int, card_id: int | None, moving_id: int | None) -> Decimal | None:
    if card_id is None or card_id == moving_id:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT rank FROM pipelines_opportunity WHERE id = %s AND stage_id = %s", [card_id, stage_id])
        row = cursor.fetchone()
    return row[0] if row else None


def _next(stage_id: int, rank: Decimal | None, moving_id: int | None) -> Decimal | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(rank) FROM pipelines_opportunity WHERE stage_id = %s AND (%s::numeric IS NULL OR rank > %s) "
            "AND id IS DISTINCT FROM %s",
            [stage_id, rank, rank, moving_id],
        )
        (found,) = cursor.fetchone() or (None,)
    return found


def _previous(stage_id: int, rank: Decimal, moving_id: int | None) -> Decimal | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(rank) FROM pipelines_opportunity WHERE stage_id = %s AND rank < %s AND id IS DISTINCT FROM %s",
            [stage_id, rank, moving_id],
        )
        (found,) = cursor.fetchone() or (None,)
    return found


def _number_anew(stage_id: int) -> None:
    # In two steps, since no two cards may have one place even for a moment: first beyond all places there are.
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH placed AS (SELECT id, row_number() OVER (ORDER BY rank, id) AS place, "
            "(SELECT ceil(max(rank)) + 1 FROM pipelines_opportunity WHERE stage_id = %(stage)s) AS beyond "
            "FROM pipelines_opportunity WHERE stage_id = %(stage)s) "
            "UPDATE pipelines_opportunity o SET rank = placed.beyond + placed.place FROM placed WHERE o.id = placed.id",
            {"stage": stage_id},
        )
