"""The same days and hours stand once with a service: on SQLite the first rule for it was never made."""

from django.db import migrations, models


def drop_what_stands_twice(apps, schema_editor):
    hours = apps.get_model("partners", "OfferHours")
    known = set()
    for row in hours.objects.order_by("id"):
        told = (row.offer_id, row.days, row.opens, row.closes)
        if told in known:
            row.delete()
        known.add(told)


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0008_further_hours"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="offerhours", name="offer_further_hours_once"),
        migrations.RunPython(drop_what_stands_twice, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="offerhours",
            constraint=models.UniqueConstraint(
                condition=models.Q(("opens__isnull", False)),
                fields=("offer", "days", "opens", "closes"),
                name="offer_further_hours_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="offerhours",
            constraint=models.UniqueConstraint(
                condition=models.Q(("opens__isnull", True)),
                fields=("offer", "days"),
                name="offer_further_days_once",
            ),
        ),
    ]
