"""Gives a new installation the rules and limits it starts with."""

from django.db import migrations

from kimbilio.cases.first_rules import add_first_rules


def add(apps, schema_editor):
    add_first_rules(
        apps.get_model("cases", "DecisionRule"), apps.get_model("cases", "ResponseLimit")
    )


class Migration(migrations.Migration):

    dependencies = [("cases", "0005_intake")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
