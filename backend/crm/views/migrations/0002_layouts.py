from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("views", "0001_saved_views")]

    operations = [
        migrations.AddField(
            model_name="view",
            name="layout",
            field=models.TextField(db_default="", default=""),
        ),
    ]
