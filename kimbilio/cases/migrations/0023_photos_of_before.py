import kimbilio.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0022_index_of_parked_steps'),
    ]

    operations = [
        migrations.CreateModel(
            name='PhotoCatchUp',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('generation', models.PositiveSmallIntegerField(unique=True)),
                ('after', models.CharField(blank=True, max_length=36)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
    ]
