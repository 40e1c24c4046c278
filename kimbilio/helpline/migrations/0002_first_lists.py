"""The lists every organisation starts with."""

from django.db import migrations

from kimbilio.helpline.first_lists import SAFE_REPLIES, URGENT_WORDS


def write(apps, schema_editor):
    """Only where nobody has a list yet."""
    word = apps.get_model("helpline", "UrgentWord")
    reply = apps.get_model("helpline", "SafeReply")
    if not word.objects.exists():
        rows = {
            one: word(word=one, language=language, urgency=urgency)
            for urgency, language, words in URGENT_WORDS
            for one in words
        }
        word.objects.bulk_create(rows.values())
    if not reply.objects.exists():
        reply.objects.bulk_create(
            reply(text=text, language=language, place=place)
            for place, (language, text) in enumerate(SAFE_REPLIES)
        )


class Migration(migrations.Migration):
    dependencies = [("helpline", "0001_helpline")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
