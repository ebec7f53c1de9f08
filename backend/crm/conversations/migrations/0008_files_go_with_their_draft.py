from django.db import migrations

# A draft that the database deletes with its conversation takes its files along, without anybody loading them.
_REPLACE = """
DO $$
DECLARE link record;
BEGIN
    FOR link IN
        SELECT c.conname FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.conrelid = 'conversations_upload'::regclass AND a.attname = 'draft_id'
    LOOP
        EXECUTE format('ALTER TABLE conversations_upload DROP CONSTRAINT %I', link.conname);
        EXECUTE format('ALTER TABLE conversations_upload ADD CONSTRAINT %I FOREIGN KEY (draft_id) '
                       'REFERENCES conversations_draft (id) {rule} DEFERRABLE INITIALLY DEFERRED', link.conname);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0007_drafts_are_whole"),
    ]

    operations = [
        migrations.RunSQL(_REPLACE.replace("{rule}", "ON DELETE CASCADE"), _REPLACE.replace("{rule}", "")),
    ]
