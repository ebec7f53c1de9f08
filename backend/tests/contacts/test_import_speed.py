"""What an import of a hundred thousand rows must not do: cost more for each row, the more rows there are."""

import pytest
from django.db import connection

from crm.contacts.imports import rehearsal

pytestmark = pytest.mark.django_db


def test_a_preview_finds_people_of_earlier_rows_by_an_index_however_many_they_are() -> None:
    rehearsal.Rehearsal()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO import_rehearsal SELECT n, 'p' || n || '@example.com', '+1202' || 1000000 + n, "
            "decode(repeat('00', 100), 'hex') FROM generate_series(1, 4000) n"
        )
        # What the planner guesses of a column that it knows nothing of depends on how often it was asked: both plans.
        for mode in ("force_custom_plan", "force_generic_plan"):
            cursor.execute("SELECT set_config('plan_cache_mode', %s, true)", [mode])
            wanted = [f"p{n}@example.com" for n in range(1000)], [f"+1202{1000000 + n}" for n in range(1000)]
            cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) " + rehearsal._FIND, wanted)
            (plan,) = cursor.fetchone()
            assert _rows_thrown_away(plan[0]["Plan"]) == 0


def _rows_thrown_away(plan: dict[str, object]) -> float:
    """Rows that were read and did not fit."""
    own = plan.get("Rows Removed by Filter", 0)
    assert isinstance(own, int | float)
    below = plan.get("Plans", [])
    assert isinstance(below, list)
    return own + sum(_rows_thrown_away(part) for part in below)
