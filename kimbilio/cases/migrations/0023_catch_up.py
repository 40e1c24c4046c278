"""One table for all walks through what was written before; that of the words keeps how far it came."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0022_index_of_parked_steps"),
    ]

    operations = [
        migrations.RenameModel("IndexCatchUp", "CatchUp"),
        migrations.AddField(
            model_name="catchup",
            name="what",
            field=models.CharField(default="words", max_length=20),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="catchup",
            name="generation",
            field=models.PositiveSmallIntegerField(),
        ),
        migrations.AddConstraint(
            model_name="catchup",
            constraint=models.UniqueConstraint(
                fields=("what", "generation"), name="catch_up_walk_once"
            ),
        ),
    ]
