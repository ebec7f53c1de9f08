from django.db import migrations

# Deleting a person is rooms below: the database takes their runs along, without anybody loading what was done.
_REPLACE = """
DO $$
DECLARE link record;
BEGIN
    FOR link IN
        SELECT c.conname, c.conrelid::regclass AS child, c.confrelid::regclass AS parent, a.attname,
               CASE a.attname WHEN 'replay_of_id' THEN '{loose}' ELSE '{rule}' END AS rule
        FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND (c.conrelid::regclass::text, a.attname) IN (
            ('workflows_run', 'contact_id'), ('workflows_run', 'replay_of_id'), ('workflows_runstep', 'run_id'),
            ('workflows_miss', 'contact_id'))
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', link.child, link.conname);
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I FOREIGN KEY (%I) REFERENCES %s (id) %s '
                       'DEFERRABLE INITIALLY DEFERRED', link.child, link.conname, link.attname, link.parent, link.rule);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("workflows", "0001_workflows")]

    operations = [
        migrations.RunSQL(
            _REPLACE.replace("{rule}", "ON DELETE CASCADE").replace("{loose}", "ON DELETE SET NULL"),
            _REPLACE.replace("{rule}", "").replace("{loose}", ""),
        ),
    ]
