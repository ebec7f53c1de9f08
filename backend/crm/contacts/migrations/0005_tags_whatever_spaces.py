from django.db import migrations


class Migration(migrations.Migration):
    """Spaces make no difference between tags any more. Of two that were told apart by them alone, the older one takes
    the new key; the other keeps its own until somebody merges them.
    """

    dependencies = [("contacts", "0004_filter_indexes")]

    operations = [
        migrations.RunSQL(
            """
            UPDATE contacts_tag t SET key = replace(t.key, ' ', '')
            WHERE t.key LIKE '% %' AND NOT EXISTS (
                SELECT FROM contacts_tag o
                WHERE replace(o.key, ' ', '') = replace(t.key, ' ', '') AND o.id <> t.id
                  AND (o.key NOT LIKE '% %' OR o.id < t.id)
            )
            """,
            migrations.RunSQL.noop,
        ),
    ]
