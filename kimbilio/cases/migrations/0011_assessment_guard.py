"""Completed assessments are never changed, in the database too."""

from django.db import migrations

from kimbilio.cases import assessment_guard


def install(apps, editor):
    assessment_guard.install(editor.connection)


def lift(apps, editor):
    assessment_guard.lift(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_assessment")]

    operations = [migrations.RunPython(install, lift)]
