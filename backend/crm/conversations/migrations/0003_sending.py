from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0002_reports_wait_and_people_take_threads_along"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="is_scheduled",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="sender",
            name="failures",
            field=models.IntegerField(db_default=0, default=0),
        ),
        # Messages are looked for by what they are sent from: who waits for one provider holds up nobody else.
        migrations.RemoveIndex(
            model_name="message",
            name="conversations_message_due",
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "queued")),
                fields=["sender", "due_at", "id"],
                name="conversations_message_sender",
            ),
        ),
    ]
