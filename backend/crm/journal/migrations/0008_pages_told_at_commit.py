from django.db import migrations


class Migration(migrations.Migration):
    """Open pages are told at the commit of a change, no longer by a listener. What that one had yet to hear, or could
    not take, is over: whoever opens a page reads it anew.
    """

    dependencies = [("journal", "0007_deliveries_without_checks")]

    operations = [
        migrations.RunSQL(
            """
            UPDATE journal_delivery SET state = 'done', error = '', finished_at = now()
            WHERE state IN ('pending', 'failed') AND listener = 'journal.announce_changes'
            """,
            migrations.RunSQL.noop,
        ),
    ]
