"""How many words a name has, so that of two who agree the one without more words comes first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_short_numbers_in_the_index")]

    operations = [
        migrations.AddField(
            model_name="searchentry",
            name="words",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
