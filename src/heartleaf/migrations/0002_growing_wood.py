import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("heartleaf", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="grownwood",
            name="began_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="grownwood",
            name="wood",
            field=models.BinaryField(null=True),
        ),
    ]
