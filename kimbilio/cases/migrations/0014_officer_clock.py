"""A child's case has a clock for telling the children's officer; organisations that run already get its limit."""

from django.db import migrations, models


def add_limit(apps, schema_editor):
    limits = apps.get_model("cases", "ResponseLimit")
    for risk in ("a_high", "b_medium", "c_low"):
        limits.objects.get_or_create(kind="officer", risk=risk, defaults={"hours": 24})


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0013_case_of_person'),
    ]

    operations = [
        migrations.AlterField(
            model_name='responseclock',
            name='kind',
            field=models.CharField(choices=[('decision', 'Decide what to do now'), ('rescue', 'Say yes or no to the rescue'), ('first_contact', 'First contact'), ('safe_place', 'A safe place'), ('assessment', 'Assessment'), ('officer', "Children's officer told")], max_length=13),
        ),
        migrations.AlterField(
            model_name='responselimit',
            name='kind',
            field=models.CharField(choices=[('decision', 'Decide what to do now'), ('rescue', 'Say yes or no to the rescue'), ('first_contact', 'First contact'), ('safe_place', 'A safe place'), ('assessment', 'Assessment'), ('officer', "Children's officer told")], max_length=13, verbose_name='what'),
        ),
        migrations.RunPython(add_limit, migrations.RunPython.noop),
    ]
