import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# An event's data without its values: members that are numbers or truth values (ids, versions) stay, so that the event
# still reads; texts become "[erased]", lists empty, and what stands deeper (values before and after) nothing.
BLANKED = """
CREATE FUNCTION journal_blanked(value jsonb, is_top boolean DEFAULT true) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN coalesce((
        SELECT jsonb_object_agg(member.key, CASE jsonb_typeof(member.value)
            WHEN 'object' THEN journal_blanked(member.value, false)
            WHEN 'array' THEN CASE WHEN is_top THEN '[]'::jsonb ELSE 'null'::jsonb END
            WHEN 'string' THEN CASE WHEN is_top THEN '"[erased]"'::jsonb ELSE 'null'::jsonb END
            ELSE CASE WHEN is_top THEN member.value ELSE 'null'::jsonb END
        END)
        FROM jsonb_each(value) AS member
    ), '{}'::jsonb);
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0004_opportunity_timeline"),
    ]

    operations = [
        migrations.RunSQL(BLANKED, "DROP FUNCTION journal_blanked(jsonb, boolean)"),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("contact_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="event",
            name="append_only",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="erasure",
            trigger=pgtrigger.compiler.Trigger(
                name="stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0696b8b01e519be0dbe19c42f4ec2e9325cda695",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_stays_91acf",
                    table="journal_erasure",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF TG_OP = 'UPDATE' THEN\n        IF NEW.data = journal_blanked(OLD.data)\n           AND to_jsonb(NEW) - 'data' = to_jsonb(OLD) - 'data'\n           AND EXISTS (SELECT 1 FROM journal_erasure WHERE contact_id = OLD.contact_id) THEN\n            RETURN NEW;\n        END IF;\n    END IF;\n    RAISE EXCEPTION 'The journal is append-only: % is refused.', TG_OP;\n",
                    hash="684d3cddf982030ca103001cbdbecbbde8570447",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b6bcd",
                    table="journal_event",
                    when="BEFORE",
                ),
            ),
        ),
    ]
