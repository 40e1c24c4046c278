"""The database refuses to change or remove entries and seals."""

from django.db import migrations

from kimbilio.audit import triggers


def put_up(apps, schema_editor):
    triggers.install(schema_editor.connection)


def take_down(apps, schema_editor):
    triggers.lift(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_trail")]

    operations = [migrations.RunPython(put_up, take_down)]
