"""Give every referral that waits a day until which it does, so that the list of them can go by it."""

from django.db import migrations
from django.db.models.functions import Coalesce, Now

WAITING = ["sent", "seen", "question", "accepted", "appointment"]


def fill(apps, schema_editor):
    """All have one but those that were written around the actions."""
    Referral = apps.get_model("referrals", "Referral")
    lacking = Referral.objects.filter(state__in=WAITING, waits_until=None)
    lacking.update(waits_until=Coalesce("sent_at", Now()))


class Migration(migrations.Migration):

    dependencies = [("referrals", "0004_match_old_referrals")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
