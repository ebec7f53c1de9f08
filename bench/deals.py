"""Fills the board: a pipeline of seven stages with a thousand open opportunities, and another whose cards are moved."""

import psycopg

# Ids that nothing else has: requests name them without asking.
BOARD, BUSY = 900_001, 900_002
BOARD_STAGES = [900_010 + place for place in range(7)]
FROM_STAGE, TO_STAGE = 900_021, 900_022
CARDS, MOVED = 1_000, 10_000
FIRST_CARD, FIRST_MOVED = 10_000_000, 20_000_000

PIPELINES = """
INSERT INTO pipelines_pipeline (id, name, name_key, position) OVERRIDING SYSTEM VALUE
SELECT id, 'Pipeline ' || id, 'pipeline ' || id, id FROM unnest(%(pipelines)s::bigint[]) id ON CONFLICT DO NOTHING
"""
STAGES = """
INSERT INTO pipelines_stage (id, pipeline_id, name, name_key, position, color, win_probability, expected_days,
                             required_fields)
OVERRIDING SYSTEM VALUE
SELECT id, %(pipeline)s, 'Stage ' || id, 'stage ' || id, id, 'iris', id %% 10 * 10, 14, '{}'
FROM unnest(%(stages)s::bigint[]) id ON CONFLICT DO NOTHING
"""
# Of the cards a third has no next step, a third one that is due, and a quarter is past its date.
DEALS = """
INSERT INTO pipelines_opportunity (id, title, pipeline_id, stage_id, rank, value_cents, currency, expected_close_on,
                                   assigned_user_id, contact_id, company_id, source, next_step, next_step_on,
                                   stage_entered_at, created_at)
OVERRIDING SYSTEM VALUE
SELECT %(first)s + n, 'Order ' || n || ' of ' || c.last_name, %(pipeline)s,
       (%(stages)s::bigint[])[1 + n %% cardinality(%(stages)s::bigint[])], n, n * 1000,
       (ARRAY['EUR', 'USD'])[1 + n %% 2], current_date + (n %% 40 - 10), %(user)s, c.id, c.company_id, 'manual',
       CASE WHEN n %% 3 = 0 THEN '' ELSE 'Call about the offer' END, current_date + (n %% 9 - 4),
       now() - n %% 30 * interval '1 day', now() - n * interval '1 minute'
FROM generate_series(0, %(count)s - 1) n
JOIN LATERAL (SELECT id, last_name, company_id FROM contacts_contact
              WHERE id = (%(picked)s::bigint[])[1 + n %% cardinality(%(picked)s::bigint[])]) c ON TRUE
ON CONFLICT DO NOTHING
"""
STAND = """
INSERT INTO pipelines_standing (opportunity_id, pipeline_id, stage_id, status, value_cents, currency, assigned_user_id,
                                source, from_at)
SELECT o.id, o.pipeline_id, o.stage_id, o.status, o.value_cents, o.currency, o.assigned_user_id, o.source,
       o.stage_entered_at
FROM pipelines_opportunity o WHERE NOT EXISTS (SELECT FROM pipelines_standing s WHERE s.opportunity_id = o.id)
"""


def fill_deals(dsn: str, *, picked: list[int], user_id: int) -> None:
    """Makes both pipelines, their cards with the contacts `picked`."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(PIPELINES, {"pipelines": [BOARD, BUSY]})
        for pipeline, stages, first, count in (
            (BOARD, BOARD_STAGES, FIRST_CARD, CARDS),
            (BUSY, [FROM_STAGE, TO_STAGE], FIRST_MOVED, MOVED),
        ):
            connection.execute(STAGES, {"pipeline": pipeline, "stages": stages})
            values = {
                "pipeline": pipeline, "stages": stages, "first": first, "count": count, "picked": picked,
                "user": user_id,
            }  # fmt: skip
            connection.execute(DEALS, values)
        connection.execute(STAND)
        connection.execute("VACUUM ANALYZE pipelines_opportunity")
        connection.execute("VACUUM ANALYZE pipelines_standing")
