from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0002_wake_worker"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="set_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("set_id__isnull", False)), fields=["set_id", "-id"], name="journal_set"
            ),
        ),
    ]
