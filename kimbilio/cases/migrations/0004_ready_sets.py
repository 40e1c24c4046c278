"""Gives a new installation the ready-made sets it starts with."""

from django.db import migrations

from kimbilio.cases.ready_defaults import make_default_sets


def make(apps, schema_editor):
    make_default_sets(apps.get_model("cases", "ReadySet"), apps.get_model("cases", "ReadyStep"))


class Migration(migrations.Migration):

    dependencies = [("cases", "0003_plan")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop, elidable=False)]
