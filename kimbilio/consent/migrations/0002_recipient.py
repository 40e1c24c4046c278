"""Whom something is shared with may be a person, so it is kept encrypted."""

from django.db import migrations

import kimbilio.vault.fields


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_initial")]

    operations = [
        migrations.RemoveField(model_name="consent", name="recipient"),
        migrations.AddField(
            model_name="consent",
            name="recipient",
            field=kimbilio.vault.fields.EncryptedTextField(
                blank=True, max_length=120, verbose_name="shared with"
            ),
        ),
    ]
