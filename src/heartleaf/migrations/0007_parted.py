from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("heartleaf", "0006_owning"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="was_parent",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
