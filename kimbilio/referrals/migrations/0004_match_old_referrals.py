"""Tie referrals that are older than the link to the directory to the entry with the same name."""

from collections import defaultdict

from django.db import migrations

from kimbilio.vault.errors import CannotDecrypt

AT_ONCE = 500


def plain(name):
    return " ".join(name.split()).casefold()


def match(apps, schema_editor):
    """Names are encrypted, so that no database can compare them: they are read here, some at a time."""
    Partner = apps.get_model("partners", "Partner")
    Referral = apps.get_model("referrals", "Referral")
    known = Partner.objects.order_by("is_active", "-id").values_list("name", "pk")
    entries = {plain(name): pk for name, pk in known}  # of equal names the one in use stays
    rows = Referral.objects.filter(entry=None).only("partner_name").order_by("id")
    some = list(rows[:AT_ONCE]) if entries else []
    while some:
        found = defaultdict(list)
        for referral in some:
            if pk := entries.get(name_of(referral)):
                found[pk].append(referral.pk)
        for entry, referrals in found.items():
            Referral.objects.filter(pk__in=referrals).update(entry=entry)
        some = list(rows.filter(pk__gt=some[-1].pk)[:AT_ONCE])


def name_of(referral):
    try:
        return plain(referral.partner_name)
    except CannotDecrypt:  # a row that was altered does not keep the others from their upgrade
        return ""


class Migration(migrations.Migration):

    dependencies = [("referrals", "0003_entry_of_referral")]

    operations = [migrations.RunPython(match, migrations.RunPython.noop)]
